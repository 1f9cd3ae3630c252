import type { INodeExecutionData } from 'n8n-workflow';
import type { JsonValue } from '../../../sandbox/server/shared/json.mts';
import { useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();
const fast = { clockSpeed: 20 };

/** Two files that are read and one that fails. */
async function mixed(): Promise<INodeExecutionData[]> {
	const [letter, receipt] = await world.sampleItems('letter.png', 'receipt.jpg');
	const fails = await world.fileItem('%PDF-1.4 fail', 'fail.pdf');
	return [letter, fails, receipt].filter((item) => item !== undefined);
}

describe('Delete When Done', () => {
	const options = { deleteWhenDone: true };

	it('deletes nothing in a run that throws its results away', async () => {
		const account = await world.openAccount();
		const input = await mixed();
		const { error } = await world.document(account, 'upload', { options }, { ...fast, input });
		expect(error?.message).toContain('could not be processed');
		expect(await world.requests(account, 'delete')).toEqual([]);
		const documents = await world.sandbox.control.documents(account.token);
		expect(documents.map(({ fileName }) => fileName).toSorted()).toEqual(
			input.map(({ binary }) => binary?.data?.fileName).toSorted(),
		);
	});

	it('deletes what was read once the others have failed for themselves', async () => {
		const account = await world.openAccount();
		const { items } = await world.document(
			account,
			'upload',
			{ options },
			{ ...fast, input: await mixed(), onError: 'continueRegularOutput' },
		);
		expect(items).toHaveLength(3);
		const left = await world.sandbox.control.documents(account.token);
		expect(left.map(({ fileName }) => fileName)).toEqual(['fail.pdf']);
	});

	it('deletes nothing that "Retry On Fail" would have to read again', async () => {
		const account = await world.openAccount();
		const fails = await world.fileItem('%PDF-1.4 fail', 'fail.pdf');
		const [letter] = await world.sampleItems('letter.png');
		const { items } = await world.document(
			account,
			'upload',
			{ options },
			{
				...fast,
				input: [fails, letter].filter((item) => item !== undefined),
				onError: 'continueRegularOutput',
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			},
		);
		expect(items).toMatchObject([{}, { json: { text: 'text of letter.png, page 1' } }]);
		const uploads = await world.requests(account, 'upload');
		expect(uploads.filter(({ fileName }) => fileName === 'letter.png')).toHaveLength(1);
		expect(await world.requests(account, 'delete')).toEqual([]);
	});

	it('deletes nothing that came without a result', async () => {
		const account = await world.openAccount({ settings: { processing: 'manual' } });
		const [{ items, hints }] = await Promise.all([
			world.document(
				account,
				'upload',
				{ options },
				{ ...fast, input: await world.sampleItems('letter.png') },
			),
			finishWith(account, []),
		]);
		expect(items).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual(
			expect.arrayContaining([expect.stringContaining('came without a result')]),
		);
		expect(await world.requests(account, 'delete')).toEqual([]);
	});
});

it('sends and pays nothing for a run that has ended', async () => {
	const account = await world.openAccount();
	const { token } = account;
	const limited = { status: 429, retryAfter: 5 };
	await world.sandbox.control.addFault({ token, route: 'upload', ...limited, times: 1 });
	await world.sandbox.control.addFault({ token, route: 'upload', status: 415, times: 1 });
	const { error } = await world.document(
		account,
		'upload',
		{ options: { concurrency: 2 } },
		{ ...fast, input: await world.sampleItems('letter.png', 'receipt.jpg') },
	);
	expect(error?.message).toContain('does not take');
	expect(await world.sandbox.control.documents(token)).toEqual([]);
	expect(await world.requests(account, 'upload')).toHaveLength(2);
});

it('reads the parameters of all items before the first upload', async () => {
	const account = await world.openAccount();
	const input = await world.sampleItems('letter.png', 'receipt.jpg', 'form.png');
	input.forEach((item, index) => (item.json = { timeout: [600, 600, 'soon'][index] }));
	const { error } = await world.document(
		account,
		'upload',
		{ options: { timeout: '={{ $json.timeout }}', concurrency: 1 } },
		{ ...fast, input },
	);
	expect(error).toMatchObject({
		message: expect.stringContaining('"Timeout (Seconds)" is "soon"'),
	});
	expect(await world.requests(account, 'upload')).toEqual([]);
});

describe('with the error output', () => {
	const onError = 'continueErrorOutput' as const;

	it.each([
		['a Base URL that is none', { baseUrl: 'ftp://example.com' }, {}, /Base URL/],
		['a wrong Concurrency', {}, { concurrency: 0 }, /"Concurrency"/],
	])('%s sends every item to it', async (_case, credential, options, message) => {
		const account = await world.openAccount();
		const credentials = {
			handwritingOcrApi: { ...account.credentials.handwritingOcrApi, ...credential },
		};
		const input = await world.sampleItems('letter.png', 'receipt.jpg');
		const { items, errorItems } = await world.document(
			{ credentials },
			'upload',
			{ options },
			{ input, onError },
		);
		expect(items).toEqual([]);
		expect(errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(message) }, pairedItem: { item: 0 } },
			{ json: { error: expect.stringMatching(message) }, pairedItem: { item: 1 } },
		]);
		expect(await world.requests(account, 'upload')).toEqual([]);
	});

	it('an expression that fails in an option costs its own item alone', async () => {
		const account = await world.openAccount();
		const input = await world.sampleItems('letter.png', 'receipt.jpg');
		const timeout = '={{ $itemIndex === 0 ? $("Nowhere").item.json.x : 600 }}';
		const { items, errorItems } = await world.document(
			account,
			'upload',
			{ options: { timeout } },
			{ ...fast, input, onError },
		);
		expect(items).toMatchObject([{ json: { fileName: 'receipt.jpg' }, pairedItem: { item: 1 } }]);
		expect(errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(/./), message: expect.stringMatching(/./) } },
		]);
		expect(Object.keys(errorItems[0]?.json ?? {}).toSorted()).toEqual(
			expect.not.arrayContaining(['details']),
		);
	});
});

it('a column called "error" is data, leaves by the success output and repeats nothing', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const table = {
		rows: [
			['error', 'message'],
			['E12', 'Paper jam'],
		],
		hasHeaderRow: true,
	};
	const [{ items, errorItems }] = await Promise.all([
		world.document(
			account,
			'upload',
			{ documentAction: 'tables', output: 'rows' },
			{
				...fast,
				input: await world.sampleItems('table.png'),
				onError: 'continueErrorOutput',
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			},
		),
		finishWith(account, [{ page_number: 1, tables: [table] }]),
	]);
	expect(errorItems).toEqual([]);
	expect(items).toMatchObject([{ json: { error_2: 'E12', message: 'Paper jam' } }]);
	expect(await world.requests(account, 'upload')).toHaveLength(1);
});

/** Ends the only document of an account with these results, as soon as it is there. */
async function finishWith({ token }: { token: string }, results: JsonValue): Promise<void> {
	const { id } = await until(async () => (await world.sandbox.control.documents(token))[0]);
	await world.sandbox.control.finishDocument(token, { id, results });
}
