import { CUSTOM, useWorld } from './setup.mts';

const world = useWorld();

it('processes a document and gives its text', async () => {
	const account = await world.openAccount();
	const { items, error, hints } = await world.process(
		account,
		{},
		{ input: await world.sampleItems('letter.png') },
	);
	expect(error).toBeUndefined();
	expect(items).toEqual([
		{
			json: {
				id: expect.stringMatching(/^[0-9a-f-]{36}$/),
				service: 'Natif.ai',
				fileName: 'letter.png',
				action: 'ocr',
				status: 'processed',
				pageCount: 1,
				text: 'text of letter.png, page 1',
				tables: [],
				fields: {},
				records: [],
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(hints).toEqual([]);
	const [upload] = await world.requests(account, 'process');
	expect(upload).toMatchObject({
		path: '/natif-ai/processing/ocr?wait_for=0',
		partNames: ['file'],
		fileName: 'letter.png',
		fileType: 'image/png',
	});
});

it('knows the processing before it waits, and waits with the service', async () => {
	const account = await world.openAccount({ settings: { processingTime: 200 } });
	await world.process(account, {}, { input: await world.sampleItems('letter.png') });
	const paths = (await world.requests(account)).map(
		({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, 'ID')}`,
	);
	expect(paths).toEqual([
		'POST /natif-ai/processing/ocr?wait_for=0',
		'GET /natif-ai/processing/results/ID?wait_for=55',
	]);
});

const read = { fileName: 'table.png', action: CUSTOM, status: 'processed', pageCount: 1 };

it.each([
	[
		'document',
		[
			{
				...read,
				fields: {
					document_type: 'custom_extraction',
					file: 'table.png',
					page: '1',
					table: [
						{ item: 'first of table.png, page 1', amount: '1.50' },
						{ item: 'second', amount: '2.00' },
					],
				},
				tables: [
					{
						pageNumber: 1,
						tableNumber: 1,
						header: ['item', 'amount'],
						rows: [
							['first of table.png, page 1', '1.50'],
							['second', '2.00'],
						],
					},
				],
			},
		],
	],
	[
		'pages',
		[
			{
				fileName: 'table.png',
				pageCount: 1,
				pageNumber: 1,
				text: expect.stringContaining('text of table.png, page 1'),
				tables: [
					{
						rows: [
							['first of table.png, page 1', '1.50'],
							['second', '2.00'],
						],
					},
				],
			},
		],
	],
	[
		'rows',
		[
			{ item: 'first of table.png, page 1', amount: '1.50' },
			{ item: 'second', amount: '2.00' },
		],
	],
	[
		'raw',
		[
			{
				processing_id: expect.any(String),
				workflow_id: CUSTOM,
				extractions: { file: { value: 'table.png', bbox_refs: expect.any(Array) } },
				ocr: { pages: [{ width: 1240 }] },
			},
		],
	],
])('gives the output %s', async (output, json) => {
	const account = await world.openAccount();
	const { items, error } = await world.process(
		account,
		{ workflow: CUSTOM, output },
		{ input: await world.sampleItems('table.png') },
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject(json.map((entry) => ({ json: entry, pairedItem: { item: 0 } })));
});

it('goes on at once when it shall not wait, and Get has the result later', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const { items } = await world.process(
		account,
		{ waitForCompletion: false },
		{ input: await world.sampleItems('letter.png') },
	);
	expect(items).toMatchObject([
		{
			json: {
				id: expect.any(String),
				fileName: 'letter.png',
				action: 'ocr',
				status: 'processing',
				pageCount: null,
				text: '',
			},
		},
	]);
	expect(await world.requests(account, 'result')).toEqual([]);
	const id = String(items[0]?.json.id);
	expect((await world.result(account, 'get', id)).items).toMatchObject([
		{ json: { id, status: 'processing', text: '' } },
	]);

	const [later] = await Promise.all([
		world.result(account, 'get', id, { options: { waitForCompletion: true } }),
		world.finishAll(account, 1),
	]);

	expect(later.items).toMatchObject([
		{
			json: {
				id,
				service: 'Natif.ai',
				fileName: null,
				action: 'ocr',
				status: 'processed',
				text: 'text of letter.png, page 1',
			},
		},
	]);
});

describe('options', () => {
	it('sends "Include" as repeated keys and the workflow\'s parameters as one JSON object', async () => {
		const account = await world.openAccount();
		const options = {
			include: ['ocr', 'extractions'],
			workflowParameters: '{ "language": "en", "depth": { "n": 2 } }',
			fileName: 'another name.png',
		};
		const { items, error, hints } = await world.process(
			account,
			{ workflow: CUSTOM, output: 'raw', options },
			{ input: await world.sampleItems('letter.png') },
		);
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items[0]?.json).not.toHaveProperty('page_images');
		const [upload] = await world.requests(account, 'process');
		expect(upload).toMatchObject({
			path: `/natif-ai/processing/${CUSTOM}?include=ocr&include=extractions&wait_for=0`,
			fileName: 'another name.png',
		});
		expect(JSON.parse(upload?.fields.parameters ?? '')).toEqual({
			language: 'en',
			depth: { n: 2 },
		});
		expect((await world.requests(account, 'result'))[0]?.path).toContain(
			'?include=ocr&include=extractions&wait_for=',
		);
	});

	it.each([
		['nothing', {}],
		['an empty text', { workflowParameters: '  ' }],
		['an empty object', { workflowParameters: '{}' }],
		['an object without keys from an expression', { workflowParameters: '={{ {} }}' }],
	])('leaves the part "parameters" out for %s', async (_case, options) => {
		const account = await world.openAccount();
		await world.process(
			account,
			{ waitForCompletion: false, options },
			{ input: await world.sampleItems('letter.png') },
		);
		expect((await world.requests(account, 'process')).map(({ partNames }) => partNames)).toEqual([
			['file'],
		]);
	});

	it.each([
		[
			'document',
			['thumbnail'],
			[
				'"Include" leaves out OCR, so text and pages stay empty; and Extractions, so fields and tables stay empty.',
			],
		],
		['document', ['ocr'], ['"Include" leaves out Extractions, so fields and tables stay empty.']],
		['raw', ['thumbnail'], []],
	])(
		'says what follows for the output %s when "Include" is %j',
		async (output, include, messages) => {
			const account = await world.openAccount();
			const { hints, items } = await world.process(
				account,
				{ workflow: CUSTOM, output, options: { include } },
				{ input: await world.sampleItems('letter.png') },
			);
			expect(items).toHaveLength(1);
			expect(hints.map(({ message }) => message)).toEqual(messages);
		},
	);
});

it('lists what is worth a look, and only then', async () => {
	const account = await world.openAccount();
	const extractions = (confidence: number) => ({
		total: { value: 7, confidence, validation_problem: false, note: '' },
	});
	const item = async (confidence: number) => {
		const id = await world.seed(account, {
			workflow: 'invoice_extraction',
			results: { extractions: extractions(confidence) },
		});
		return (await world.result(account, 'get', id)).items[0]?.json;
	};
	expect((await item(0.5))?.review).toEqual([
		{ field: 'total', value: 7, confidence: 0.5, problem: false },
	]);
	expect(await item(0.9)).not.toHaveProperty('review');
});

it('says which lists the rows come from when there are several', async () => {
	const account = await world.openAccount();
	const line = (name: string) => ({ name: { value: name, confidence: 1 } });
	const id = await world.seed(account, {
		workflow: 'invoice_extraction',
		results: { extractions: { tax: [line('VAT')], line_item: [line('Tea'), line('Cake')] } },
	});
	const { items, hints } = await world.result(account, 'get', id, { output: 'rows' });
	expect(items.map(({ json }) => json)).toEqual([
		{ name: 'VAT' },
		{ name: 'Tea' },
		{ name: 'Cake' },
	]);
	expect(hints.map(({ message }) => message)).toEqual([
		'The rows come from several lists with columns of their own: tax, line_item. For one of them set "Output" to "Document" and split out its field, such as fields.tax.',
	]);
});

it('says why there are no rows', async () => {
	const account = await world.openAccount();
	const { items, hints } = await world.process(
		account,
		{ output: 'rows' },
		{ input: await world.sampleItems('letter.png') },
	);
	expect(items).toEqual([]);
	expect(hints).toMatchObject([
		{
			message: expect.stringMatching(
				/^Processing [0-9a-f-]{36} has no table rows or fields\. They come from extractions, which the workflow ocr did not give; for plain text set "Output" to "Document" or "Pages"\.$/,
			),
		},
	]);
});

it.each(['default', 'filesystem'] as const)('takes files in the binary mode "%s"', async (mode) => {
	await world.engine.useBinaryDataMode(mode);
	const account = await world.openAccount();
	const { items } = await world.process(
		account,
		{},
		{ input: await world.sampleItems('two-pages.pdf') },
	);
	await world.engine.useBinaryDataMode('filesystem');
	expect(items).toMatchObject([
		{
			json: {
				pageCount: 2,
				text: 'text of two-pages.pdf, page 1\n\ntext of two-pages.pdf, page 2',
			},
		},
	]);
});

it('fetches a file from a URL, without the key', async () => {
	const account = await world.openAccount();
	const { items, error } = await world.process(account, {
		inputSource: 'url',
		documentUrl: `${world.sandbox.url}/samples/letter.png`,
	});
	expect(error).toBeUndefined();
	expect(items).toMatchObject([
		{ json: { fileName: 'letter.png', text: 'text of letter.png, page 1' } },
	]);
});
