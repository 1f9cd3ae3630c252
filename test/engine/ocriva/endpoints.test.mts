import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const fileOf = async ({ binary = {} }: INodeExecutionData, field = 'data') => {
	const file = binary[field];
	if (!file)
		throw new Error(`there is no file in ${Object.keys(binary).join(', ') || 'any field'}`);
	return {
		name: file.fileName,
		type: file.mimeType,
		content: (await world.engine.readBinary(file)).toString('latin1'),
	};
};

const DAY = 86_400_000;
const HISTORY = '/ocriva/v1/openapi/processing-history';
const bill = {
	number: 'B-7',
	total: 12.5,
	items: [
		{ name: 'Paper', price: 2.5 },
		{ name: 'Ink', price: 10 },
	],
};

const seed = async (account: OpenedAccount) =>
	await world.seed(account, {
		fileName: 'bill.pdf',
		processingResult: bill,
		templateId: world.template(account, 'Full page'),
		createdAt: Date.parse('2026-05-04T08:00:00Z'),
	});

type Case = {
	operation: string;
	parameters?: INodeParameters;
	/** The request below the history's path, with ID for the record and TEMPLATE for its template. */
	request: string;
	json: unknown[];
	file?: { name: string; type: string; content: RegExp };
};

const simple = {
	service: 'Ocriva',
	fileName: 'bill.pdf',
	action: 'Full page',
	status: 'processed',
};
const exported = (format: string, type: string, suffix: string, content: RegExp): Case => ({
	operation: 'export',
	parameters: { format },
	request: `/ID/result?projectId=PROJECT&format=${format}`,
	json: [{ service: 'Ocriva', format }],
	file: { name: `bill.${suffix}`, type, content },
});

/**
 * Every endpoint and parameter that the vendor's page on the processing history describes: [seed
 * 004].
 */
const endpoints: Case[] = [
	{
		operation: 'getAll',
		request: '?projectId=PROJECT&page=1&limit=50',
		json: [{ ...simple, fields: bill, records: [] }],
	},
	{
		operation: 'getAll',
		parameters: { filters: { status: ['processed'] } },
		request: '?projectId=PROJECT&page=1&limit=100',
		json: [simple],
	},
	{
		operation: 'getAll',
		parameters: { filters: { status: ['failed'] } },
		request: '?projectId=PROJECT&status=failed&page=1&limit=100',
		json: [],
	},
	{
		operation: 'getAll',
		parameters: { filters: { templateId: { __rl: true, mode: 'id', value: 'TEMPLATE' } } },
		request: '?projectId=PROJECT&templateId=TEMPLATE&page=1&limit=50',
		json: [simple],
	},
	{
		operation: 'getAll',
		parameters: { filters: { fromDate: '2026-05-04T07:00:00Z', toDate: '2026-05-04T09:00:00Z' } },
		request: '?projectId=PROJECT&fromDate=2026-05-03&toDate=2026-05-06&page=1&limit=100',
		json: [simple],
	},
	{
		operation: 'getAll',
		parameters: { filters: { search: 'bill' } },
		request: '?projectId=PROJECT&search=bill&page=1&limit=50',
		json: [simple],
	},
	{
		operation: 'getAll',
		parameters: { filters: { batchId: 'nobodys' } },
		request: '?projectId=PROJECT&batchId=nobodys&page=1&limit=50',
		json: [],
	},
	{
		operation: 'getStatistics',
		request: '/stats?projectId=PROJECT',
		json: [{ total: 1, pending: 0, processing: 0, completed: 1, failed: 0 }],
	},
	{
		operation: 'get',
		request: '/ID?projectId=PROJECT',
		json: [
			{
				...simple,
				fields: bill,
				tables: [
					{
						pageNumber: 1,
						tableNumber: 1,
						header: ['name', 'price'],
						rows: [
							['Paper', '2.5'],
							['Ink', '10'],
						],
					},
				],
			},
		],
	},
	{
		operation: 'get',
		parameters: { output: 'rows' },
		request: '/ID?projectId=PROJECT',
		json: [
			{ name: 'Paper', price: '2.5' },
			{ name: 'Ink', price: '10' },
		],
	},
	{
		operation: 'get',
		parameters: { output: 'pages' },
		request: '/ID?projectId=PROJECT',
		json: [{ pageNumber: 1, text: 'number: B-7\ntotal: 12.5\n\nname\tprice\nPaper\t2.5\nInk\t10' }],
	},
	{
		operation: 'get',
		parameters: { output: 'raw' },
		request: '/ID?projectId=PROJECT',
		json: [{ processingResult: bill, fileSize: '0', priority: 'medium' }],
	},
	{
		operation: 'export',
		request: '/ID/result?projectId=PROJECT',
		json: [{ service: 'Ocriva', format: 'json' }],
		file: { name: 'bill.json', type: 'application/json', content: /"B-7"/ },
	},
	exported('json', 'application/json', 'json', /"B-7"/),
	exported('text', 'text/plain', 'txt', /B-7/),
	exported('xml', 'application/xml', 'xml', /^<\?xml[^]*B-7/),
	exported('html', 'text/html', 'html', /<html[^]*B-7/),
	exported('csv', 'text/csv', 'csv', /B-7|Paper/),
	exported('pdf', 'application/pdf', 'pdf', /^%PDF-[^]*%%EOF\s*$/),
	exported(
		'docx',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		'docx',
		/^PK/,
	),
];

describe.each(['organization', 'project'] as const)('with the key of the %s', (key) => {
	it.each(endpoints.map((endpoint) => ({ parameters: {} as INodeParameters, ...endpoint })))(
		'$operation $parameters asks for $request [seed 004]',
		async ({ operation, parameters, request, json, file }) => {
			const account = await world.openAccount();
			const id = await seed(account);
			const ids: Record<string, string> = {
				ID: id,
				TEMPLATE: world.template(account, 'Full page'),
				PROJECT: account.project,
			};
			const filled = (text: string) =>
				text.replaceAll(/ID\b|TEMPLATE|PROJECT/g, (name) => ids[name] ?? name);
			const given = JSON.parse(
				filled(
					JSON.stringify({
						...(['get', 'export'].includes(operation) && { recordId: id }),
						...parameters,
					}),
				),
			);

			// The key of a project stands for its project.
			const caller =
				key === 'organization' ? account : { ...account, credentials: account.projectCredentials };
			const { items, error, hints } = await world.record(caller, operation, {
				...given,
				...(key === 'project' && { projectId: '' }),
			});
			expect(error).toBeUndefined();
			expect(hints).toEqual([]);
			expect(items).toMatchObject(json.map((entry) => ({ json: entry, pairedItem: { item: 0 } })));
			if (file && items[0])
				expect(await fileOf(items[0])).toEqual({
					...file,
					content: expect.stringMatching(file.content),
				});

			const expected = filled(HISTORY + request);
			const asked = (await world.requests(account)).map(({ path }) => path);
			expect(asked).toContain(
				key === 'organization'
					? expected
					: expected.replace(/projectId=[^&]*&?/, '').replace(/\?$/, ''),
			);
		},
	);
});

it('has projects and templates to list', async () => {
	const account = await world.openAccount();
	const projects = await world.operate(account, 'project', 'getAll');
	expect(projects.items).toMatchObject([
		{ json: { id: account.project, name: 'Front office', isActive: true } },
		{ json: { id: account.otherProject, name: 'Archive' } },
	]);
	expect((await world.operate(account, 'project', 'getAll', { limit: 1 })).items).toHaveLength(1);
	const all = await world.operate(account, 'template', 'getAll', { returnAll: true });
	expect(all.items).toHaveLength(account.templates.length);
	const own = await world.operate(account, 'template', 'getAll', {
		projectId: account.otherProject,
	});
	expect(own.items.map(({ json }) => json.name)).toEqual([
		'Letters',
		'Print',
		'Web page',
		'Exchange',
	]);
	expect(own.items[0]?.json).toMatchObject({
		templateId: world.template(account, 'Letters'),
		projectId: account.otherProject,
		resultFormat: 'docx',
	});
	const ofProject = await world.operate(
		{ credentials: account.projectCredentials },
		'project',
		'getAll',
	);
	expect(ofProject.items).toMatchObject([{ json: { id: account.project } }]);
});

it('seeds of other days stay out of reach of a date', async () => {
	const account = await world.openAccount();
	await seed(account);
	const { items } = await world.record(account, 'getAll', {
		filters: { fromDate: new Date(Date.parse('2026-05-04T08:00:00Z') + DAY).toISOString() },
	});
	expect(items).toEqual([]);
});
