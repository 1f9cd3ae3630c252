import { useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const seed = async (document = {}, settings = {}) => {
	const account = await world.openAccount({ settings });
	const [seeded] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'letter.png', ...document },
	]);
	return { account, documentId: seeded?.id ?? '' };
};

const fast = { clockSpeed: 20 };

it('waiting ends at its deadline also while an answer is outstanding', async () => {
	const { account, documentId } = await seed();
	await world.sandbox.control.addFault({ token: account.token, route: 'get', hold: true });
	const { items } = await world.document(
		account,
		'wait',
		{ documentId, options: { timeout: 5, onTimeout: 'return' } },
		fast,
	);
	expect(items).toMatchObject([{ json: { id: documentId, timedOut: true } }]);
	expect((await world.requests(account)).every(({ status }) => status === null)).toBe(true);
	await world.sandbox.control.clearFaults(account.token);
});

describe('Get', () => {
	it.each([
		['queued', { status: 'queued' }, {}, 'queued'],
		['processing', { status: 'processing' }, {}, 'processing'],
		['new, as clients have seen it', { status: 'new' }, {}, 'queued'],
		['in a status that nobody knows', { status: 'rotating' }, {}, 'processing'],
		[
			'answered with 202 and no body',
			{ status: 'processing' },
			{ pendingStatus: 202 as const },
			'processing',
		],
	])('gives a document that is %s without a result', async (_case, document, settings, status) => {
		const { account, documentId } = await seed(document, settings);
		const { items, error } = await world.document(account, 'get', { documentId });
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: { id: documentId, status, text: '', tables: [], fields: {}, records: [] },
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each(['pages', 'rows'])('says why a pending document has no %s', async (output) => {
		const { account, documentId } = await seed({ status: 'processing' });
		const { items, hints } = await world.document(account, 'get', { documentId, output });
		expect(items).toEqual([]);
		expect(hints).toMatchObject([
			{
				message: `Document ${documentId} has no ${output} yet: its status is "processing". The operation "Wait" waits for it.`,
			},
		]);
	});

	it.each(['pages', 'rows'])('says why a failed document has no %s', async (output) => {
		const { account, documentId } = await seed({ status: 'failed', error: 'The page is blank.' });
		const { items, hints } = await world.document(account, 'get', { documentId, output });
		expect(items).toEqual([]);
		expect(hints).toMatchObject([
			{
				message: `Document ${documentId} has no ${output}: it could not be processed (The page is blank.).`,
			},
		]);
	});

	it('gives a failed document as it is, with the reason in "Raw"', async () => {
		const { account, documentId } = await seed({ status: 'failed', error: 'The page is blank.' });
		const [simple, raw] = await Promise.all(
			['document', 'raw'].map(
				async (output) => await world.document(account, 'get', { documentId, output }),
			),
		);
		expect(simple?.items).toMatchObject([{ json: { id: documentId, status: 'failed', text: '' } }]);
		expect(raw?.items).toMatchObject([
			{ json: { id: documentId, status: 'failed', error_2: 'The page is blank.' } },
		]);
	});

	it('works without dates and thumbnails', async () => {
		const { account, documentId } = await seed({}, { detailDates: false, thumbnails: 'none' });
		const { items } = await world.document(account, 'get', { documentId });
		expect(items).toMatchObject([
			{
				json: { text: 'text of letter.png, page 1' },
			},
		]);
	});

	it('gives all items in order, and an error item for one that is not there', async () => {
		const account = await world.openAccount();
		const documents = await world.sandbox.control.seedDocuments(
			account.token,
			Array.from({ length: 9 }, (_, number) => ({ fileName: `letter ${number}.png` })),
		);
		const ids = documents.map(({ id }) => id).toSpliced(4, 0, 'nothere001');
		const { items } = await world.document(
			account,
			'get',
			{ documentId: '={{ $json.id }}' },
			{ input: ids.map((id) => ({ json: { id } })), onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json, pairedItem }) => [json.id ?? json.details, pairedItem])).toEqual(
			ids.map((id, item) => [id === 'nothere001' ? { httpStatus: 404, id } : id, { item }]),
		);
	});
});

describe('By URL', () => {
	it.each([
		['the API', 'https://api.handwritingocr.com/v3/documents/ID'],
		['a file of the API', 'https://api.handwritingocr.com/v3/documents/ID.txt'],
		['a page image', 'https://api.handwritingocr.com/v3/document/ID/image-1.jpg'],
		['the dashboard', 'https://app.handwritingocr.com/documents/ID?tab=text#page-2'],
		['an older host', 'https://www.handwritingocr.com/api/v2/documents/ID/'],
	])('takes the id out of a link to %s', async (_case, link) => {
		const { account, documentId } = await seed();
		const parameters = {
			documentId: { __rl: true, mode: 'url', value: link.replace('ID', documentId) },
		};
		const { items, error } = await world.document(account, 'get', parameters);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { id: documentId } }]);
	});

	it('says what is wrong with another link', async () => {
		const { account } = await seed();
		const { error } = await world.document(account, 'get', {
			documentId: { __rl: true, mode: 'url', value: '={{ "https://example.com/letters/42" }}' },
		});
		expect(error).toMatchObject({
			message: '"Document" is not a link to a document: "https://example.com/letters/42" [item 0]',
			description: 'Give a link with /documents/ and the ID in it, or switch "Document" to By ID.',
		});
		expect(await world.requests(account)).toEqual([]);
	});

	it('is checked before the workflow starts when it is fixed', async () => {
		const { account } = await seed();
		const running = world.document(account, 'get', {
			documentId: { __rl: true, mode: 'url', value: 'https://example.com/letters/42' },
		});
		await expect(running).rejects.toThrow('Not a link to a document');
	});
});

describe('Wait', () => {
	it.each([200, 202] as const)(
		'waits for a document of an earlier run; pending is answered with %d',
		async (pendingStatus) => {
			const { account, documentId } = await seed({ status: 'queued' }, { pendingStatus });
			const looked = async () => (await world.requests(account)).some(({ status }) => status);
			const [{ items, error }] = await Promise.all([
				world.document(account, 'wait', { documentId }, fast),
				world.finishAll(account, 1, { ready: looked }),
			]);
			expect(error).toBeUndefined();
			expect(items).toMatchObject([
				{
					json: {
						id: documentId,
						fileName: 'letter.png',
						status: 'processed',
						text: 'text of letter.png, page 1',
					},
					pairedItem: { item: 0 },
				},
			]);
		},
	);

	it('looks at once when the document is finished already', async () => {
		const { account, documentId } = await seed();
		await world.document(account, 'wait', { documentId });
		expect(await world.requests(account)).toMatchObject([{ route: 'get' }]);
	});

	it('quotes an unknown status when its time is over', async () => {
		const { account, documentId } = await seed({ status: 'rotating' });
		const { error } = await world.document(
			account,
			'wait',
			{ documentId, options: { timeout: 5 } },
			fast,
		);
		expect(error).toMatchObject({
			message: `Document ${documentId} was not finished after 5 s (last status: rotating) [item 0]`,
			context: { details: { id: documentId, status: 'processing' } },
		});
	});

	it.each(['rejected', 'error', 'failed', 'cancelled', 'Canceled'])(
		'fails at once for a document in status "%s"',
		async (status) => {
			const { account, documentId } = await seed({ status, error: 'Not readable.' });
			const { error } = await world.document(account, 'wait', { documentId }, fast);
			expect(error).toMatchObject({
				message: `Document ${documentId} ("letter.png") could not be processed: Not readable. (status: ${status}) [item 0]`,
				context: { details: { status: 'failed' } },
			});
		},
	);

	it('goes on when the service is down for a while', async () => {
		const { account, documentId } = await seed();
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'get',
			status: 503,
			html: true,
			times: 6,
		});
		const { items, error } = await world.document(account, 'wait', { documentId }, fast);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { id: documentId, status: 'processed' } }]);
	});

	it('waits for many documents in input order, the same one twice as well', async () => {
		const account = await world.openAccount();
		const documents = await world.sandbox.control.seedDocuments(
			account.token,
			Array.from({ length: 6 }, (_, number) => ({
				fileName: `letter ${number}.png`,
				status: number % 2 ? 'processed' : 'processing',
			})),
		);
		const ids = [...documents.map(({ id }) => id), documents[0]?.id ?? ''];
		const finishBackwards = async () => {
			await until(async () => (await world.requests(account)).some(({ status }) => status));
			for (const number of [4, 2, 0])
				await world.sandbox.control.finishDocument(account.token, {
					id: documents[number]?.id ?? '',
				});
		};
		const [{ items }] = await Promise.all([
			world.document(
				account,
				'wait',
				{ documentId: '={{ $json.id }}', options: { deleteWhenDone: false } },
				{ ...fast, input: ids.map((id) => ({ json: { id } })) },
			),
			finishBackwards(),
		]);
		expect(items.map(({ json, pairedItem }) => [json.id, json.status, pairedItem])).toEqual(
			ids.map((id, item) => [id, 'processed', { item }]),
		);
	});
});
