import { useWorld } from './setup.mts';

const world = useWorld();

const fast = { clockSpeed: 20 };

it.each(['id', 'document_id'] as const)(
	'uploads and waits; the answer names the document under "%s"',
	async (v2UploadKey) => {
		const account = await world.openAccount({ settings: { v2UploadKey } }, 'v2');
		const { items, error } = await world.document(
			account,
			'upload',
			{},
			{ ...fast, input: await world.sampleItems('two-pages.pdf') },
		);
		const [document] = await world.sandbox.control.documents(account.token);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: {
					id: document?.id,
					fileName: 'two-pages.pdf',
					action: 'transcribe',
					status: 'processed',
					pageCount: 2,
					text: 'text of two-pages.pdf, page 1\n\ntext of two-pages.pdf, page 2',
				},
			},
		]);
		expect(await world.requests(account, 'upload')).toMatchObject([
			{ path: '/v2/documents', fields: { action: 'transcribe' } },
		]);
		// The status answer of v2 has no results.
		expect((await world.requests(account, 'download')).map(({ path }) => path)).toEqual([
			`/v2/documents/${document?.id}.json`,
		]);
	},
);

it('waits for many documents through the list, whose fields have other names', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } }, 'v2');
	const input = await Promise.all(
		Array.from({ length: 6 }, async (_, number) => ({
			json: {},
			binary: { data: await world.sample('letter.png', `letter ${number}.png`) },
		})),
	);
	const listed = async () => (await world.requests(account, 'list')).length > 0;
	const [{ items }] = await Promise.all([
		world.document(account, 'upload', {}, { ...fast, input }),
		world.finishAll(account, 6, { ready: listed }),
	]);
	expect(items.map(({ json }) => json.text)).toEqual(
		input.map((_, number) => `text of letter ${number}.png, page 1`),
	);
});

it('finds an upload again whose answer got lost', async () => {
	const account = await world.openAccount({}, 'v2');
	await world.sandbox.control.addFault({ token: account.token, route: 'upload', reset: 'after' });
	const { items, error } = await world.document(
		account,
		'upload',
		{ waitForCompletion: false },
		{ input: await world.sampleItems('letter.png') },
	);
	const [document] = await world.sandbox.control.documents(account.token);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { id: document?.id, fileName: 'letter.png' } }]);
	expect(await world.requests(account, 'upload')).toHaveLength(1);
});

describe('with documents that are there', () => {
	const seed = async (document = {}) => {
		const account = await world.openAccount({}, 'v2');
		const [seeded] = await world.sandbox.control.seedDocuments(account.token, [
			{ fileName: 'scan.pdf', action: 'tables', ...document },
		]);
		return { account, documentId: seeded?.id ?? '' };
	};

	it.each(['get', 'wait'])('%s brings the result along', async (operation) => {
		const { account, documentId } = await seed();
		const { items, error } = await world.document(
			account,
			operation,
			{ documentId, output: 'rows' },
			fast,
		);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{ json: { Item: 'first of scan.pdf, page 1', Amount: '1.50' } },
			{ json: { Item: 'second', Amount: '2.00' } },
		]);
	});

	it('get gives a pending document', async () => {
		const { account, documentId } = await seed({ status: 'processing' });
		const { items } = await world.document(account, 'get', { documentId });
		expect(items).toMatchObject([
			{ json: { id: documentId, action: 'tables', status: 'processing', fileName: null } },
		]);
		expect(await world.requests(account, 'download')).toEqual([]);
	});

	it('getAll reads the list', async () => {
		const { account, documentId } = await seed();
		const { items } = await world.document(account, 'getAll', {
			filters: { fileName: 'SCAN', documentAction: 'tables', status: 'processed' },
		});
		expect(items).toMatchObject([
			{
				json: {
					id: documentId,
					fileName: 'scan.pdf',
					action: 'tables',
					status: 'processed',
					pageCount: 1,
					deletesAt: expect.stringMatching(/\.000Z$/),
				},
			},
		]);
	});

	it('download names the file after the document', async () => {
		const { account, documentId } = await seed();
		const { items, error } = await world.document(account, 'download', {
			documentId,
			format: 'xlsx',
		});
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: { id: documentId, fileName: 'scan.pdf' },
				binary: { data: { fileName: 'scan.xlsx' } },
			},
		]);
	});

	it('delete deletes', async () => {
		const { account, documentId } = await seed();
		const { items } = await world.document(account, 'delete', { documentId });
		expect(items).toMatchObject([{ json: { deleted: true, id: documentId } }]);
		expect(await world.sandbox.control.documents(account.token)).toEqual([]);
	});
});
