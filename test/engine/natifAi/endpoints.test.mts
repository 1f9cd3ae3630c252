import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';
import { CUSTOM, useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

/** The first bytes of a file in an item, its name, type and field. */
const fileOf = async ({ binary = {} }: INodeExecutionData, field = 'data') => {
	const file = binary[field];
	if (!file)
		throw new Error(`there is no file in ${Object.keys(binary).join(', ') || 'any field'}`);
	const content = await world.engine.readBinary(file);
	return {
		name: file.fileName,
		type: file.mimeType,
		begin: content.toString('latin1', 0, 4),
		content,
	};
};

const JPEG = 'ÿØÿ';
const PATH = /^\/processing\/results\/[0-9a-f-]{36}\//;

type Case = {
	/** The path below the base URL, with ID for the processing. */
	endpoint: string;
	operation: string;
	workflow?: string;
	parameters?: INodeParameters;
	/** The items without their files. */
	json: unknown[];
	/** Name, type and beginning of each item's file. */
	files?: Array<{ name: string; type: string; begin: string }>;
};

const image = (name: string) => ({
	name,
	type: 'image/jpeg',
	begin: expect.stringMatching(`^${JPEG}`),
});
const pdf = (name: string) => ({ name, type: 'application/pdf', begin: '%PDF' });

/** Every endpoint that the vendor's page on fetching results again describes: [seed 003]. */
const endpoints: Case[] = [
	{
		endpoint: '/ocr',
		operation: 'getOcr',
		json: [
			{
				pages: [
					{
						width: 1240,
						height: 1754,
						fulltext: 'text of stack.pdf, page 1',
						bboxes: expect.arrayContaining([expect.objectContaining({ id: 1, text: 'text' })]),
					},
					{ fulltext: 'text of stack.pdf, page 2' },
					{},
				],
			},
		],
	},
	{
		endpoint: '/hocr',
		operation: 'getHocr',
		json: [{ hocr: expect.stringMatching(/<!DOCTYPE html[^]*ocr_page[^]*ocrx_word/) }],
	},
	{
		endpoint: '/hocr',
		operation: 'getHocr',
		parameters: { asFile: true, outputDataFieldName: 'page' },
		json: [{}],
		files: [{ name: 'ID.html', type: 'text/html', begin: '<?xm' }],
	},
	{
		endpoint: '/extractions',
		operation: 'getExtractions',
		workflow: CUSTOM,
		json: [
			{
				schema_version: 1,
				document_type: 'custom_extraction',
				file: [
					{
						value: 'stack.pdf',
						confidence: expect.any(Number),
						bbox_refs: [{ page_num: 1, bbox_id: expect.any(Number) }],
					},
					{},
					{},
				],
			},
		],
	},
	{
		endpoint: '/page-images',
		operation: 'getPageImages',
		json: [1, 2, 3].map((pageNumber) => ({
			pageNumber,
			path: expect.stringMatching(`${PATH.source}page-images/${pageNumber}$`),
		})),
	},
	{
		endpoint: '/page-images/2',
		operation: 'downloadPageImage',
		parameters: { pageNumber: 2 },
		json: [{ pageNumber: 2 }],
		files: [image('ID-page-2.jpg')],
	},
	{
		endpoint: '/page-images/2?width=100&height=100',
		operation: 'downloadPageImage',
		parameters: { pageNumber: 2, options: { width: 100, height: 100 } },
		json: [{ pageNumber: 2 }],
		files: [image('ID-page-2.jpg')],
	},
	{
		endpoint: '/page-images/3',
		operation: 'downloadPageImage',
		parameters: { pageNumber: 0 },
		json: [{ pageNumber: 1 }, { pageNumber: 2 }, { pageNumber: 3 }],
		files: [image('ID-page-1.jpg'), image('ID-page-2.jpg'), image('ID-page-3.jpg')],
	},
	{
		endpoint: '/thumbnail',
		operation: 'downloadThumbnail',
		json: [{}],
		files: [image('ID-thumbnail.jpg')],
	},
	{
		endpoint: '/document-splitting',
		operation: 'getDocumentSplitting',
		workflow: 'generic_splitting',
		json: [
			{
				schema_version: 1,
				sub_documents: [
					{ name: 'sub_document_0', pages: [1, 2] },
					{ name: 'sub_document_1', pages: [3] },
				],
				split_point_confidences: [0.99, 0.99],
			},
		],
	},
	{
		endpoint: '/sub-pdfs',
		operation: 'getSubPdfs',
		workflow: 'generic_splitting',
		json: [0, 1].map((subPdf) => ({
			subPdf,
			path: expect.stringMatching(`${PATH.source}sub-pdfs/${subPdf}$`),
		})),
	},
	{
		endpoint: '/sub-pdfs/1',
		operation: 'downloadSubPdf',
		workflow: 'generic_splitting',
		parameters: { subPdf: '1', outputDataFieldName: 'part' },
		json: [{ subPdf: 1 }],
		files: [pdf('stack_1.pdf')],
	},
	{
		endpoint: '/sub-pdfs/0',
		operation: 'downloadSubPdf',
		workflow: 'generic_splitting',
		json: [{ subPdf: 0 }, { subPdf: 1 }],
		files: [pdf('stack_0.pdf'), pdf('stack_1.pdf')],
	},
	// Announced by that page; seen.
	{ endpoint: '/pdf', operation: 'downloadPdf', json: [{}], files: [pdf('stack.pdf')] },
	// Seen: the full result again.
	{
		endpoint: '?wait_for=0',
		operation: 'get',
		json: [
			{
				service: 'Natif.ai',
				status: 'processed',
				pageCount: 3,
				text: [1, 2, 3].map((page) => `text of stack.pdf, page ${page}`).join('\n\n'),
			},
		],
	},
];

const seed = async (account: OpenedAccount, workflow = 'ocr') =>
	await world.seed(account, { fileName: 'stack.pdf', pageCount: 3, workflow });

it.each(endpoints.map((endpoint) => ({ parameters: {} as INodeParameters, ...endpoint })))(
	'$endpoint by $operation $parameters [seed 003]',
	async ({ endpoint, operation, workflow, parameters, json, files = [] }) => {
		const account = await world.openAccount();
		const id = await seed(account, workflow);
		const { items, error, hints } = await world.result(account, operation, id, parameters);
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items).toMatchObject(
			json.map((entry) => ({ json: { id, ...(entry as object) }, pairedItem: { item: 0 } })),
		);
		const found = await Promise.all(
			items
				.slice(0, files.length)
				.map(async (item) => await fileOf(item, String(parameters.outputDataFieldName ?? 'data'))),
		);
		expect(found).toMatchObject(
			files.map((file) => ({ ...file, name: file.name.replace('ID', id) })),
		);
		expect((await world.requests(account)).map(({ path }) => path)).toContain(
			`/natif-ai/processing/results/${id}${endpoint}`,
		);
	},
);

it('processes a file: POST /processing/{workflow} [seed 003]', async () => {
	const account = await world.openAccount();
	const { items } = await world.process(
		account,
		{ workflow: 'invoice_extraction', output: 'raw' },
		{ input: await world.sampleItems('receipt.jpg') },
	);
	expect(items).toMatchObject([
		{
			json: {
				workflow_id: 'invoice_extraction',
				available_results: expect.arrayContaining(['extractions', 'ocr']),
				extractions: { document_type: 'invoice' },
			},
		},
	]);
});

it('scales page images down and keeps their proportions', async () => {
	const account = await world.openAccount();
	const { items } = await world.process(
		account,
		{},
		{ input: await world.sampleItems('letter.png') },
	);
	const id = String(items[0]?.json.id);
	const sizeOf = async (options: INodeParameters) => {
		const image = await world.result(account, 'downloadPageImage', id, { pageNumber: 1, options });
		const { width, height } = await sharp(
			(await fileOf(image.items[0] ?? { json: {} })).content,
		).metadata();
		return { width, height, ratio: width / height };
	};
	const whole = await sizeOf({});
	expect(await sizeOf({ width: 200 })).toMatchObject({
		width: 200,
		ratio: expect.closeTo(whole.ratio, 1),
	});
	expect(await sizeOf({ height: 100 })).toMatchObject({
		height: 100,
		ratio: expect.closeTo(whole.ratio, 1),
	});
	expect(await sizeOf({ width: 100_000 })).toEqual(whole);
});

it.each(['default', 'filesystem'] as const)(
	'gives whole files in the binary mode "%s"',
	async (mode) => {
		await world.engine.useBinaryDataMode(mode);
		const account = await world.openAccount();
		const { items } = await world.result(account, 'downloadPdf', await seed(account));
		const { content } = await fileOf(items[0] ?? { json: {} });
		await world.engine.useBinaryDataMode('filesystem');
		expect(content.toString('latin1')).toMatch(/%%EOF\s*$/);
	},
);

describe('workflows', () => {
	it('are listed, as many as are wanted', async () => {
		const account = await world.openAccount();
		const some = await world.workflow(account, 'getAll', { limit: 2 });
		const all = await world.workflow(account, 'getAll', { returnAll: true });
		expect(some.items).toHaveLength(2);
		expect(all.items.map(({ json }) => json.workflow_id)).toEqual(
			expect.arrayContaining(['ocr', 'invoice_extraction', CUSTOM]),
		);
		expect(all.items[0]?.json).toMatchObject({
			name: expect.any(String),
			retrievable_results: expect.arrayContaining(['ocr']),
		});
	});

	it.each([
		[
			'hourly',
			{ start: '2026-05-04T09:30:00Z', end: '2026-05-04T12:00:00Z' },
			'start=2026-05-04T09Z&end=2026-05-04T12Z',
			4,
		],
		[
			'daily',
			{ start: '2026-05-01T00:00:00', end: '2026-05-03T23:59:59' },
			'start=2026-05-01&end=2026-05-03',
			3,
		],
		['weekly', { start: '2026-01-01', end: '2026-01-12' }, 'start=2026-W01&end=2026-W03', 3],
		['monthly', { start: '2025-12-31', end: '2026-02-01' }, 'start=2025-12&end=2026-02', 3],
	])('tell their usage %s', async (interval, span, query, count) => {
		const account = await world.openAccount();
		const { items, error } = await world.workflow(
			account,
			'getUsage',
			{ workflow: 'ocr', interval, ...span, options: { extended: true } },
			{ settings: { timezone: 'Europe/Berlin' } },
		);
		expect(error).toBeUndefined();
		expect((await world.requests(account)).map(({ path }) => decodeURIComponent(path))).toEqual([
			`/natif-ai/processing/ocr/usage/${interval}?${query}&extended=true`,
		]);
		expect(items).toHaveLength(count);
	});

	const moments = ['2026-03-01T00:30', '2026-06-15T02:30', '2027-01-01T04:59', '2028-02-29T23:55'];
	const zones = ['America/New_York', 'Europe/Berlin', 'Pacific/Auckland', 'UTC'];

	it.each(moments.flatMap((moment) => zones.map((zone) => [moment, zone] as const)))(
		'tell what has just been done, without dates, at %s UTC in %s',
		async (moment, timezone) => {
			const account = await world.openAccount();
			const clock = { startAt: Date.parse(`${moment}:00Z`), settings: { timezone } };
			const input = await world.sampleItems('letter.png', 'two-pages.pdf');
			await world.process(account, {}, { ...clock, input });
			for (const interval of ['hourly', 'daily', 'weekly', 'monthly']) {
				const options = { extended: true };
				const parameters = { workflow: 'ocr', interval, options };
				const { items, error } = await world.workflow(account, 'getUsage', parameters, clock);
				expect(error).toBeUndefined();
				expect(items.at(-1)?.json).toMatchObject({
					processed_credits: 3,
					num_documents: 2,
					num_pages: 3,
				});
			}
		},
	);

	it.each([
		['hourly', '2026-03-01', '2026-03-03'],
		['daily', '2026-01-01', '2026-03-01'],
	])('tell no more than the service wants to tell at once: %s', async (interval, start, end) => {
		const account = await world.openAccount();
		const parameters = { workflow: 'ocr', interval, start, end };
		const { error } = await world.workflow(account, 'getUsage', parameters);
		expect(error?.message).toBe(
			'The service did not accept a value: query.end: the time span is too long [item 0]',
		);
	});

	it('stand in the picker when documents can be sent to them', async () => {
		const account = await world.openAccount();
		const spec = {
			type: 'natifAi',
			parameters: { resource: 'document', operation: 'process' },
			credentials: account.credentials,
		};
		const { results } = await world.engine.listSearch(spec, 'searchWorkflows');
		expect(results.map(({ value }) => value)).toEqual(expect.arrayContaining(['ocr', CUSTOM]));
		expect(results.map(({ value }) => value)).not.toContain('delivery_note_extraction');
		expect((await world.engine.listSearch(spec, 'searchWorkflows', 'hand')).results).toMatchObject([
			{ name: 'OCR with Handwriting', value: 'ocr_with_handwriting' },
		]);
	});

	it('without permissions stand in the picker too', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'workflows',
			status: 200,
			body: [
				{ workflow_id: 'a', name: 'A' },
				{ workflow_id: 'b', permissions: ['read'] },
				{ workflow_id: 'c', permissions: ['process'] },
			],
		});
		const { results } = await world.engine.listSearch(
			{
				type: 'natifAi',
				parameters: { resource: 'document', operation: 'process' },
				credentials: account.credentials,
			},
			'searchWorkflows',
		);
		expect(results).toEqual([
			{ name: 'A', value: 'a' },
			{ name: 'c', value: 'c' },
		]);
	});
});

it.each([
	['downloadPageImage', 'pageImage', 'image/gif', 'GIF89a, and a picture', 'text/html'],
	['downloadThumbnail', 'thumbnail', 'image/gif', 'GIF89a, and a picture', 'application/json'],
	['downloadPdf', 'pdf', 'application/pdf', '%PDF-1.7', 'text/html'],
])(
	'a file is known by its first bytes, whatever its label: %s',
	async (operation, route, mimeType, body, contentType) => {
		const account = await world.openAccount();
		const processingId = await world.seed(account);
		const fault = { token: account.token, route, status: 200, body, contentType };
		await world.control.addFault(fault);
		const page = operation === 'downloadPageImage' ? { pageNumber: 1 } : {};
		const { items, error } = await world.result(account, operation, processingId, page);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ binary: { data: { mimeType } } }]);
	},
);
