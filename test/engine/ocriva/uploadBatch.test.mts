import { makePdf } from '../../unit/shared/files/pdfMaker.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const names = (count: number) => Array.from({ length: count }, (_, number) => `page ${number}.png`);

it('sends 120 files in three requests, and gives them back in order', async () => {
	const account = await world.openAccount({
		settings: { processingTime: 500, processingSpread: 500, parallel: 200 },
	});
	const { items, error, hints } = await world.uploadBatch(
		account,
		{ options: { batchName: 'Post of May', metadata: '{"box": 7}' } },
		{ input: await world.manyItems(120), clockSpeed: 20 },
	);
	expect(error).toBeUndefined();
	expect(hints).toEqual([]);
	expect(
		items.map(({ json, pairedItem }) => [json.fileName, json.text, json.status, pairedItem]),
	).toEqual(
		names(120).map((name, item) => [name, `text of ${name}, page 1`, 'processed', { item }]),
	);
	const requests = await world.requests(account, 'batchUpload');
	expect(requests.map(({ files, fields }) => [files.length, fields])).toEqual(
		[50, 50, 20].map((count) => [
			count,
			{ projectId: account.project, name: 'Post of May', metadata: '{"box":7}' },
		]),
	);
	const batches = new Set(items.map(({ json }) => json.batchId));
	expect(batches.size).toBe(3);
	// A look at a batch is one request for all its files.
	expect((await world.requests(account)).length).toBeLessThanOrEqual(3 + 3 * 10);
});

it('sends 51 files in two requests', async () => {
	const account = await world.openAccount();
	const { items, error } = await world.uploadBatch(
		account,
		{ waitForCompletion: false },
		{ input: await world.manyItems(51) },
	);
	expect(error).toBeUndefined();
	expect((await world.requests(account, 'batchUpload')).map(({ files }) => files.length)).toEqual([
		50, 1,
	]);
	const records = await world.control.documents(account.token);
	const byUpload = new Map(records.map((record) => [record.uploadId, record]));
	expect(
		items.map(({ json, pairedItem }) => [
			byUpload.get(String(json.id))?.fileName,
			json.batchId,
			json.status,
			pairedItem,
		]),
	).toEqual(
		names(51).map((name, item) => [
			name,
			byUpload.get(String(items[item]?.json.id))?.batchId,
			'queued',
			{ item },
		]),
	);
});

it.each(['default', 'filesystem'] as const)(
	'sends whole files, one after the other, in the binary mode "%s"',
	async (mode) => {
		await world.engine.useBinaryDataMode(mode);
		const account = await world.openAccount();
		const sample = async (name: string) => ({
			json: {},
			binary: { data: await world.sample(name) },
		});
		const samples = await Promise.all(['two-pages.pdf', 'receipt.jpg', 'letter.png'].map(sample));
		const { error } = await world.uploadBatch(
			account,
			{ waitForCompletion: false },
			{ input: samples },
		);
		const sizes = await Promise.all(
			samples.map(async ({ binary }) => (await world.engine.readBinary(binary.data)).length),
		);
		await world.engine.useBinaryDataMode('filesystem');
		expect(error).toBeUndefined();
		const records = await world.control.documents(account.token);
		expect(
			records.map(({ fileName, fileSize, mimeType }) => [fileName, fileSize, mimeType]),
		).toEqual([
			['two-pages.pdf', String(sizes[0]), 'application/pdf'],
			['receipt.jpg', String(sizes[1]), 'image/jpeg'],
			['letter.png', String(sizes[2]), 'image/png'],
		]);
		const [request] = await world.requests(account, 'batchUpload');
		expect(request?.partNames).toEqual(['projectId', 'files', 'files', 'files']);
	},
);

it('reads the files again when the service asks for patience', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'batchUpload',
		status: 429,
		retryAfter: 1,
		times: 2,
	});
	const { items } = await world.uploadBatch(
		account,
		{},
		{ input: await world.manyItems(7), clockSpeed: 20 },
	);
	expect(items.map(({ json }) => json.text)).toEqual(
		names(7).map((name) => `text of ${name}, page 1`),
	);
	expect((await world.requests(account, 'batchUpload')).map(({ status }) => status)).toEqual([
		429, 429, 201,
	]);
});

it('puts files of one project and template together', async () => {
	const account = await world.openAccount();
	const [text, form] = [
		world.template(account, 'Plain text'),
		world.template(account, 'Membership form'),
	];
	const templateId = `={{ $itemIndex % 2 ? '${text}' : '${form}' }}`;
	const { items, error } = await world.uploadBatch(
		account,
		{ templateId },
		{ input: await world.named('a.png', 'b.png', 'c.png'), clockSpeed: 20 },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => [json.fileName, json.action])).toEqual([
		['a.png', 'Membership form'],
		['b.png', 'Plain text'],
		['c.png', 'Membership form'],
	]);
	expect(
		(await world.requests(account, 'batchUpload')).map(({ fields, files }) => [
			fields.templateId,
			files.length,
		]),
	).toEqual([
		[form, 2],
		[text, 1],
	]);
});

it.each(['pages', 'rows', 'raw'] as const)('gives the output %s', async (output) => {
	const account = await world.openAccount();
	const { items } = await world.uploadBatch(
		account,
		{ output },
		{ input: await world.named('a.png', 'b.png'), clockSpeed: 20 },
	);
	const expected = {
		pages: [{ pageNumber: 1, text: 'text of a.png, page 1' }, { text: 'text of b.png, page 1' }],
		rows: [
			{ Item: 'first of a.png, page 1' },
			{ Item: 'second' },
			{ Item: 'first of b.png, page 1' },
			{ Item: 'second' },
		],
		raw: [{ fileName: 'a.png', processingResult: {} }, { fileName: 'b.png' }],
	};
	expect(items.map(({ json }) => json)).toMatchObject(expected[output]);
});

it('tells files of one name apart', async () => {
	const account = await world.openAccount();
	const { items } = await world.uploadBatch(
		account,
		{},
		{ input: await world.named('same.png', 'same.png', 'other.png'), clockSpeed: 20 },
	);
	const records = await world.control.documents(account.token);
	expect(items.map(({ json }) => json.id)).toEqual(records.map(({ id }) => id));
});

it('gives failures and results side by side', async () => {
	const account = await world.openAccount();
	const input = [
		...(await world.named('good.png', 'this will fail.png')),
		await world.fileItem('a,b', 'list.csv', 'text/csv'),
		...(await world.named('last.png')),
	];
	const { items, errorItems } = await world.uploadBatch(
		account,
		{},
		{ input, onError: 'continueErrorOutput', clockSpeed: 20 },
	);
	expect(items.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
		['good.png', { item: 0 }],
		['last.png', { item: 3 }],
	]);
	const failed = (await world.control.documents(account.token)).find(
		({ status }) => status === 'failed',
	);
	expect(errorItems).toMatchObject([
		{
			json: {
				error: `The document of record ${failed?.id} ("this will fail.png") could not be processed: The document could not be read. (status: failed)`,
			},
			pairedItem: { item: 1 },
		},
		{
			json: {
				error:
					'The file "list.csv" (text/plain) is neither a picture nor a document: it is plain text',
			},
			pairedItem: { item: 2 },
		},
	]);
});

it('pays for nothing when an item ends the run before', async () => {
	const account = await world.openAccount();
	const input = [...(await world.named('good.png')), { json: {} }];
	const { error } = await world.uploadBatch(account, {}, { input });
	expect(error?.message).toBe(
		'The item has no file in the field "data" (it has no file at all) [item 1]',
	);
	expect(await world.requests(account)).toEqual([]);
});

it('names what was sent when a later batch is refused', async () => {
	const account = await world.openAccount({ balance: 60 });
	const { error } = await world.uploadBatch(
		account,
		{ waitForCompletion: false },
		{ input: await world.manyItems(120) },
	);
	const [record] = await world.control.documents(account.token);
	expect(error).toMatchObject({
		message: expect.stringMatching(/^Not enough credits.* \[item \d+\]$/),
		description: expect.stringContaining(
			`Batches already uploaded in this run: ${record?.batchId} (50 files). Fetch their documents with Record > Get Many and the filter "Batch ID" instead of uploading them again.`,
		),
	});
});

it.each(['error', 'return'] as const)(
	'at the end of its patience does as "On Timeout" says: %s',
	async (onTimeout) => {
		const account = await world.openAccount({ settings: { processing: 'manual' } });
		const { items, errorItems } = await world.uploadBatch(
			account,
			{ options: { timeout: 5, onTimeout } },
			{
				input: await world.named('a.png', 'b.png'),
				onError: 'continueErrorOutput',
				clockSpeed: 20,
			},
		);
		const records = await world.control.documents(account.token);
		if (onTimeout === 'return') {
			expect(items.map(({ json }) => json)).toMatchObject(
				records.map(({ id, batchId, fileName }) => ({
					id,
					batchId,
					fileName,
					status: 'queued',
					timedOut: true,
				})),
			);
			expect(errorItems).toEqual([]);
		} else {
			expect(items).toEqual([]);
			expect(errorItems.map(({ json }) => json.error)).toEqual(
				records.map(
					({ uploadId }) =>
						`Document ${uploadId} was not finished after 5 s (last status: pending)`,
				),
			);
		}
	},
);

describe('caps on pages', () => {
	const pdf = (pages: number) =>
		makePdf({ revisions: [{ pages, children: 10, reference: 'table', packed: false }] });
	const pdfs = async (...pages: number[]) =>
		await Promise.all(
			pages.map(async (count, index) => await world.fileItem(pdf(count), `${index}.pdf`)),
		);

	it('sends no file above the cap of a file, and none that is too much for the execution', async () => {
		const account = await world.openAccount();
		const { items } = await world.uploadBatch(
			account,
			{ options: { maxPagesPerFile: 4, maxPagesPerExecution: 6 } },
			{ input: await pdfs(4, 5, 3, 2), onError: 'continueRegularOutput', clockSpeed: 20 },
		);
		expect(items.map(({ json }) => json.error ?? json.fileName)).toEqual([
			'0.pdf',
			'The file "1.pdf" has 5 pages, and "Max Pages per File" is 4',
			'The file "2.pdf" has 3 pages, and 4 of the 6 of "Max Pages per Execution" are used',
			'3.pdf',
		]);
	});

	it('gives back the pages of a batch that was refused or not sent', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'batchUpload',
			status: 422,
			times: 1,
		});
		const { items, error } = await world.uploadBatch(
			account,
			{ options: { maxPagesPerExecution: 6 } },
			{
				input: await pdfs(4, 2),
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
				clockSpeed: 20,
			},
		);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
	});
});
