import { useWorld } from './setup.mts';

const world = useWorld();

const upload = async (documentAction: string, output: string, file = 'two-pages.pdf') => {
	const account = await world.openAccount();
	const parameters = {
		documentAction,
		output,
		...(documentAction === 'extractor' && { extractorId: 'kL4mN6pQ8r' }),
	};
	const { error, items, hints } = await world.document(account, 'upload', parameters, {
		clockSpeed: 20,
		input: await world.sampleItems(file),
	});
	expect(error).toBeUndefined();
	for (const item of items) expect(item.pairedItem).toEqual({ item: 0 });
	return { json: items.map(({ json }) => json), hints, account };
};

const head = {
	id: expect.stringMatching(/^\w{10}$/),
	service: 'Handwriting OCR',
	fileName: 'two-pages.pdf',
	status: 'processed',
	pageCount: 2,
};
const pageHead = { id: head.id, fileName: head.fileName, pageCount: head.pageCount };

const table = (pageNumber: number) => ({
	pageNumber,
	tableNumber: 1,
	header: ['Item', 'Amount'],
	rows: [
		[`first of two-pages.pdf, page ${pageNumber}`, '1.50'],
		['second', '2.00'],
	],
});

const record = (page: number, number: number) => ({
	source: `record ${number} of two-pages.pdf, page ${page}`,
	signed: number === 1,
	remarks: null,
	lines: [
		{ model_1: 'A', quantity_1: '1' },
		{ model_1: 'B', quantity_1: '2' },
	],
});

const records = [record(1, 1), record(1, 2), record(2, 1), record(2, 2)];

describe('a transcription', () => {
	const pages = [1, 2].map((pageNumber) => ({
		pageNumber,
		text: `text of two-pages.pdf, page ${pageNumber}`,
	}));

	it('as document', async () => {
		const { json } = await upload('transcribe', 'document');
		const text = 'text of two-pages.pdf, page 1\n\ntext of two-pages.pdf, page 2';
		expect(json).toEqual([
			{ ...head, action: 'transcribe', text, tables: [], fields: {}, records: [] },
		]);
	});

	it('as pages', async () => {
		const { json } = await upload('transcribe', 'pages');
		expect(json).toEqual(pages.map((page) => ({ ...pageHead, ...page, tables: [], fields: {} })));
	});

	it('as Markdown, unchanged, with a heading per page', async () => {
		const { json } = await upload('transcribe', 'markdown');
		const markdown = pages
			.map(({ pageNumber, text }) => `## Page ${pageNumber}\n\n${text}`)
			.join('\n\n');
		expect(json).toEqual([{ ...pageHead, service: 'Handwriting OCR', markdown }]);
		// The text stands where n8n's table shows it without scrolling.
		expect(Object.keys(json[0] ?? {}).indexOf('markdown')).toBe(2);
	});

	it('as rows: none, and the reason beside the output', async () => {
		const { json, hints } = await upload('transcribe', 'rows');
		expect(json).toEqual([]);
		expect(hints).toMatchObject([
			{
				message: expect.stringMatching(
					/^Document \w{10} has no table rows, fields or records\. For plain text set "Output" to "Document" or "Pages"; for tables upload with the action "Extract Tables"\.$/,
				),
			},
		]);
	});

	it('raw: the object of the API', async () => {
		const { json } = await upload('transcribe', 'raw');
		expect(json).toMatchObject([
			{
				file_name: 'two-pages.pdf',
				page_count: 2,
				results: [
					{ page_number: 1, transcript: 'text of two-pages.pdf, page 1' },
					{ page_number: 2 },
				],
				thumbnails: [{ page_number: 1 }, { page_number: 2 }],
			},
		]);
	});
});

describe('tables', () => {
	it('as document', async () => {
		const { json } = await upload('tables', 'document');
		expect(json).toMatchObject([
			{
				...head,
				action: 'tables',
				text: expect.stringContaining(
					'File: two-pages.pdf\nPage: 1\n\nItem\tAmount\nfirst of two-pages.pdf, page 1\t1.50\nsecond\t2.00',
				),
				tables: [table(1), table(2)],
				fields: { File: 'two-pages.pdf', Page: '1', File_2: 'two-pages.pdf', Page_2: '2' },
				records: [],
			},
		]);
	});

	it('as pages', async () => {
		const { json } = await upload('tables', 'pages');
		expect(json).toMatchObject([
			{ ...pageHead, pageNumber: 1, tables: [table(1)], fields: { Page: '1' } },
			{ ...pageHead, pageNumber: 2, tables: [table(2)], fields: { Page: '2' } },
		]);
	});

	it('as rows, with the header as keys', async () => {
		const { json } = await upload('tables', 'rows');
		expect(json).toEqual([
			{ Item: 'first of two-pages.pdf, page 1', Amount: '1.50' },
			{ Item: 'second', Amount: '2.00' },
			{ Item: 'first of two-pages.pdf, page 2', Amount: '1.50' },
			{ Item: 'second', Amount: '2.00' },
		]);
	});

	it('raw: the object of the API', async () => {
		const { json } = await upload('tables', 'raw');
		expect(json).toMatchObject([
			{
				action: 'tables',
				results: [
					{
						tables: [{ hasHeaderRow: true, rowCount: 3 }],
						key_value_pairs: [{ key: 'File' }, { key: 'Page' }],
					},
					{ page_number: 2 },
				],
			},
		]);
	});
});

describe('an extraction', () => {
	it('as document, with every record of every page', async () => {
		const { json } = await upload('extractor', 'document');
		expect(json).toMatchObject([{ ...head, action: 'extractor', records, fields: {}, tables: [] }]);
		expect(json[0]?.text).toContain(
			'source: record 1 of two-pages.pdf, page 1\nsigned: true\nremarks: \nlines: [{"model_1":"A"',
		);
	});

	it('as pages', async () => {
		const { json } = await upload('extractor', 'pages');
		expect(json).toMatchObject([
			{
				...pageHead,
				pageNumber: 1,
				text: expect.stringContaining('record 2 of two-pages.pdf, page 1'),
			},
			{
				...pageHead,
				pageNumber: 2,
				text: expect.stringContaining('record 1 of two-pages.pdf, page 2'),
			},
		]);
	});

	it('as rows, one item a record', async () => {
		const { json } = await upload('extractor', 'rows');
		expect(json).toEqual(records);
	});

	it('raw: the object of the API', async () => {
		const { json } = await upload('extractor', 'raw');
		expect(json).toMatchObject([
			{
				action: 'extractor',
				results: [
					{
						extractions: [
							[{ key: 'source', name: 'Source', type: 'string', array: false }, {}, {}, {}],
							{},
						],
					},
					{},
				],
			},
		]);
	});

	it('sends the id of the extractor', async () => {
		const { account } = await upload('extractor', 'document');
		expect(await world.requests(account, 'upload')).toMatchObject([
			{ fields: { action: 'extractor', extractor_id: 'kL4mN6pQ8r' } },
		]);
	});
});
