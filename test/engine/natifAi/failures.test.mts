import type { FaultInput } from '../../../sandbox/client.mts';
import type { RunResult } from '../harness/index.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const fast = { clockSpeed: 50 };

/** An account whose next requests meet a fault. */
const faulty = async (fault: Omit<FaultInput, 'token'>, settings = {}) => {
	const account = await world.openAccount({ settings });
	await world.control.addFault({ token: account.token, ...fault });
	return account;
};

const process = async (account: OpenedAccount): Promise<RunResult> =>
	await world.process(account, {}, { ...fast, input: await world.sampleItems('letter.png') });

const textsOf = ({ error }: RunResult) => ({
	message: error?.message,
	description: error && 'description' in error ? error.description : undefined,
});

describe('an upload whose answer got lost', () => {
	const LOST =
		'The document may have been processed and paid. The service has no list in which to look for it, so it was not sent again by itself. Compare Workflow > Get Usage before you run it again.';

	it.each([
		[
			'a reset before anything was done',
			{ reset: 'before' as const },
			/^The upload of "letter\.png" was not confirmed: The connection to 127\.0\.0\.1:\d+ broke off \(ECONNRESET\) \[item 0\]$/,
		],
		['a reset after the work', { reset: 'after' as const }, /broke off \(ECONNRESET\) \[item 0\]$/],
		['a reset half-way', { reset: 'during' as const }, /broke off/],
		[
			'a gateway that gave up',
			{ status: 504, when: 'after' as const, html: true },
			/was not confirmed: The service answered with status 504: a web page titled "504 Gateway Timeout" \[item 0\]$/,
		],
		['502', { status: 502 }, /was not confirmed: The service answered with status 502/],
		[
			'500 of somebody else',
			{ status: 500, html: true },
			/was not confirmed: The service answered with status 500: a web page titled "500 Internal Server Error" \[item 0\]$/,
		],
		[
			'500 of the service, which cannot know a verdict yet',
			{ status: 500, body: { detail: 'Out of memory' } },
			/was not confirmed: The service has a fault of its own: Out of memory \[item 0\]$/,
		],
		[
			'an answer with an empty id',
			{ status: 202, body: { processing_id: '' } },
			/was not confirmed: The service answered with something else than a processing: other JSON \[item 0\]$/,
		],
		[
			'an answer without an id',
			{ status: 202, body: {} },
			/was not confirmed: The service answered with something else than a processing: other JSON \[item 0\]$/,
		],
	])('is not sent again: %s', async (_case, fault, message) => {
		const account = await faulty({ route: 'process', ...fault });
		const result = await process(account);
		expect(textsOf(result)).toEqual({ message: expect.stringMatching(message), description: LOST });
		expect(await world.requests(account, 'process')).toHaveLength(1);
	});

	it('is not called lost when nothing can have been sent', async () => {
		const credentials = { natifAiApi: { apiKey: 'key', baseUrl: 'http://127.0.0.1:1' } };
		const { error } = await world.process(
			{ credentials },
			{},
			{ ...fast, input: await world.sampleItems('letter.png') },
		);
		expect(error).toMatchObject({
			message: '127.0.0.1:1 refused the connection [item 0]',
			description: 'Check the Base URL in the credential and that this machine can reach it.',
		});
	});

	it('names the file in the error item', async () => {
		const account = await faulty({ route: 'process', reset: 'after' });
		const { items } = await world.process(
			account,
			{},
			{ input: await world.sampleItems('letter.png'), onError: 'continueRegularOutput' },
		);
		expect(items).toMatchObject([
			{ json: { message: LOST, details: { fileName: 'letter.png' } }, pairedItem: { item: 0 } },
		]);
	});
});

describe('429 on an upload', () => {
	it('is waited out', async () => {
		const account = await faulty({ route: 'process', status: 429, retryAfter: 1, times: 2 });
		const { items, error } = await process(account);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { status: 'processed' } }]);
		expect(await world.requests(account, 'process')).toHaveLength(3);
	});

	it('that stays is told with both meanings, after two repeats', async () => {
		const account = await faulty({ route: 'process', status: 429, times: null });
		expect(textsOf(await process(account))).toEqual({
			message:
				'The service asks for fewer requests, or the document is too large: it has one answer for both: Rate limit exceeded. Please try again later. [item 0]',
			description:
				'Lower the "Concurrency" option and try again later. If this document alone is refused, it is too large: split the PDF or lower the resolution. Nothing was processed.',
		});
		expect(await world.requests(account, 'process')).toHaveLength(3);
	});

	it('that says which it is, is no rate limit', async () => {
		const account = await world.openAccount({ settings: { largestFile: 10 } });
		expect(textsOf(await process(account))).toEqual({
			message:
				'The document is too large or has too many pages: The document is too large ("letter.png") [item 0]',
			description: 'Split the PDF or lower the resolution.',
		});
		expect(await world.requests(account, 'process')).toHaveLength(1);
	});
});

it('429 that says "too large" while a result is waited for ends that document at once', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'result',
		status: 429,
		body: { detail: 'Document too large' },
	});
	const { items } = await world.process(
		account,
		{},
		{ ...fast, input: await world.manyItems(3), onError: 'continueRegularOutput' },
	);
	const failed = items.filter(({ json }) => 'error' in json);
	expect(failed).toMatchObject([
		{
			json: {
				error: expect.stringMatching(
					/^The document is too large or has too many pages: Document too large \(document [\w-]+\)$/,
				),
				message: 'Split the PDF or lower the resolution.',
			},
		},
	]);
	expect(items.filter(({ json }) => json.status === 'processed')).toHaveLength(2);
	expect(await world.requests(account, 'process')).toHaveLength(3);
});

it.each([
	[
		'402',
		{ balance: 0 },
		"A limit of the account's plan is reached: The limit of your plan is reached [item 0]",
		'Wait until the next period begins, or raise the plan in the Natif.ai web app; then run it again.',
	],
	[
		'413',
		{ settings: { largestFile: 10, tooLargeStatus: 413 as const } },
		'The document is too large or has too many pages: The document is too large ("letter.png") [item 0]',
		'Split the PDF or lower the resolution.',
	],
])(
	'%s is told in the words of the service with the next step',
	async (_status, options, message, description) => {
		const account = await world.openAccount(options);
		expect(textsOf(await process(account))).toEqual({ message, description });
		expect(await world.requests(account, 'process')).toHaveLength(1);
	},
);

it.each(['detail', 'list', 'message', 'text'] as const)(
	'errors are read as %s',
	async (errorBody) => {
		const account = await world.openAccount({ balance: 0, settings: { errorBody } });
		expect(textsOf(await process(account)).message).toBe(
			"A limit of the account's plan is reached: The limit of your plan is reached [item 0]",
		);
	},
);

describe('a processing that failed', () => {
	const FAILED =
		'Check that the file opens, is readable and fits the workflow. Processing it again costs credits again.';

	it('while it is waited for: asked about twice, then told with its id', async () => {
		const account = await world.openAccount({ settings: { processing: 'manual' } });
		const input = await world.sampleItems('letter.png');
		const [{ items }] = await Promise.all([
			world.process(account, {}, { input, onError: 'continueRegularOutput' }),
			world.finishAll(account, 1, { status: 'failed', error: 'The file is encrypted.' }),
		]);
		const [processing] = await world.control.documents(account.token);
		expect(items).toEqual([
			{
				json: {
					error: `Processing ${processing?.id} of "letter.png" failed: The file is encrypted.`,
					message: FAILED,
					details: { id: processing?.id, status: 'failed' },
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(await world.requests(account, 'result')).toHaveLength(2);
	});

	it('of an earlier run is given by Get as a document that failed', async () => {
		const account = await world.openAccount();
		const id = await world.seed(account, { status: 'failed', error: 'The file is encrypted.' });
		expect((await world.result(account, 'get', id)).items).toMatchObject([
			{ json: { id, status: 'failed', failureReason: 'The file is encrypted.', text: '' } },
		]);
		expect((await world.result(account, 'get', id, { output: 'raw' })).items).toMatchObject([
			{ json: { processing_id: id, detail: 'The file is encrypted.' } },
		]);
		const { items, hints } = await world.result(account, 'get', id, { output: 'pages' });
		expect(items).toEqual([]);
		expect(hints).toMatchObject([
			{ message: `Processing ${id} has no pages: it failed (The file is encrypted.).` },
		]);
		expect(textsOf(await world.result(account, 'getOcr', id))).toEqual({
			message: 'The processing failed: The file is encrypted. [item 0]',
			description: FAILED,
		});
	});
});

describe('while a document is waited for', () => {
	it.each([
		['a gateway is down', { status: 503, html: true, times: 6 }],
		['somebody else answers 500', { status: 500, html: true, times: 3 }],
		['connections break', { reset: 'before' as const, times: 6 }],
		['the service asks for fewer requests', { status: 429, times: 3 }],
	])('%s, and it is waited out', async (_case, fault) => {
		const account = await faulty({ route: 'result', ...fault });
		const { items, error } = await process(account);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{ json: { status: 'processed', text: 'text of letter.png, page 1' } },
		]);
		expect(await world.requests(account, 'process')).toHaveLength(1);
	});

	it.each([
		['401', 401, 1],
		['422 that stays', 422, 20],
	])('%s ends the waiting, with the id of what was paid', async (_, status, times) => {
		const account = await faulty({ route: 'result', status, times });
		const { items } = await world.process(
			account,
			{},
			{ input: await world.sampleItems('letter.png'), onError: 'continueRegularOutput', ...fast },
		);
		expect(items).toMatchObject([
			{ json: { details: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), httpStatus: status } } },
		]);
	});
});

it.each([
	['getOcr', 'ocr'],
	['getPageImages', 'pageImages'],
	['downloadPdf', 'pdf'],
	['downloadThumbnail', 'thumbnail'],
	['downloadPageImage', 'pageImage'],
	['downloadSubPdf', 'subPdf'],
])('%s is repeated when a gateway is down or the answer breaks off', async (operation, route) => {
	const account = await world.openAccount();
	const id = await world.seed(account, { workflow: 'generic_splitting' });
	for (const fault of [
		{ status: 502 },
		{ reset: 'before' as const },
		{ reset: 'during' as const },
		{ status: 429, retryAfter: 1 },
	]) {
		await world.control.addFault({ token: account.token, route, ...fault });
		const { items, error } = await world.result(account, operation, id, {}, fast);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	}
	expect(await world.requests(account, route)).toHaveLength(8);
});
