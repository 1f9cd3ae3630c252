import type { INodeParameters } from 'n8n-workflow';
import type { Answered, MadeUp, Strike } from '../support/faultProxy.mts';
import { problemsOf } from './faults/check.mts';
import { FaultBench } from './faults/run.mts';
import {
	FAULT_SERVICES,
	handwritingOcr,
	natifAi,
	ocriva,
	type FaultOperation,
	type FaultService,
} from './faults/services.mts';

const bench = new FaultBench();
beforeAll(async () => await bench.start());
afterAll(async () => await bench.stop());

/** Runs an operation of the fault table, with other parameters and with its answer struck. */
const struck = async (
	service: FaultService,
	name: string,
	strike: Strike,
	parameters: INodeParameters = {},
) => {
	const known = service.operations[name];
	const operation = { ...known, parameters: { ...known?.parameters, ...parameters } };
	const changed = { ...service, operations: { [name]: operation as FaultOperation } };
	const observed = await bench.strike(changed, name, strike, await bench.open(service));
	return { ...observed, problems: problemsOf(observed) };
};

/** No fault: what counts are the parameters. */
const untouched: Strike = {
	change: ({ status, body, headers }: Answered): MadeUp => ({
		status,
		body,
		headers: { 'content-type': String(headers['content-type']) },
	}),
};

const given = (body: unknown, type = 'application/json'): Strike => ({
	answer: { status: 200, headers: { 'content-type': type }, body },
});

const REFUSALS = [
	{ success: false, message: 'Quota exceeded' },
	{ statusCode: 500, message: 'Internal', error: 'Internal Server Error' },
	{ ok: false, errors: ['bad thing'] },
	{ status: 'error', code: 17, requestId: 'r-1' },
];

it.each([{}, { asData: true }])('what has a title and a code is no refusal: %j', async (more) => {
	const body = { title: 'Minutes of the board', type: 'letter', code: 'B-7' };
	const parameters = { format: 'json', ...more };
	const { outcome, problems } = await struck(ocriva, 'Record > Export', given(body), parameters);
	expect([outcome, problems]).toEqual(['comes through', []]);
});

describe.each(REFUSALS)('200 with %j is no result', (body) => {
	it.each(['getExtractions', 'getDocumentSplitting', 'getSubPdfs', 'getPageImages'])(
		'Natif.ai, %s',
		async (operation) => {
			const path = /-|extractions$/;
			const known: FaultOperation = {
				parameters: { resource: 'result', operation },
				struck: (request) => path.test(request.path.replace(/^.*\/results\/[^/]+/, '')),
			};
			const service = { ...natifAi, operations: { odd: known } };
			const observed = await bench.strike(service, 'odd', given(body), await bench.open(natifAi));
			expect(observed.outcome).toMatch(/^The service answered with something else than a result/);
			expect(problemsOf(observed)).toEqual([]);
		},
	);

	it.each([
		[ocriva, 'Record > Export', { format: 'template' }],
		[ocriva, 'Record > Export', { format: 'json' }],
		[ocriva, 'Record > Export', { format: 'json', asData: true }],
	])('of a file: $name, %s, %j', async (service, operation, parameters) => {
		const { outcome, problems } = await struck(service, operation, given(body), parameters);
		expect(outcome).toMatch(/^The service gave a refusal in JSON instead of the file "\w/);
		expect(problems).toEqual([]);
	});
});

const PAGE = (title: string, content = '') =>
	`<!doctype html><html><head><title>${title}</title></head><body>${content}</body></html>`;

describe('Ocriva gives what a template or HTML makes', () => {
	const page = (body: string, headers: Record<string, string> = {}): Strike => ({
		answer: { status: 200, headers: { 'content-type': 'text/html', ...headers }, body },
	});
	const export_ = async (strike: Strike, parameters: INodeParameters) =>
		await struck(ocriva, 'Record > Export', strike, parameters);

	describe.each([
		{ format: 'template' },
		{ format: 'html' },
		{ format: 'template', asData: true },
		{ format: 'html', asData: true },
	])('%j', (parameters) => {
		it.each([
			PAGE('Sign in to continue'),
			PAGE('Portal', '<form action="/login"></form>'),
			PAGE('Down for maintenance'),
			PAGE('', 'Access denied. Your request was blocked.'),
		])('and not %s', async (body) => {
			const { outcome, problems } = await export_(page(body), parameters);
			expect(outcome).toMatch(/^The service gave a web page instead of the file "\w/);
			expect(problems).toEqual([]);
		});

		it.each([
			[PAGE('Invoice', '<table><tr><td>B-7</td></tr></table>'), {}],
			[PAGE('Sign in'), { 'content-disposition': 'attachment; filename="letter.html"' }],
		])('%s', async (body, headers) => {
			const { outcome } = await export_(page(body, headers), parameters);
			expect(outcome).toBe('comes through');
		});
	});
});

const READINGS = ['Document > Get', 'Result > Get', 'Record > Get'];
const ID_KEYS = ['"id":"', '"processing_id":"', '"id":"'];
const ID_PARAMETERS = ['documentId', 'processingId', 'recordId'];

describe.each(
	FAULT_SERVICES.map((service, index) => ({
		service,
		name: service.name,
		reading: READINGS[index] ?? '',
		idKey: ID_KEYS[index] ?? '',
		parameter: ID_PARAMETERS[index] ?? '',
	})),
)('$name', ({ service, reading, idKey, parameter }) => {
	it.each(['12345678901234567891', '-9007199254740993', '9007199254740991', '42'])(
		'keeps each digit of the id %s',
		async (id) => {
			const change = ({ status, body }: Answered): MadeUp => ({
				status,
				headers: { 'content-type': 'application/json' },
				body: body.toString().replace(new RegExp(`${idKey}[^"]*"`), `${idKey.slice(0, -1)}${id}`),
			});
			const { result } = await struck(service, reading, { change });
			expect(result.items).toMatchObject([{ json: { id } }]);
		},
	);

	const withId = async (wrap: (id: string) => string) => {
		const account = await bench.open(service);
		const id = account.ids[0] ?? '';
		const value = wrap(id);
		const isLocator = parameter !== 'processingId';
		account.parameters[parameter] = isLocator ? { __rl: true, mode: 'id', value } : value;
		return { id, ...(await bench.strike(service, reading, untouched, account)) };
	};

	it.each([
		['in quotes', (id: string) => `"${id}"`],
		['in the marks of code', (id: string) => ` \`${id}\` `],
		['with a mark of no width', (id: string) => `${id}\u200b`],
	])('takes an id %s', async (_case, wrap) => {
		const { id, result } = await withId(wrap);
		expect(result.items).toMatchObject([{ json: { id } }]);
	});

	it.each(['undefined', 'null', 'NaN', '"null"'])('asks for no document %s', async (value) => {
		const { outcome, sent } = await withId(() => value);
		expect(outcome).toMatch(/^"(Document|Processing ID|Record)" is not an? (processing )?ID: "/);
		expect(sent).toBe(0);
	});
});

describe('a switch that is given as text', () => {
	const LISTS: Array<[FaultService, string]> = [
		[handwritingOcr, 'Document > Get Many'],
		[natifAi, 'Workflow > Get Many'],
		[ocriva, 'Record > Get Many'],
	];
	describe.each(LISTS)('$name, %s', (service, operation) => {
		it.each(['true', 'TRUE', ' false '])('%p', async (returnAll) => {
			const { outcome } = await struck(service, operation, untouched, { returnAll });
			expect(outcome).toBe('comes through');
		});

		it('is refused where it is neither', async () => {
			const parameters = { returnAll: 'all of them' };
			const { outcome, nextStep } = await struck(service, operation, untouched, parameters);
			expect(outcome).toBe('"all of them" is not a valid value for "Return All"');
			expect(nextStep).toBe('Use one of: true, false.');
		});
	});

	const UPLOADS: Array<[FaultService, string]> = [
		[handwritingOcr, 'Document > Upload'],
		[natifAi, 'Document > Process'],
		[ocriva, 'Document > Upload'],
	];
	it.each(UPLOADS)('"Wait for Completion" of $name, %s', async (service, operation) => {
		const parameters = { waitForCompletion: '={{ "false" }}' };
		const { result } = await struck(service, operation, untouched, parameters);
		expect(result.items).toMatchObject([{ json: { text: '' } }]);
	});
});
