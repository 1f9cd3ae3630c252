import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { NOBODYS, useWorld, type HasCredentials, type OpenedAccount } from './setup.mts';

const world = useWorld();

/** What the user reads after a bad input. */
const refusal = async (
	account: HasCredentials,
	resource: string,
	operation: string,
	parameters: INodeParameters,
	input?: INodeExecutionData[],
) => {
	const files = resource === 'document' ? (input ?? (await world.named('letter.png'))) : undefined;
	const { error } = await world.operate(
		account,
		resource,
		operation,
		parameters,
		files ? { input: files } : {},
	);
	return {
		message: error?.message,
		description: error && 'description' in error ? error.description : undefined,
	};
};

const nothingSent = async (account: OpenedAccount) =>
	expect(await world.requests(account)).toEqual([]);

const AS_JSON = 'Give it like {"customer": 4711}, with names and texts in double quotes.';
const IN_PROJECT = { projectId: NOBODYS };

describe('what is refused before anything is sent', () => {
	it.each<[string, string, string, INodeParameters, string, unknown]>([
		[
			'a date of one country',
			'record',
			'getAll',
			{ ...IN_PROJECT, filters: { fromDate: '05.03.2026' } },
			'"From Date" is not a date: "05.03.2026"',
			'Give "From Date" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'a date that is none',
			'record',
			'getAll',
			{ filters: { fromDate: 'yesterday' } },
			'"From Date" is not a date: "yesterday"',
			'Give "From Date" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'an end that is none',
			'record',
			'getAll',
			{ filters: { toDate: '2026-13-40' } },
			'"To Date" is not a date: "2026-13-40"',
			'Give "To Date" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.',
		],
		[
			'a range turned round',
			'record',
			'getAll',
			{ filters: { fromDate: '2026-05-04', toDate: '2026-05-03' } },
			'"From Date" is after "To Date", so nothing can match',
			'Swap the two dates.',
		],
		[
			'a state that there is not',
			'record',
			'getAll',
			{ filters: { status: '={{ ["done"] }}' } },
			'"done" is not a valid value for "Status"',
			'Use one of: queued, processing, processed, failed.',
		],
		[
			'a limit of nothing',
			'record',
			'getAll',
			{ limit: 0 },
			'"Limit" is 0, but has to be a whole number of at least 1',
			expect.any(String),
		],
		[
			'a format that does not exist',
			'record',
			'export',
			{ recordId: NOBODYS, format: '={{ "xlsx" }}' },
			'"xlsx" is not a valid value for "Format"',
			'Use one of: template, json, text, xml, html, csv, pdf, docx.',
		],
		[
			'a PDF as data',
			'record',
			'export',
			{ recordId: NOBODYS, format: 'pdf', asData: true },
			'A PDF file cannot be put into the item as data',
			'Switch "Put Content Into JSON" off to get the file, or set "Format" to JSON, text, CSV, HTML or XML.',
		],
		[
			'no record',
			'record',
			'get',
			{ recordId: '={{ $json.missing }}' },
			'"Record" is empty',
			'Choose one from the list, or give its ID; an expression there may have found nothing.',
		],
		[
			'a record that is a path',
			'record',
			'get',
			{ recordId: '../projects' },
			'"Record" is not an ID: "../projects"',
			'An ID has no slash, space, ? or #. Check what stands in "Record".',
		],
		[
			'a project that is a path',
			'record',
			'getStatistics',
			{ projectId: 'a/b' },
			'"Project" is not an ID: "a/b"',
			'An ID has no slash, space, ? or #. Check what stands in "Project".',
		],
		[
			'a template that is a path',
			'document',
			'upload',
			{ templateId: 'a b' },
			'"Template" is not an ID: "a b"',
			'An ID has no slash, space, ? or #. Check what stands in "Template".',
		],
		[
			'an output that there is not',
			'record',
			'get',
			{ recordId: NOBODYS, output: '={{ "xml" }}' },
			'"xml" is not a valid value for "Output"',
			expect.any(String),
		],
		[
			'metadata that are no JSON',
			'document',
			'upload',
			{ ...IN_PROJECT, options: { metadata: '{customer: 1}' } },
			'"Metadata" is not valid JSON',
			AS_JSON,
		],
		[
			'metadata that are a list',
			'document',
			'uploadBatch',
			{ ...IN_PROJECT, options: { metadata: '[1]' } },
			'"Metadata" is not a JSON object',
			AS_JSON,
		],
		[
			'no patience',
			'document',
			'upload',
			{ ...IN_PROJECT, options: { timeout: 0 } },
			'"Timeout (Seconds)" is 0, but has to be a whole number from 1 to 1209600',
			expect.any(String),
		],
	])('%s', async (_case, resource, operation, parameters, message, description) => {
		const account = await world.openAccount();
		expect(await refusal(account, resource, operation, parameters)).toEqual({
			message: `${message} [item 0]`,
			description,
		});
		await nothingSent(account);
	});

	it.each(['upload', 'uploadBatch'])('an empty file and no file, by %s', async (operation) => {
		const account = await world.openAccount();
		const empty = await world.fileItem('', 'a.pdf');
		expect((await refusal(account, 'document', operation, IN_PROJECT, [empty])).message).toBe(
			'The file "a.pdf" is empty (0 bytes) [item 0]',
		);
		expect(
			(await refusal(account, 'document', operation, IN_PROJECT, [{ json: {} }])).message,
		).toBe('The item has no file in the field "data" (it has no file at all) [item 0]');
		await nothingSent(account);
	});
});

describe('what the service refuses', () => {
	const RECORD = 'Check the ID, and that "Project" is the one that the record belongs to.';
	const REACH =
		'Check "Project" and the ID first: the key of a project reaches that project alone, and the key of an organization its own projects. If they are right, the key has expired or is wrong: copy it anew into the credential.';
	const NO_PROJECT = {
		message:
			'No project was named: projectId is required when an organization token is used [item 0]',
		description:
			'Choose one under "Project": the API key belongs to an organization, which may have several.',
	};
	const foreign = (project: string) => ({
		message: `The API key is not valid, or does not reach this project or record: The API key has no access to this project (project ${project}) [item 0]`,
		description: REACH,
	});

	it.each(['get', 'getAll', 'getStatistics', 'export'])(
		'no project with the key of an organization, by %s',
		async (operation) => {
			const account = await world.openAccount();
			expect(
				await refusal(account, 'record', operation, { recordId: await world.seed(account) }),
			).toEqual(NO_PROJECT);
			// Nothing is asked twice; an export that is refused is followed by a look at the record.
			expect(await world.requests(account)).toHaveLength(operation === 'export' ? 2 : 1);
		},
	);

	it.each([
		['record', 'get'],
		['record', 'getAll'],
		['record', 'getStatistics'],
		['record', 'export'],
		['document', 'upload'],
		['document', 'uploadBatch'],
	])('a foreign project: %s, %s', async (resource, operation) => {
		const [account, other] = [await world.openAccount(), await world.openAccount()];
		expect(
			await refusal(account, resource, operation, { projectId: other.project, recordId: NOBODYS }),
		).toEqual(foreign(other.project));
		expect(
			await refusal({ credentials: account.projectCredentials }, resource, operation, {
				projectId: account.otherProject,
				recordId: NOBODYS,
			}),
		).toEqual(foreign(account.otherProject));
	});

	it.each(['get', 'export'])(
		'an unknown record, and one of another organization, by %s',
		async (operation) => {
			const [account, other] = [await world.openAccount(), await world.openAccount()];
			const project = { projectId: account.project };
			expect(
				await refusal(account, 'record', operation, { ...project, recordId: NOBODYS }),
			).toEqual({
				message: `There is no such record: ${NOBODYS} [item 0]`,
				description: RECORD,
			});
			expect(
				await refusal(account, 'record', operation, {
					...project,
					recordId: await world.seed(other),
				}),
			).toEqual({
				message: `The API key is not valid, or does not reach this project or record: The API key has no access to this record (project ${account.project}) [item 0]`,
				description: REACH,
			});
		},
	);

	it('a wrong key', async () => {
		const { credentials, project } = await world.openAccount();
		const wrong = { credentials: { ocrivaApi: { ...credentials.ocrivaApi, apiKey: 'ocr_wrong' } } };
		expect(await refusal(wrong, 'project', 'getAll', {})).toEqual({
			message: 'The API key is not valid: Invalid API key [item 0]',
			description: 'Copy it anew into the credential; it may have expired.',
		});
		expect((await refusal(wrong, 'record', 'getAll', { projectId: project })).message).toBe(
			`The API key is not valid, or does not reach this project or record: Invalid API key (project ${project}) [item 0]`,
		);
		expect((await refusal(wrong, 'document', 'upload', { projectId: project })).message).toBe(
			`The API key is not valid, or does not reach this project or record: Invalid API key (project ${project}) [item 0]`,
		);
	});

	it('a key without the permission, no credits, a file that is too large, and one that is not what its name says', async () => {
		const forbidden = await world.openAccount({ settings: { keys: 'forbidden' } });
		expect((await refusal(forbidden, 'project', 'getAll', {})).message).toMatch(
			/^The API key may not do this: /,
		);
		for (const creditsStatus of [402, 400] as const) {
			const poor = await world.openAccount({ balance: 0, settings: { creditsStatus } });
			expect(await refusal(poor, 'document', 'upload', { projectId: poor.project })).toEqual({
				message: expect.stringMatching(/^Not enough credits.* \[item 0\]$/),
				description: 'Buy credits for the organization, then run this again.',
			});
		}
		for (const tooLargeBody of ['json', 'html'] as const) {
			const small = await world.openAccount({ settings: { largestFile: 100, tooLargeBody } });
			expect(
				(await refusal(small, 'document', 'upload', { projectId: small.project })).message,
			).toMatch(/^The file is too large/);
		}
		const account = await world.openAccount();
		const text = await world.fileItem('{\\rtf1 Hello}', 'a.rtf', 'application/rtf');
		expect(
			await refusal(account, 'document', 'upload', { projectId: account.project }, [text]),
		).toEqual({
			message:
				'The service does not take "a.rtf" (application/rtf): Unsupported file type: a.rtf. Supported are PDF, JPG, PNG, WebP and BMP [item 0]',
			description:
				'Use a PDF, JPG, PNG, WebP or BMP, and check that the file really is what its name says.',
		});
	});

	it.each([
		[400, 'Project not found', 'The service did not take the upload: Project not found'],
		[403, 'No access to project', 'The API key may not do this: No access to project'],
		[404, 'Project not found', 'The service did not take the upload: Project not found'],
	])('an unknown project by status %d', async (status, said, message) => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'upload',
			status,
			body: { statusCode: status, message: said, error: 'Refused' },
		});
		const { error } = await world.upload(
			account,
			{},
			{ input: await world.named(`unknown ${status}.png`) },
		);
		expect(error?.message).toBe(`${message} (project ${account.project}) [item 0]`);
	});

	it('no credits, by status 403', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'upload',
			status: 403,
			body: { statusCode: 403, message: 'Insufficient credits', error: 'Forbidden' },
		});
		const { error } = await world.upload(account, {}, { input: await world.named('poor.png') });
		expect(error?.message).toBe('Not enough credits: Insufficient credits [item 0]');
	});

	it.each([
		['record', 'getAll', 'Search', { filters: { search: '={{ ({ of: "x" }) }}' } }],
		['record', 'getAll', 'Batch ID', { filters: { batchId: '={{ ({ of: "x" }) }}' } }],
		['document', 'uploadBatch', 'Batch Name', { options: { batchName: '={{ ({ of: "x" }) }}' } }],
	])('an object as a text: %s, %s, %s', async (resource, operation, label, parameters) => {
		const account = await world.openAccount();
		const given = { projectId: account.project, ...parameters };
		expect((await refusal(account, resource, operation, given)).message).toBe(
			`"${label}" is "{"of":"x"}", which is not a text [item 0]`,
		);
		expect(await world.requests(account)).toEqual([]);
	});

	it('a template of another project', async () => {
		const account = await world.openAccount();
		const templateId = world.template(account, 'Letters');
		expect(
			(
				await refusal(account, 'document', 'upload', {
					projectId: account.project,
					templateId,
				})
			).message,
		).toBe(
			`The service did not take the upload: Template ${templateId} was not found in the project (project ${account.project}) [item 0]`,
		);
	});

	it('a Base URL where something else answers', async () => {
		const { credentials, project } = await world.openAccount();
		const at = (baseUrl: string) => ({
			credentials: { ocrivaApi: { ...credentials.ocrivaApi, baseUrl } },
		});
		const address =
			'Check the Base URL in the credential: it has to end in /v1, such as https://api.ocriva.com/v1.';
		expect(
			await refusal(at(`${world.sandbox.url}/ocriva`), 'record', 'getAll', { projectId: project }),
		).toEqual({
			message: expect.stringMatching(/^The service knows no such address/),
			description: address,
		});
		expect((await refusal(at('ftp://api.ocriva.com'), 'project', 'getAll', {})).message).toBe(
			'The "Base URL" in the credential is not a web address: "ftp://api.ocriva.com" [item 0]',
		);
	});
});
