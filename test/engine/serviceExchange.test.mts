import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { createEngine, type CredentialValues, type Engine } from './harness/index.mts';

let engine: Engine;
let sandbox: TestSandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
});
afterAll(async () => await Promise.all([engine?.close(), sandbox?.stop()]));

/** A service's node as a user puts it into the flow: everything that is not the same for all. */
type Reader = { type: string; parameters: INodeParameters; credentials: CredentialValues };

const readers: Record<string, () => Promise<Reader>> = {
	'Handwriting OCR': async () => {
		const { token } = await sandbox.createAccount();
		return {
			type: 'handwritingOcr',
			parameters: { resource: 'document', operation: 'upload', documentAction: 'tables' },
			credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${sandbox.url}/v3` } },
		};
	},
	'Natif.ai': async () => {
		const { token } = await sandbox.of('natifAi').createAccount();
		return {
			type: 'natifAi',
			parameters: {
				resource: 'document',
				operation: 'process',
				workflow: { __rl: true, mode: 'id', value: '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f' },
			},
			credentials: { natifAiApi: { apiKey: token, baseUrl: `${sandbox.url}/natif-ai` } },
		};
	},
	Ocriva: async () => {
		const { token, templates } = await sandbox.of('ocriva').createAccount();
		const { projectId = '', templateId = '' } =
			templates.find(({ name }) => name === 'Full page') ?? {};
		const byId = (value: string) => ({ __rl: true, mode: 'id', value });
		return {
			type: 'ocriva',
			parameters: {
				resource: 'document',
				operation: 'upload',
				projectId: byId(projectId),
				templateId: byId(templateId),
			},
			credentials: { ocrivaApi: { apiKey: token, baseUrl: `${sandbox.url}/ocriva/v1` } },
		};
	},
};

const services = Object.keys(readers);

const set = (name: string, fields: Record<string, string>) => ({
	type: 'n8n-nodes-base.set',
	name,
	parameters: {
		assignments: {
			assignments: Object.entries(fields).map(([field, value]) => ({
				id: field,
				name: field,
				value,
				type: 'string',
			})),
		},
	},
});

/** The nodes behind the reader, the same for every service. */
const next = {
	document: [
		set('Keep', {
			file: '={{ $json.fileName }}',
			pageCount: '={{ $json.pageCount }}',
			characters: '={{ $json.text.length > 0 }}',
			status: '={{ $json.status }}',
			header: '={{ $json.tables[0].header.map((name) => name.toLowerCase()) }}',
			rows: '={{ $json.tables.flatMap(({ rows }) => rows) }}',
			fields:
				'={{ Object.fromEntries(Object.entries($json.fields).map(([name, value]) => [name.toLowerCase(), value])) }}',
			records: '={{ $json.records.length }}',
		}),
		set('Count', {
			rows: '={{ $json.rows.length }}',
			name: '={{ $("Read").item.json.fileName }}',
			file: '={{ $json.fields.file }}',
		}),
	],
	pages: [
		set('Keep', {
			page: '={{ $json.pageNumber }}',
			of: '={{ $json.pageCount }}',
			begins: '={{ $json.text !== "" }}',
			tables: '={{ $json.tables.length }}',
		}),
	],
	rows: [set('Keep', { amount: '={{ Number($json.Amount ?? $json.amount) }}' })],
};

/** The flow with one service's node named "Read" in it, and what each of its nodes gave. */
const run = async (service: string, output: keyof typeof next) => {
	const { type, parameters, credentials } = (await readers[service]?.()) ?? {
		type: '',
		parameters: {},
		credentials: {},
	};
	const read = {
		type,
		name: 'Read',
		parameters: {
			inputSource: 'url',
			documentUrl: `${sandbox.url}/samples/table.png`,
			output,
			...parameters,
		},
	};
	const { error, output: outputOf } = await engine.run({
		nodes: [read, ...next[output]],
		credentials,
		clockSpeed: 50,
	});
	expect(error).toBeUndefined();
	return (node: string) => outputOf(node).map(({ json }) => json);
};

/**
 * The keys of a value with the types behind them, at any depth; what can be null is of no type, and
 * names of fields are free.
 */
const shapeOf = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
	if (typeof value !== 'object' || value === null) return typeof value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, member]) => member !== null)
			.map(([key, member]) => [key, key === 'fields' ? 'fields' : shapeOf(member)]),
	);
};

describe.each(services)('the flow with %s', (service) => {
	it('goes on with the document', async () => {
		const given = await run(service, 'document');
		expect(given('Keep')).toMatchObject([
			{
				file: 'table.png',
				pageCount: 1,
				characters: true,
				status: 'processed',
				header: ['item', 'amount'],
				rows: [
					['first of table.png, page 1', '1.50'],
					['second', '2.00'],
				],
				fields: { file: 'table.png', page: '1' },
				records: 0,
			},
		]);
		expect(given('Count')).toEqual([{ rows: 2, name: 'table.png', file: 'table.png' }]);
	});

	it('goes on with pages', async () => {
		expect((await run(service, 'pages'))('Keep')).toEqual([
			{ page: 1, of: 1, begins: true, tables: 1 },
		]);
	});

	it('goes on with rows', async () => {
		expect((await run(service, 'rows'))('Keep')).toEqual([{ amount: 1.5 }, { amount: 2 }]);
	});
});

it.each(['document', 'pages'] as const)(
	'every service gives the same keys and types in the output %s',
	async (output) => {
		const given: IDataObject[][] = [];
		for (const service of services) given.push((await run(service, output))('Read'));
		const [first, ...others] = given;
		const keysOf = (items: IDataObject[] = []) => items.map((item) => Object.keys(item));
		for (const other of others) expect(keysOf(other)).toEqual(keysOf(first));
		// Not every service tells dates.
		const known = (items: IDataObject[] = []) =>
			shapeOf(items.map(({ createdAt, updatedAt, deletesAt, ...rest }) => rest));
		for (const other of others) expect(known(other)).toEqual(known(first));
	},
);
