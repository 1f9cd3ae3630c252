import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { byId, NOBODYS, useWorld, type HasCredentials, type OpenedAccount } from './setup.mts';

const STRANGER =
	'Check the Base URL in the credential: it is usually https://api.natif.ai. If it is right, something in front of the service answered, such as a firewall, a proxy, a login page or a page that tells of maintenance.';

const world = useWorld();

type Parameters = INodeParameters & { processingId?: string };

/** What the user reads after a bad input. */
const refusal = async (
	account: HasCredentials,
	resource: string,
	operation: string,
	{ processingId = NOBODYS, ...parameters }: Parameters,
	input?: INodeExecutionData[],
) => {
	const spec = input ? { input } : {};
	const run = async () => {
		if (resource === 'document')
			return await world.process(account, parameters, {
				input: input ?? (await world.sampleItems('letter.png')),
			});
		return resource === 'workflow'
			? await world.workflow(account, operation, parameters, spec)
			: await world.result(account, operation, processingId, parameters, spec);
	};
	const { error } = await run();
	return {
		message: error?.message,
		description: error && 'description' in error ? error.description : undefined,
	};
};

const nothingSent = async (account: OpenedAccount) =>
	expect(await world.requests(account)).toEqual([]);

const AS_ID =
	'It is a UUID such as 0c1d2e3f-1111-4222-8333-444455556666; the operation Process gives it as "id".';
const CHANGE = (name: string) => `Change "${name}", or the expression that gives it.`;
const JSON_EXAMPLE = 'Give it like { "language": "en" }, with names and texts in double quotes.';

describe('what is refused before anything is sent', () => {
	it.each<[string, string, string, Parameters, string, string]>([
		[
			'a processing ID that is no UUID',
			'result',
			'get',
			{ processingId: 'my-document' },
			'"Processing ID" is not a processing ID: "my-document"',
			AS_ID,
		],
		[
			'a processing ID that is a path',
			'result',
			'getOcr',
			{ processingId: `${NOBODYS}/../../workflows` },
			`"Processing ID" is not a processing ID: "${NOBODYS}/../../workflows"`,
			AS_ID,
		],
		[
			'an expression that gives no processing ID',
			'result',
			'downloadPdf',
			{ processingId: '={{ $json.missing }}' },
			'"Processing ID" is empty',
			'Give the ID that the operation Process gave as "id"; an expression there may have found nothing.',
		],
		[
			'no workflow',
			'document',
			'process',
			{ workflow: byId('={{ "" }}') },
			'"Workflow" is empty',
			'Choose one from the list, or give its ID; an expression there may have found nothing.',
		],
		[
			'a workflow that is a path',
			'document',
			'process',
			{ workflow: byId('a/b') },
			'"Workflow" is not an ID: "a/b"',
			'An ID has no slash, space, ? or #. Check what stands in "Workflow".',
		],
		[
			'workflow parameters that are no JSON',
			'document',
			'process',
			{ options: { workflowParameters: '{ language: en }' } },
			'"Workflow Parameters" is not valid JSON',
			JSON_EXAMPLE,
		],
		[
			'workflow parameters that are a list',
			'document',
			'process',
			{ options: { workflowParameters: '["en"]' } },
			'"Workflow Parameters" is not a JSON object',
			JSON_EXAMPLE,
		],
		[
			'workflow parameters that are a text',
			'document',
			'process',
			{ options: { workflowParameters: '"en"' } },
			'"Workflow Parameters" is not a JSON object',
			JSON_EXAMPLE,
		],
		[
			'results that there are not',
			'document',
			'process',
			{ options: { include: '={{ ["ocr", "magic"] }}' } },
			'"magic" is not a valid value for "Include"',
			expect.stringContaining('document-splitting'),
		],
		[
			'no patience',
			'document',
			'process',
			{ options: { timeout: 0 } },
			'"Timeout (Seconds)" is 0, but has to be a whole number from 1 to 1209600',
			CHANGE('Timeout (Seconds)'),
		],
		[
			'a negative page',
			'result',
			'downloadPageImage',
			{ pageNumber: -1 },
			'"Page Number" is -1, but has to be a whole number of at least 0',
			CHANGE('Page Number'),
		],
		[
			'half a page',
			'result',
			'downloadPageImage',
			{ pageNumber: 1.5 },
			'"Page Number" is 1.5, but has to be a whole number of at least 0',
			CHANGE('Page Number'),
		],
		[
			'no width',
			'result',
			'downloadPageImage',
			{ options: { width: 0 } },
			'"Width" is 0, but has to be a whole number of at least 1 (pixels)',
			CHANGE('Width'),
		],
		[
			'a height in words',
			'result',
			'downloadPageImage',
			{ options: { height: '={{ "tall" }}' } },
			'"Height" is "tall", but has to be a whole number of at least 1 (pixels)',
			CHANGE('Height'),
		],
		[
			'a sub-PDF that is no number',
			'result',
			'downloadSubPdf',
			{ subPdf: 'first' },
			'"Sub-PDF Number" is "first", but has to be a whole number of at least 0',
			CHANGE('Sub-PDF Number'),
		],
		[
			'a limit of nothing',
			'workflow',
			'getAll',
			{ limit: 0 },
			'"Limit" is 0, but has to be a whole number of at least 1',
			CHANGE('Limit'),
		],
		[
			'an unknown interval',
			'workflow',
			'getUsage',
			{ workflow: 'ocr', interval: '={{ "yearly" }}' },
			'"yearly" is not a valid value for "Interval"',
			'Use one of: hourly, daily, weekly, monthly.',
		],
		[
			'a date of one country',
			'workflow',
			'getUsage',
			{ workflow: 'ocr', interval: 'daily', start: '05.03.2026' },
			'"Start" is not a date: "05.03.2026"',
			'Give "Start" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'a start that is no date',
			'workflow',
			'getUsage',
			{ workflow: 'ocr', start: 'soon' },
			'"Start" is not a date: "soon"',
			'Give "Start" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'an end before the start',
			'workflow',
			'getUsage',
			{ workflow: 'ocr', start: '2026-03-05', end: '2026-03-01' },
			'"Start" is after "End"',
			'Swap the two dates.',
		],
	])('%s', async (_case, resource, operation, parameters, message, description) => {
		const account = await world.openAccount();
		expect(await refusal(account, resource, operation, parameters)).toEqual({
			message: `${message} [item 0]`,
			description,
		});
		await nothingSent(account);
	});

	it('an empty file and no file', async () => {
		const account = await world.openAccount();
		const empty = {
			json: {},
			binary: {
				data: await world.engine.binary(Buffer.alloc(0), {
					fileName: 'a.pdf',
					mimeType: 'application/pdf',
				}),
			},
		};
		expect((await refusal(account, 'document', 'process', {}, [empty])).message).toBe(
			'The file "a.pdf" is empty (0 bytes) [item 0]',
		);
		expect((await refusal(account, 'document', 'process', {}, [{ json: {} }])).message).toBe(
			'The item has no file in the field "data" (it has no file at all) [item 0]',
		);
		await nothingSent(account);
	});

	it('a base URL that is none', async () => {
		const account = await world.openAccount();
		const elsewhere = { credentials: { natifAiApi: { apiKey: account.token, baseUrl: 'natif' } } };
		expect(await refusal(elsewhere, 'workflow', 'getAll', {})).toEqual({
			message: 'The "Base URL" in the credential is not a web address: "natif" [item 0]',
			description: 'Open the Natif.ai credential and set it to https://api.natif.ai.',
		});
	});
});

describe('what the service refuses', () => {
	it('a wrong key', async () => {
		const account = await world.openAccount();
		const wrong = {
			credentials: { natifAiApi: { ...account.credentials.natifAiApi, apiKey: 'wrong' } },
		};
		expect(await refusal(wrong, 'workflow', 'getAll', {})).toEqual({
			message: 'The API key is not valid: Could not validate credentials [item 0]',
			description:
				'It may be mistyped, revoked, or past its expiry date. Make a new key in the API Hub of the Natif.ai web app and put it into the credential.',
		});
	});

	it('an unknown workflow', async () => {
		const account = await world.openAccount();
		const expected = {
			message: 'There is no such workflow: telepathy [item 0]',
			description:
				'Choose "Workflow" from the list, or copy its key or ID from the Natif.ai web app.',
		};
		expect(await refusal(account, 'document', 'process', { workflow: 'telepathy' })).toEqual(
			expected,
		);
		expect(await refusal(account, 'workflow', 'getUsage', { workflow: 'telepathy' })).toEqual(
			expected,
		);
	});

	it('a workflow that the key may not use', async () => {
		const account = await world.openAccount();
		expect(
			await refusal(account, 'document', 'process', { workflow: 'delivery_note_extraction' }),
		).toEqual({
			message:
				'The API key is not authorized for this workflow: Not authorized to use this workflow [item 0]',
			description:
				'Choose a workflow that the organization of this credential may use; the list shows these only.',
		});
	});

	it('a processing that is not there, and one of somebody else', async () => {
		const [account, other] = [await world.openAccount(), await world.openAccount()];
		expect(await refusal(account, 'result', 'getOcr', {})).toEqual({
			message: `There is no such processing: ${NOBODYS} [item 0]`,
			description:
				'Check the processing ID, and that the credential belongs to the organization that processed the document. Results are not kept for ever: fetch them soon.',
		});
		expect(
			await refusal(account, 'result', 'get', { processingId: await world.seed(other) }),
		).toEqual({
			message:
				'The API key is not authorized for this processing: Not authorized to access this processing [item 0]',
			description: 'Use a credential of the organization that processed the document.',
		});
	});

	it('a page beyond the last', async () => {
		const account = await world.openAccount();
		const processingId = await world.seed(account, { pageCount: 2 });
		expect(
			await refusal(account, 'result', 'downloadPageImage', { processingId, pageNumber: 3 }),
		).toEqual({
			message: 'There is no page 3: the document has 2 pages [item 0]',
			description: 'Set "Page Number" to a number up to 2, or to 0 for all pages.',
		});
	});

	it('a sub-PDF beyond the last', async () => {
		const account = await world.openAccount();
		const processingId = await world.seed(account, { pageCount: 3, workflow: 'generic_splitting' });
		expect(
			await refusal(account, 'result', 'downloadSubPdf', { processingId, subPdf: '2' }),
		).toEqual({
			message: 'There is no sub-PDF 2: the split made 0, 1 [item 0]',
			description: 'Set "Sub-PDF Number" to one of these, or leave it empty for all.',
		});
	});

	it.each([
		['getDocumentSplitting', 'document splitting'],
		['getSubPdfs', 'sub-PDFs'],
		['downloadSubPdf', 'sub-PDFs'],
		['getExtractions', 'extractions'],
	])('a result that the workflow does not make: %s', async (operation, what) => {
		const account = await world.openAccount();
		expect(
			await refusal(account, 'result', operation, { processingId: await world.seed(account) }),
		).toEqual({
			message: `The workflow "ocr" makes no ${what} [item 0]`,
			description: `This processing has: ocr, page-images, thumbnail, pdf, hocr. For ${what} process the document with another workflow.`,
		});
	});

	it.each([
		'getOcr',
		'getHocr',
		'getExtractions',
		'getPageImages',
		'getDocumentSplitting',
		'getSubPdfs',
		'downloadPageImage',
		'downloadThumbnail',
		'downloadPdf',
		'downloadSubPdf',
	])('a result of a processing that runs still: %s', async (operation) => {
		const account = await world.openAccount();
		const processingId = await world.seed(account, {
			status: 'running',
			workflow: 'generic_splitting',
		});
		expect(await refusal(account, 'result', operation, { processingId })).toEqual({
			message: `Processing ${processingId} is not finished yet [item 0]`,
			description:
				'Put Result > Get with its option "Wait for Completion" before this node, or try again later.',
		});
	});

	it.each([
		['result', 'get', 'result', 'a result'],
		['result', 'getOcr', 'ocr', 'a result'],
		['workflow', 'getAll', 'workflows', 'a list of workflows'],
		['workflow', 'getUsage', 'usage', 'a list of usage'],
	])('a web page where the API should be: %s %s', async (resource, operation, route, what) => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route, status: 200, html: true });
		expect(
			await refusal(account, resource, operation, {
				processingId: await world.seed(account),
				...(operation === 'getUsage' && { workflow: 'ocr' }),
			}),
		).toEqual({
			message: `The service answered with something else than ${what}: a web page titled "200 OK" [item 0]`,
			description: STRANGER,
		});
	});

	it.each([
		['downloadThumbnail', 'thumbnail', 'jpg'],
		['downloadPdf', 'pdf', 'pdf'],
		['downloadSubPdf', 'subPdf', 'pdf'],
	])('a web page where a file should be: %s', async (operation, route, extension) => {
		const account = await world.openAccount();
		await world.control.addFault({ token: account.token, route, status: 200, html: true });
		expect(
			await refusal(account, 'result', operation, {
				processingId: await world.seed(account, { workflow: 'generic_splitting' }),
			}),
		).toEqual({
			message: expect.stringMatching(
				`^The service gave a web page instead of the file ".+\\.${extension}" \\[item 0\\]$`,
			),
			description: expect.stringContaining('check the Base URL in the credential.'),
		});
	});

	it('a file of a type that it does not read', async () => {
		const account = await world.openAccount();
		const content = Buffer.from('{\\rtf1 Hello}');
		const data = await world.engine.binary(content, {
			fileName: 'a.rtf',
			mimeType: 'application/rtf',
		});
		const input = [{ json: {}, binary: { data } }];
		expect(await refusal(account, 'document', 'process', {}, input)).toEqual({
			message:
				'The service does not take "a.rtf" (application/rtf): body.file: unsupported file type [item 0]',
			description:
				'Use a PDF, JPG, PNG, TIFF, GIF or WebP, and check that the file really is what its name says.',
		});
	});

	it.each(['downloadPageImage', 'downloadThumbnail'])(
		'a text in place of a picture, by %s',
		async (operation) => {
			const account = await world.openAccount();
			const processingId = await world.seed(account);
			const route = operation === 'downloadThumbnail' ? 'thumbnail' : 'pageImage';
			await world.control.addFault({ token: account.token, route, status: 200, body: 'Wait.' });
			const page = operation === 'downloadPageImage' ? { pageNumber: 1 } : {};
			expect(
				(await refusal(account, 'result', operation, { processingId, ...page })).message,
			).toMatch(/^The service gave plain text instead of the file ".+\.jpg" \[item 0\]$/);
		},
	);
});
