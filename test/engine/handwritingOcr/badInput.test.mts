import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

/** Runs one operation and gives the two texts that the user reads. */
const refusal = async (
	account: OpenedAccount,
	operation: string,
	parameters: INodeParameters,
	input: INodeExecutionData[] = [{ json: {} }],
) => {
	const { error, items, status } = await world.document(account, operation, parameters, { input });
	expect([status, items]).toEqual(['error', []]);
	const { message, description } = error ?? {};
	return { message, description };
};

const nothingSent = async (account: OpenedAccount) =>
	expect(await world.requests(account)).toEqual([]);

describe('before anything is sent', () => {
	it('no file at all', async () => {
		const account = await world.openAccount();
		expect(await refusal(account, 'upload', {})).toEqual({
			message: 'The item has no file in the field "data" (it has no file at all) [item 0]',
			description:
				'Put a node before this one that provides the file, for example Read/Write Files from Disk or HTTP Request, or set "Input Source" to URL.',
		});
		await nothingSent(account);
	});

	it.each([
		['upload', 'File Name', { options: { fileName: '={{ $json.object }}' } }],
		['upload', 'Prompt ID', { options: { promptId: '={{ $json.object }}' } }],
		['upload', 'Webhook URL', { options: { webhookUrl: '={{ $json.object }}' } }],
		['estimate', 'File Name', { options: { fileName: '={{ $json.object }}' } }],
		['download', 'File Name', { options: { fileName: '={{ $json.object }}' } }],
		['download', 'Put Output in Field', { outputDataFieldName: '={{ $json.object }}' }],
		['getAll', 'File Name', { filters: { fileName: '={{ $json.object }}' } }],
	])('an object as a text: %s, %s', async (operation, label, parameters) => {
		const account = await world.openAccount();
		const [file] = await world.sampleItems('letter.png');
		const input = [{ ...file, json: { object: { of: 'x' } } }];
		const given = { documentId: 'abcdefghij', ...parameters };
		expect(await refusal(account, operation, given, input)).toEqual({
			message: `"${label}" is "{"of":"x"}", which is not a text [item 0]`,
			description: `Change "${label}", or the expression that gives it.`,
		});
		await nothingSent(account);
	});

	it('a file in another field', async () => {
		const account = await world.openAccount();
		const { binary } = await world.fileItem('%PDF-1.4', 'a.pdf');
		const input = [{ json: {}, binary: { scan: binary?.data ?? { data: '', mimeType: '' } } }];
		expect(await refusal(account, 'upload', { inputDataFieldName: 'page' }, input)).toEqual({
			message:
				'The item has no file in the field "page" (it has a file in the field "scan") [item 0]',
			description: 'Set "Input Data Field Name" to "scan".',
		});
		await nothingSent(account);
	});

	it('files in other fields', async () => {
		const account = await world.openAccount();
		const { binary } = await world.fileItem('%PDF-1.4', 'a.pdf');
		const file = binary?.data ?? { data: '', mimeType: '' };
		expect(
			await refusal(account, 'upload', { inputDataFieldName: 'scan' }, [
				{ json: {}, binary: { front: file, back: file } },
			]),
		).toEqual({
			message:
				'The item has no file in the field "scan" (it has files in the fields "front", "back") [item 0]',
			description:
				'Set "Input Data Field Name" to "front", to several fields with commas between them, or to * for all files of the item.',
		});
		await nothingSent(account);
	});

	it.each(['filesystem', 'default'] as const)(
		'an empty file, binary data mode %s',
		async (mode) => {
			await world.engine.useBinaryDataMode(mode);
			const account = await world.openAccount();
			expect(await refusal(account, 'upload', {}, [await world.fileItem('', 'empty.pdf')])).toEqual(
				{
					message: 'The file "empty.pdf" is empty (0 bytes) [item 0]',
					description:
						'Check the node that provides the file; an empty file is not sent to the service.',
				},
			);
			await nothingSent(account);
		},
	);

	it('a file of 21 MB', async () => {
		await world.engine.useBinaryDataMode('filesystem');
		const account = await world.openAccount();
		const data = await world.engine.binary(world.engine.streamOfBytes(21 * 2 ** 20), {
			fileName: 'big.pdf',
			mimeType: 'application/pdf',
		});
		expect(await refusal(account, 'upload', {}, [{ json: {}, binary: { data } }])).toEqual({
			message: 'The file "big.pdf" has 21.0 MB; the service takes up to 20 MB [item 0]',
			description: 'Split the PDF, lower the resolution, or compress the image. Nothing was sent.',
		});
		await nothingSent(account);
	});

	const onFile = { documentAction: 'transcribe' };
	it.each([
		[
			'an extractor without an ID',
			'upload',
			{ documentAction: 'extractor', extractorId: '={{ "" }}' },
			'"Extractor ID" is empty',
			'Give the ID in "Extractor ID"; an expression there may have found nothing.',
		],
		[
			'an extractor ID that is a path',
			'upload',
			{ documentAction: 'extractor', extractorId: 'a/b' },
			'"Extractor ID" is not an ID: "a/b"',
			'An ID has no slash, space, ? or #. Check what stands in "Extractor ID".',
		],
		[
			'deletion too early',
			'upload',
			{ ...onFile, options: { deleteAfter: 299 } },
			'"Delete After (Seconds)" is 299, but has to be a whole number from 300 to 1209600',
			'Change "Delete After (Seconds)", or the expression that gives it.',
		],
		[
			'deletion too late',
			'upload',
			{ ...onFile, options: { deleteAfter: 1_209_601 } },
			'"Delete After (Seconds)" is 1209601, but has to be a whole number from 300 to 1209600',
			'Change "Delete After (Seconds)", or the expression that gives it.',
		],
		[
			'deletion at no time',
			'upload',
			{ ...onFile, options: { deleteAfter: '={{ "soon" }}' } },
			'"Delete After (Seconds)" is "soon", but has to be a whole number from 300 to 1209600',
			'Change "Delete After (Seconds)", or the expression that gives it.',
		],
		[
			'no patience',
			'upload',
			{ ...onFile, options: { timeout: 0 } },
			'"Timeout (Seconds)" is 0, but has to be a whole number from 1 to 1209600',
			'Change "Timeout (Seconds)", or the expression that gives it.',
		],
		[
			'too many at once',
			'upload',
			{ ...onFile, options: { concurrency: 51 } },
			'"Concurrency" is 51, but has to be a whole number from 1 to 50',
			'Change "Concurrency", or the expression that gives it.',
		],
		[
			'an unknown action',
			'upload',
			{ documentAction: '={{ "translate" }}', extractorId: 'unused' },
			'"translate" is not a valid value for "What to Read"',
			'Use one of: transcribe, tables, extractor.',
		],
		[
			'an unknown output',
			'upload',
			{ ...onFile, output: '={{ "xml" }}' },
			'"xml" is not a valid value for "Output"',
			'Use one of: document, markdown, pages, raw, rows.',
		],
		[
			'a webhook that is no address',
			'upload',
			{ ...onFile, options: { webhookUrl: 'my hook' } },
			'"Webhook URL" is not a web address: "my hook"',
			'Give "Webhook URL" as an absolute URL that begins with https:// or http://.',
		],
		[
			'an ID with a slash',
			'get',
			{ documentId: '../users/me' },
			'"Document" is not an ID: "../users/me"',
			'An ID has no slash, space, ? or #. To give a link, switch "Document" to By URL.',
		],
		[
			'an ID with a question mark',
			'delete',
			{ documentId: 'abc?x=1' },
			'"Document" is not an ID: "abc?x=1"',
			'An ID has no slash, space, ? or #. To give a link, switch "Document" to By URL.',
		],
		[
			'an expression that gives no ID',
			'get',
			{ documentId: '={{ $json.missing }}' },
			'"Document" is empty',
			'Choose one from the list, or give its ID; an expression there may have found nothing.',
		],
		[
			'a limit of nothing',
			'getAll',
			{ limit: 0 },
			'"Limit" is 0, but has to be a whole number of at least 1',
			'Change "Limit", or the expression that gives it.',
		],
		[
			'dates the wrong way round',
			'getAll',
			{ filters: { createdAfter: '2026-02-01T00:00:00Z', createdBefore: '2026-01-01T00:00:00Z' } },
			'"Created After" is not before "Created Before", so nothing can match',
			'Swap the two dates.',
		],
		[
			'a date of one country',
			'getAll',
			{ filters: { createdAfter: '05.03.2026' } },
			'"Created After" is not a date: "05.03.2026"',
			'Give "Created After" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'a long value',
			'getAll',
			{ filters: { createdBefore: `https://example.com/${'a'.repeat(200)}?key=s3cret` } },
			`"Created Before" is not a date: "https://example.com/${'a'.repeat(79)}…"`,
			'Give "Created Before" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'a date that is none',
			'getAll',
			{ filters: { createdAfter: 'yesterday' } },
			'"Created After" is not a date: "yesterday"',
			'Give "Created After" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
	])('%s', async (_case, operation, parameters, message, description) => {
		const account = await world.openAccount();
		const input = [await world.fileItem('%PDF-1.4', 'a.pdf')];
		expect(await refusal(account, operation, parameters, input)).toEqual({
			message: `${message} [item 0]`,
			description,
		});
		await nothingSent(account);
	});
});

describe('what the service refuses', () => {
	it('a file of a type that it does not read', async () => {
		const account = await world.openAccount();
		const document = await world.fileItem('{\\rtf1 Hello}', 'letter.rtf', 'application/rtf');
		expect(await refusal(account, 'upload', {}, [document])).toEqual({
			message:
				'The service does not take "letter.rtf" (application/rtf): Unsupported media type. [item 0]',
			description:
				'Use a PDF, JPG, PNG, TIFF, HEIC or GIF, and check that the file really is what its name says.',
		});
	});

	it('a CSV of a transcription, before the file is asked for', async () => {
		const account = await world.openAccount();
		const [document] = await world.sandbox.control.seedDocuments(account.token, [
			{ fileName: 'letter.png' },
		]);
		expect(
			await refusal(account, 'download', { documentId: document?.id ?? '', format: 'csv' }),
		).toEqual({
			message: 'A transcription cannot be downloaded as CSV [item 0]',
			description: 'Set "Format" to Text, Word (DOCX) or JSON.',
		});
		expect(await world.requests(account, 'download')).toEqual([]);
	});

	it('a wrong token', async () => {
		const account = await world.openAccount();
		const wrong = {
			...account,
			credentials: {
				handwritingOcrApi: { ...account.credentials.handwritingOcrApi, apiToken: '7|wrong' },
			},
		};
		expect(await refusal(wrong, 'getAll', {})).toEqual({
			message: 'The API token is not valid: Unauthenticated. [item 0]',
			description:
				'Copy the token again from app.handwritingocr.com/settings?tab=api into the credential. Creating a new token ends the old one.',
		});
	});

	it.each([
		[0, '0 page credits left'],
		[1, '1 page credit left'],
	])('more pages than credits: %d', async (balance, left) => {
		const account = await world.openAccount({ balance });
		expect(await refusal(account, 'upload', {}, await world.sampleItems('two-pages.pdf'))).toEqual({
			message: `Not enough page credits: Insufficient page credits (${left}) [item 0]`,
			description:
				'Each page costs one credit: top up, for example with Account > Top Up, then upload again. Nothing was charged.',
		});
	});

	it('an action that the plan does not cover, which is no matter of credits', async () => {
		const account = await world.openAccount({ balance: 500 });
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'upload',
			status: 403,
			body: { message: 'Table extraction is not part of your plan.' },
		});
		expect(
			await refusal(
				account,
				'upload',
				{ documentAction: 'tables' },
				await world.sampleItems('table.png'),
			),
		).toEqual({
			message:
				'The service refused the upload: Table extraction is not part of your plan. (500 page credits left) [item 0]',
			description:
				'Check that the plan of the account covers the action, and that a page credit is left for each page. Nothing was charged.',
		});
	});

	it('a document that is not there', async () => {
		const account = await world.openAccount();
		expect(await refusal(account, 'get', { documentId: 'nothere001' })).toEqual({
			message: 'There is no such document: nothere001 [item 0]',
			description:
				'Check the document ID, and that the credential belongs to the account that uploaded it. A document is deleted for good when its time is over.',
		});
	});

	it('a base URL that leads elsewhere', async () => {
		const account = await world.openAccount();
		const elsewhere = {
			...account,
			credentials: {
				handwritingOcrApi: {
					...account.credentials.handwritingOcrApi,
					baseUrl: 'ftp://localhost/v3',
				},
			},
		};
		expect(await refusal(elsewhere, 'getAll', {})).toEqual({
			message:
				'The "Base URL" in the credential is not a web address: "ftp://localhost/v3" [item 0]',
			description:
				'Open the Handwriting OCR credential and set it to https://api.handwritingocr.com/v3.',
		});
	});
});
