import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Engine } from './harness/index.mts';
import { createEngine, everythingIn } from './harness/index.mts';

let engine: Engine;
let api: Server;
let apiUrl: string;

const TOKEN = '12|token-of-the-harness-test';

beforeAll(async () => {
	engine = await createEngine({ packageDirectories: [join(import.meta.dirname, 'fixtures')] });
	api = createServer((request, response) => {
		const { url, headers } = request;
		if (url === '/never') return;
		if (url === '/slow') return void setTimeout(() => response.end('{}'), 100);
		const status = headers.authorization === `Bearer ${TOKEN}` ? 200 : 401;
		response.writeHead(url === '/broken' ? 500 : status, { 'content-type': 'application/json' });
		response.end(
			JSON.stringify({
				authorization: headers.authorization ?? null,
				message: 'in the words of the API',
			}),
		);
	});
	await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
	apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});

afterAll(async () => {
	await engine.close();
	api.closeAllConnections();
	api.close();
});

const numbers = (...values: number[]) => values.map((number) => ({ json: { number } }));
const credentials = { probeApi: { token: TOKEN } };

describe('run', () => {
	it('keeps order and pairing, and resolves expressions per item', async () => {
		const { status, items, hints } = await engine.run({
			type: 'probe',
			parameters: { value: '={{ $json.number * 10 }}' },
			input: numbers(1, 2),
		});
		expect(status).toBe('success');
		expect(items.map(({ json, pairedItem }) => [json.value, json.part, pairedItem])).toEqual([
			[10, 1, { item: 0 }],
			[10, 2, { item: 0 }],
			[20, 1, { item: 1 }],
			[20, 2, { item: 1 }],
		]);
		expect(hints).toEqual([{ message: 'A hint', location: 'outputPane' }]);
	});

	it('gives parameters that are left out their defaults', async () => {
		const { items } = await engine.run({ type: 'probe' });
		expect(items[0]?.json.value).toBe('left alone');
	});

	it('runs chains, where expressions see earlier nodes', async () => {
		const { items, output } = await engine.run({
			nodes: [
				{ type: 'probe', name: 'First', parameters: { value: 'a' } },
				{ type: 'n8n-nodes-base.noOp', name: 'Nothing' },
				{
					type: 'probe',
					name: 'Second',
					parameters: { value: "={{ $('First').item.json.part }}" },
				},
			],
		});
		expect(items.map(({ json }) => json.value)).toEqual([1, 1, 2, 2]);
		expect(output('First')).toHaveLength(2);
	});

	it('runs a workflow file with its own trigger and connections', async () => {
		const { items } = await engine.run({
			nodes: [
				{
					type: 'n8n-nodes-probe.probe',
					typeVersion: 1,
					id: '2',
					name: 'Probe',
					position: [200, 0],
					parameters: { value: '={{ $json.number }}' },
				},
				{
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					id: '1',
					name: 'Start',
					position: [0, 0],
					parameters: {},
				},
			],
			connections: { Start: { main: [[{ node: 'Probe', type: 'main', index: 0 }]] } },
			input: numbers(7),
		});
		expect(items.map(({ json }) => json.value)).toEqual([7, 7]);
	});

	it('sends the real credential header', async () => {
		const { items } = await engine.run({
			type: 'probe',
			credentials,
			parameters: { action: 'request', value: apiUrl },
		});
		expect(items[0]?.json.authorization).toBe(`Bearer ${TOKEN}`);
	});

	it('fails with the error that the node threw, of the class that the node knows', async () => {
		const { status, error, items } = await engine.run({
			type: 'probe',
			credentials,
			parameters: { action: 'request', value: `${apiUrl}/broken` },
		});
		expect(status).toBe('error');
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '500',
			description: 'in the words of the API',
		});
		expect(items).toEqual([]);
	});

	it('parts failed items from good ones on the error output', async () => {
		const spec = {
			type: 'probe',
			credentials,
			onError: 'continueErrorOutput' as const,
			parameters: { action: 'request', value: `=${apiUrl}{{ $json.path }}` },
		};
		const { status, items, errorItems } = await engine.run({
			...spec,
			input: [{ json: { path: '/broken' } }, { json: { path: '/me' } }],
		});
		expect(status).toBe('success');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(errorItems).toMatchObject([
			{ json: { path: '/broken', error: expect.any(String) }, pairedItem: { item: 0 } },
		]);
	});

	it('refuses a workflow that n8n would not start', async () => {
		await expect(engine.run({ type: 'probe', parameters: { value: '' } })).rejects.toThrow(
			'issues',
		);
	});
});

describe('cancelling', () => {
	it('ends a waiting node', async () => {
		const { status, items } = await engine.run({
			type: 'probe',
			parameters: { action: 'wait', value: '600000' },
			cancelAfter: 20,
		});
		expect(status).toBe('canceled');
		expect(items).toEqual([]);
	});

	it('listens to a signal', async () => {
		const signal = AbortSignal.timeout(20);
		const { status } = await engine.run({
			type: 'probe',
			parameters: { action: 'wait', value: '600000' },
			signal,
		});
		expect(status).toBe('canceled');
	});
});

describe('the clock', () => {
	it('lets ten minutes pass in a moment, and runs right again afterwards', async () => {
		const { setTimeout, Date } = globalThis;
		const parameters = { action: 'wait', value: '600000' };
		const { items } = await engine.run({ type: 'probe', parameters, clockSpeed: 6_000 });
		expect(items[0]?.json.waited).toBe(600_000);
		expect([globalThis.setTimeout, globalThis.Date]).toEqual([setTimeout, Date]);
	});

	it('begins when it is told to, for expressions too', async () => {
		const { items } = await engine.run({
			type: 'probe',
			parameters: { value: '={{ $now.toISO() + " " + new Date().toISOString() }}' },
			settings: { timezone: 'America/New_York' },
			startAt: Date.UTC(2028, 1, 29, 3, 30),
		});
		expect(items[0]?.json.value).toMatch(
			/^2028-02-28T22:30:0\d\.\d{3}-05:00 2028-02-29T03:30:0\d\.\d{3}Z$/,
		);
	});

	it.each([
		['goes on at its ordinary pace while an answer is on its way', '/slow', true, 100, 5_000],
		['does not stop for an answer that never comes', '/never', false, 60_000, 60_000],
	])('%s', async (_case, path, answered, least, most) => {
		const parameters = { action: 'ask', value: apiUrl + path };
		const { items } = await engine.run({ type: 'probe', parameters, clockSpeed: 6_000 });
		expect(items).toMatchObject([{ json: { answered } }]);
		const took = Number(items[0]?.json.took);
		expect([took >= least, took <= most]).toEqual([true, true]);
	});
});

describe('editor calls', () => {
	it('searches lists with the credential and the parameters', async () => {
		const found = await engine.listSearch(
			{ type: 'probe', credentials, parameters: { value: 'kept' } },
			'search',
			'letter',
			'2',
		);
		expect(found.results).toEqual([{ name: `letter 2 ${TOKEN}`, value: 'kept' }]);
	});

	it('tests credentials', async () => {
		expect(
			await engine.testCredential('probeApi', { token: TOKEN, baseUrl: apiUrl }),
		).toMatchObject({ status: 'OK' });
		expect(await engine.testCredential('probeApi', { token: 'wrong', baseUrl: apiUrl })).toEqual({
			status: 'Error',
			message: 'Unauthorized',
		});
		expect(await engine.testCredential('probeApi', { token: TOKEN })).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});
});

describe('logs', () => {
	it('holds what nodes log, with metadata', async () => {
		const { logs } = await engine.run({ type: 'probe' });
		expect(logs).toContainEqual({
			level: 'info',
			message: 'Probe is done',
			metadata: { items: 2 },
		});
		expect(everythingIn({ deep: [new Error('outside', { cause: new Error(TOKEN) })] })).toContain(
			TOKEN,
		);
	});
});
