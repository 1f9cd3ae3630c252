import readExcelFile from 'read-excel-file/node';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const seed = async (action: 'transcribe' | 'tables' | 'extractor', more = {}) => {
	const account = await world.openAccount();
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'scan of may.pdf', action, pageCount: 2, ...more },
	]);
	return { account, id: document?.id ?? '' };
};

const download = async (account: OpenedAccount, documentId: string, parameters = {}) => {
	const { items, error } = await world.document(account, 'download', { documentId, ...parameters });
	const binary = items[0]?.binary?.data;
	return {
		items,
		error,
		binary,
		bytes: binary ? await world.engine.readBinary(binary) : Buffer.alloc(0),
	};
};

const files = {
	txt: { fileName: 'scan of may.txt', mimeType: 'text/plain' },
	docx: {
		fileName: 'scan of may.docx',
		mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	},
	xlsx: {
		fileName: 'scan of may.xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	},
	csv: { fileName: 'scan of may.csv', mimeType: 'text/csv' },
	json: { fileName: 'scan of may.json', mimeType: 'application/json' },
};

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await world.engine.useBinaryDataMode(mode));

	it('a transcription as text', async () => {
		const { account, id } = await seed('transcribe');
		const { bytes, binary, items } = await download(account, id, { format: 'txt' });
		expect(binary).toMatchObject(files.txt);
		expect(bytes.toString()).toBe(
			'=== **Page: 1 of 2**\n\ntext of scan of may.pdf, page 1\n\n=== **Page: 2 of 2**\n\ntext of scan of may.pdf, page 2\n',
		);
		expect(items).toMatchObject([
			{
				json: {
					id,
					service: 'Handwriting OCR',
					fileName: 'scan of may.pdf',
					action: 'transcribe',
					status: 'processed',
					pageCount: 2,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('a transcription as Word', async () => {
		const { account, id } = await seed('transcribe');
		const { bytes, binary } = await download(account, id, { format: 'docx' });
		expect(binary).toMatchObject(files.docx);
		expect(bytes.subarray(0, 4)).toEqual(Buffer.from('PK\x03\x04'));
		expect(bytes.includes('word/document.xml')).toBe(true);
	});

	it.each(['transcribe', 'tables', 'extractor'] as const)('%s as JSON', async (action) => {
		const { account, id } = await seed(action);
		const { bytes, binary } = await download(account, id, { format: 'json' });
		expect(binary).toMatchObject(files.json);
		expect(JSON.parse(bytes.toString())).toMatchObject({
			id,
			action,
			results: [{ page_number: 1 }, { page_number: 2 }],
		});
	});

	it('tables as Excel', async () => {
		const { account, id } = await seed('tables');
		const { bytes, binary } = await download(account, id, { format: 'xlsx' });
		expect(binary).toMatchObject(files.xlsx);
		const sheets = await readExcelFile(bytes);
		expect(sheets.map(({ sheet }) => sheet)).toEqual([
			'Page 1 Table 1',
			'Page 2 Table 1',
			'Key-value pairs',
		]);
		expect(sheets[0]?.data).toEqual([
			['Item', 'Amount'],
			['first of scan of may.pdf, page 1', '1.50'],
			['second', '2.00'],
		]);
	});

	it('an extraction as Excel', async () => {
		const { account, id } = await seed('extractor');
		const { bytes, binary } = await download(account, id, { format: 'xlsx' });
		expect(binary).toMatchObject(files.xlsx);
		const [records] = await readExcelFile(bytes);
		expect(records?.data.map((row) => row.slice(0, 3))).toEqual([
			['Page', 'Source', 'Signed'],
			['1', 'record 1 of scan of may.pdf, page 1', 'true'],
			['1', 'record 2 of scan of may.pdf, page 1', 'false'],
			['2', 'record 1 of scan of may.pdf, page 2', 'true'],
			['2', 'record 2 of scan of may.pdf, page 2', 'false'],
		]);
	});

	it('an extraction as CSV', async () => {
		const { account, id } = await seed('extractor');
		const { bytes, binary } = await download(account, id, { format: 'csv' });
		expect(binary).toMatchObject(files.csv);
		expect(bytes.toString().split('\r\n').slice(0, 2)).toEqual([
			'Page,Source,Signed,Remarks,Lines',
			expect.stringMatching(/^1,"record 1 of scan of may.pdf, page 1",true,,/),
		]);
	});
});

it.each([
	[
		'transcribe',
		'csv',
		'A transcription cannot be downloaded as CSV',
		'Set "Format" to Text, Word (DOCX) or JSON.',
	],
	[
		'transcribe',
		'xlsx',
		'A transcription cannot be downloaded as Excel (XLSX)',
		'Set "Format" to Text, Word (DOCX) or JSON.',
	],
	[
		'tables',
		'txt',
		'A table extraction cannot be downloaded as Text',
		'Set "Format" to Excel (XLSX) or JSON.',
	],
	[
		'tables',
		'csv',
		'A table extraction cannot be downloaded as CSV',
		'Set "Format" to Excel (XLSX) or JSON.',
	],
	[
		'extractor',
		'docx',
		'A field extraction cannot be downloaded as Word (DOCX)',
		'Set "Format" to Excel (XLSX), CSV or JSON.',
	],
] as const)(
	'says which formats %s comes in when asked for %s',
	async (action, format, message, description) => {
		const { account, id } = await seed(action);
		const { error } = await download(account, id, { format });
		expect(error).toMatchObject({
			message: `${message} [item 0]`,
			description,
			context: { details: { id } },
		});
		expect(await world.requests(account, 'download')).toEqual([]);
	},
);

it.each([
	['mine', 'mine.txt'],
	['mine.txt', 'mine.txt'],
	['mine.TXT', 'mine.TXT'],
	['report v1.2', 'report v1.2.txt'],
	['report.docx', 'report.txt'],
	['Rechnung 12/2024', 'Rechnung 12_2024.txt'],
	['../../report', 'report.txt'],
])('takes the name of the "File Name" option: %s', async (fileName, expected) => {
	const { account, id } = await seed('transcribe');
	const { binary } = await download(account, id, { options: { fileName } });
	expect(binary?.fileName).toBe(expected);
});

it('puts the file into the field that the user names', async () => {
	const { account, id } = await seed('transcribe');
	const { items } = await download(account, id, { outputDataFieldName: 'text' });
	expect(Object.keys(items[0]?.binary ?? {})).toEqual(['text']);
});

it.each([
	[
		'processing',
		'processing',
		{},
		'Document ID is not finished yet (status: processing)',
		'Put the operation "Wait" before this one.',
	],
	[
		'new',
		'queued',
		{},
		'Document ID is not finished yet (status: new)',
		'Put the operation "Wait" before this one.',
	],
	[
		'failed',
		'failed',
		{ error: 'The page is blank.' },
		'Document ID ("scan of may.pdf") could not be processed: The page is blank. (status: failed)',
		'Check that the file opens and is readable, then upload it again. The service gives the credits of failed pages back.',
	],
])(
	'says why there is no file of a document that is %s',
	async (state, status, more, message, description) => {
		const { account, id } = await seed('transcribe', { status: state, ...more });
		const { error } = await download(account, id);
		expect(error).toMatchObject({
			message: `${message.replace('ID', id)} [item 0]`,
			description,
			context: { details: { id, status } },
		});
		expect(await world.requests(account, 'download')).toEqual([]);
	},
);

it('downloads a file of each item, in order', async () => {
	const account = await world.openAccount();
	const documents = await world.sandbox.control.seedDocuments(
		account.token,
		Array.from({ length: 7 }, (_, number) => ({ fileName: `scan ${number}.png` })),
	);
	const input = documents.map(({ id }) => ({ json: { id } }));
	const { items } = await world.document(
		account,
		'download',
		{ documentId: '={{ $json.id }}' },
		{ input },
	);
	expect(
		items.map(({ json, binary, pairedItem }) => [json.id, binary?.data?.fileName, pairedItem]),
	).toEqual(documents.map(({ id }, item) => [id, `scan ${item}.txt`, { item }]));
});

it.each([
	['Scan 12.03.2024.png', 'Scan 12.03.2024.txt'],
	['Scan 12.03.2024', 'Scan 12.03.2024.txt'],
	['letter v1.2', 'letter v1.2.txt'],
	['photo.tmp', 'photo.tmp.txt'],
	['archive.tar.pdf', 'archive.tar.txt'],
])('keeps the whole name of the document: %s', async (fileName, expected) => {
	const { account, id } = await seed('transcribe', { fileName });
	const { binary } = await download(account, id);
	expect(binary).toMatchObject({ fileName: expected, mimeType: 'text/plain' });
});

it.each([
	[
		'plain text',
		'Back in five minutes',
		'The service gave plain text instead of the file "scan of may.docx"',
	],
	['JSON', { message: 'Not yet' }, 'The service gave JSON instead of the file "scan of may.docx"'],
])('gives no %s as a Word document', async (_case, body, message) => {
	const { account, id } = await seed('transcribe');
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'download',
		status: 200,
		body,
	});
	const { error, items } = await download(account, id, { format: 'docx' });
	expect(items).toEqual([]);
	expect(error).toMatchObject({
		message: expect.stringContaining(message),
		context: { details: { id } },
	});
});

it.each(['text/html', 'application/json'])(
	'takes a Word document for one by its first bytes, labelled %s',
	async (contentType) => {
		const { account, id } = await seed('transcribe');
		const body = 'PK\x03\x04, [Content_Types].xml and word/document.xml';
		const fault = { route: 'download', status: 200, body, contentType };
		await world.sandbox.control.addFault({ token: account.token, ...fault });
		const { error, binary } = await download(account, id, { format: 'docx' });
		expect(error).toBeUndefined();
		expect(binary).toMatchObject({ fileName: 'scan of may.docx' });
	},
);

it.each(['txt', 'json'])('gives no web page without a label as %s', async (format) => {
	const { account, id } = await seed('transcribe');
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'download',
		status: 200,
		html: true,
		contentType: 'application/octet-stream',
	});
	const { error, items } = await download(account, id, { format });
	expect(items).toEqual([]);
	expect(error?.message).toBe(
		`The service gave a web page instead of the file "scan of may.${format}" [item 0]`,
	);
});

it.each([
	['without a label', '<table><tr><td>Milk</td></tr></table>', 'application/octet-stream'],
	['labelled as text', '<!doctype html><p>My homework</p>', 'text/plain'],
])('gives a text with tags, %s', async (_case, body, contentType) => {
	const { account, id } = await seed('transcribe');
	const fault = { route: 'download', status: 200, body, contentType };
	await world.sandbox.control.addFault({ token: account.token, ...fault });
	const { error, bytes } = await download(account, id);
	expect(error).toBeUndefined();
	expect(bytes.toString()).toBe(body);
});

it.each([
	['txt', 'image/jpeg', '<html><body>Sign in</body></html>', 'a web page'],
	['json', 'application/pdf', '<html><body>Sign in</body></html>', 'a web page'],
	['txt', 'application/xml', '<?xml version="1.0"?>\n<Error><Code>SlowDown</Code></Error>', 'XML'],
	['json', 'application/xml', '<Error><Code>AccessDenied</Code></Error>', 'XML'],
	['json', 'text/plain', 'not available', 'plain text'],
])('gives no %s out of what is labelled %s: %s', async (format, contentType, body, what) => {
	const { account, id } = await seed('transcribe');
	const fault = { route: 'download', status: 200, body, contentType };
	await world.sandbox.control.addFault({ token: account.token, ...fault });
	const { error, items } = await download(account, id, { format });
	expect(items).toEqual([]);
	expect(error?.message).toBe(
		`The service gave ${what} instead of the file "scan of may.${format}" [item 0]`,
	);
});

it('gives no part of a file, which nobody has asked for', async () => {
	const { account, id } = await seed('transcribe');
	const fault = { route: 'download', status: 206, body: 'text of', contentType: 'text/plain' };
	await world.sandbox.control.addFault({ token: account.token, ...fault });
	const { error, items } = await download(account, id);
	expect(items).toEqual([]);
	expect(error?.message).toBe(
		'The service answered with something else than a file: a part of it [item 0]',
	);
});
