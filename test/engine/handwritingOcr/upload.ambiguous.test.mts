import type { FaultInput } from '../../../sandbox/client.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

/** Uploads files of the given names without waiting. */
const upload = async (
	fault: Partial<FaultInput>,
	names = ['letter.png'],
	parameters = {},
	clockSpeed = 20,
) => {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({ token: account.token, route: 'upload', ...fault });
	const input = await Promise.all(
		names.map(async (name) => ({
			json: {},
			binary: { data: await world.sample('letter.png', name) },
		})),
	);
	const spec = {
		input,
		onError: 'continueErrorOutput' as const,
		clockSpeed,
	};
	const result = await world.document(
		account,
		'upload',
		{ waitForCompletion: false, ...parameters },
		spec,
	);
	const documents = await world.sandbox.control.documents(account.token);
	return { ...result, account, documents, uploads: await world.requests(account, 'upload') };
};

describe('an answer that got lost after the document was created', () => {
	it.each([
		['the connection broke', { reset: 'after' as const }],
		['the answer says 500', { status: 500, when: 'after' as const }],
		[
			'the answer is an HTML page of a gateway',
			{ status: 502, html: true, when: 'after' as const },
		],
	])('is made up for by the list, without a second upload: %s', async (_case, fault) => {
		const { items, errorItems, uploads, documents } = await upload(fault);
		expect(errorItems).toEqual([]);
		expect(uploads).toHaveLength(1);
		expect(items).toMatchObject([
			{
				json: { id: documents[0]?.id, fileName: 'letter.png', action: 'transcribe' },
				pairedItem: { item: 0 },
			},
		]);
		expect(documents).toHaveLength(1);
	});

	it('gives each item its own document when one of several with the same name is lost', async () => {
		const { items, uploads, documents } = await upload({ reset: 'after', skip: 1 }, [
			'same.png',
			'same.png',
			'same.png',
		]);
		expect(uploads).toHaveLength(3);
		expect(documents).toHaveLength(3);
		expect(new Set(items.map(({ json }) => json.id))).toEqual(
			new Set(documents.map(({ id }) => id)),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('takes no document of the same name that was there before', async () => {
		const account = await world.openAccount();
		const hourAgo = Date.now() - 3_600_000;
		await world.sandbox.control.seedDocuments(account.token, [
			{ id: 'older00001', fileName: 'letter.png', createdAt: hourAgo },
		]);
		await world.sandbox.control.addFault({ token: account.token, route: 'upload', reset: 'after' });
		const { items } = await world.document(
			account,
			'upload',
			{ waitForCompletion: false },
			{ input: await world.sampleItems('letter.png'), clockSpeed: 20 },
		);
		const created = (await world.sandbox.control.documents(account.token)).find(
			({ id }) => id !== 'older00001',
		);
		expect(items).toMatchObject([{ json: { id: created?.id } }]);
	});

	it('is found on the second look when the first fails', async () => {
		const account = await world.openAccount();
		await world.sandbox.control.addFault({ token: account.token, route: 'upload', reset: 'after' });
		await world.sandbox.control.addFault({ token: account.token, route: 'list', status: 503 });
		const { items } = await world.document(
			account,
			'upload',
			{ waitForCompletion: false },
			{ input: await world.sampleItems('letter.png'), clockSpeed: 20 },
		);
		const [created] = await world.sandbox.control.documents(account.token);
		expect(items).toMatchObject([{ json: { id: created?.id } }]);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});

	it('is followed by the waiting', async () => {
		const { items, uploads } = await upload({ reset: 'after' }, ['letter.png'], {
			waitForCompletion: true,
		});
		expect(items).toMatchObject([
			{ json: { text: 'text of letter.png, page 1', status: 'processed' } },
		]);
		expect(uploads).toHaveLength(1);
	});
});

it.each([
	[
		'the connection broke before',
		{ reset: 'before' as const },
		/^The upload of "letter\.png" was not confirmed: The connection to 127\.0\.0\.1:\d+ broke off \(ECONNRESET\)$/,
		'The service lists no such document yet; after an answer that got lost it can still come within a minute.',
	],
	[
		'500 before anything was stored',
		{ status: 500 },
		/^The upload of "letter\.png" was not confirmed: The service answered with status 500: Server Error$/,
		'The service lists no such document, so most likely nothing was created or charged.',
	],
])(
	'sends nothing again and says so when no document is found: %s',
	async (_case, fault, message, advice) => {
		const { items, errorItems, uploads, documents } = await upload(fault);
		expect([items, documents]).toEqual([[], []]);
		expect(uploads).toHaveLength(1);
		expect(errorItems).toMatchObject([
			{
				json: {
					error: expect.stringMatching(message),
					message: `${advice} It was not sent again by itself, as that could be paid twice; check with Document > Get Many, then run it again.`,
				},
				pairedItem: { item: 0 },
			},
		]);
	},
);

it('names the documents in question when it cannot tell which is whose', async () => {
	const { items, errorItems, uploads, documents } = await upload({ reset: 'after', times: 2 }, [
		'same.png',
		'same.png',
	]);
	const ids = documents.map(({ id }) => id).toReversed();
	expect(uploads).toHaveLength(2);
	expect(items).toEqual([]);
	expect(errorItems).toMatchObject([
		{
			json: {
				error: `The answer to the upload of "same.png" got lost, and more than one document fits: ${ids.join(', ')}`,
			},
		},
		{ json: { error: expect.stringContaining(ids.join(', ')) } },
	]);
});

describe('429, after which nothing can have been created', () => {
	it.each([
		['seconds', { retryAfter: 1 }],
		['a date', { retryAfter: 1, retryAfterFormat: 'date' as const }],
		['nothing', {}],
	])('is repeated; Retry-After says %s', async (_case, fault) => {
		const { items, uploads, documents } = await upload({ status: 429, ...fault });
		expect(uploads.map(({ status }) => status)).toEqual([429, 201]);
		expect(items).toMatchObject([{ json: { id: documents[0]?.id } }]);
		expect(documents).toHaveLength(1);
	});

	it('is not repeated at once where the service asks for no patience', async () => {
		const { uploads } = await upload({ status: 429, retryAfter: 0 }, undefined, {}, 1);
		const [refused, accepted] = uploads.map(({ at }) => Date.parse(at));
		expect(Number(accepted) - Number(refused)).toBeGreaterThanOrEqual(1_000);
	});

	it('waits as long as the service asks', async () => {
		const { uploads } = await upload({ status: 429, retryAfter: 2 }, undefined, {}, 1);
		const [refused, accepted] = uploads.map(({ at }) => Date.parse(at));
		expect(Number(accepted) - Number(refused)).toBeGreaterThanOrEqual(2_000);
	});

	it('slows every item of the run and loses none', async () => {
		const names = Array.from({ length: 8 }, (_, number) => `letter ${number}.png`);
		const { items, documents, uploads } = await upload(
			{ status: 429, retryAfter: 1, times: 3 },
			names,
		);
		expect(items.map(({ json }) => json.fileName)).toEqual(names);
		expect(documents).toHaveLength(8);
		expect(uploads).toHaveLength(11);
	});

	it('is reported when the service asks for more patience than a run should have', async () => {
		const { errorItems, uploads } = await upload({ status: 429, retryAfter: 3600 });
		expect(uploads).toHaveLength(1);
		expect(errorItems).toMatchObject([
			{
				json: {
					error: 'The service asks for fewer requests: Too Many Attempts.',
					message: 'Try again later or lower the "Concurrency" option. It asks to wait 60 minutes.',
				},
			},
		]);
	});
});
