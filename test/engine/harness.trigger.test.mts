import { join } from 'node:path';
import type { Engine } from './harness/index.mts';
import { createEngine } from './harness/index.mts';

let engine: Engine;

beforeAll(async () => {
	engine = await createEngine({ packageDirectories: [join(import.meta.dirname, 'fixtures')] });
});

afterAll(async () => await engine.close());

const headers = { secret: 'right' };

describe('webhook triggers', () => {
	it('answers and starts a run with the items of webhook() and execute()', async () => {
		const delivery = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ headers, body: { id: 'a' } });
		expect([delivery.status, delivery.body, delivery.started]).toEqual([
			200,
			'{"received":true}',
			true,
		]);
		const run = await delivery.run;
		expect(run?.status).toBe('success');
		expect(run?.items).toMatchObject([
			{ json: { id: 'a', raw: '{"id":"a"}', kind: 'left alone' } },
		]);
	});

	it('keeps the raw bytes', async () => {
		const body = Buffer.from('{ "id":\t"\u00fc" }\n');
		const { run } = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ headers: { ...headers, 'content-type': 'application/json' }, body });
		expect((await run)?.items[0]?.json).toMatchObject({
			id: '\u00fc',
			raw: body.toString('latin1'),
		});
	});

	it('gives no raw bytes of a multipart body, as n8n', async () => {
		const form = new FormData();
		form.append('id', 'a');
		const { run } = await engine.trigger({ type: 'probeTrigger' }).deliver({ headers, body: form });
		expect((await run)?.items[0]?.json).toMatchObject({ raw: null });
	});

	it('can refuse without a run', async () => {
		const { status, started, run } = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ body: { id: 'a' } });
		expect([status, started, await run]).toEqual([401, false, undefined]);
	});

	it('answers by itself when webhook() returns nothing', async () => {
		const { status, body, started } = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ body: { ping: true } });
		expect([status, body, started]).toEqual([200, '{"message":"Webhook call received"}', false]);
	});

	it('answers 500 and starts a failed run when webhook() throws', async () => {
		const { status, run } = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ headers, body: { broken: true } });
		expect(status).toBe(500);
		expect(await run).toMatchObject({ status: 'error', error: { message: 'webhook() failed' } });
	});

	it('stops malformed JSON, other methods and too large bodies before the node', async () => {
		const trigger = engine.trigger({ type: 'probeTrigger' });
		const json = { ...headers, 'content-type': 'application/json' };
		const malformed = await trigger.deliver({ headers: json, body: '{"id":' });
		const get = await trigger.deliver({ method: 'GET', headers });
		const large = await trigger.deliver({
			headers: json,
			body: Buffer.alloc(17 * 1024 * 1024, 32),
		});
		expect([malformed, get, large].map(({ status, started }) => [status, started])).toEqual([
			[422, false],
			[404, false],
			[500, false],
		]);
	});

	it('lets one of eight equal deliveries through, and its own only', async () => {
		const trigger = engine.trigger({ type: 'probeTrigger' });
		const deliveries = await Promise.all(
			Array.from({ length: 8 }, () => trigger.deliver({ headers, body: { id: 'same' } })),
		);
		const runs = await Promise.all(deliveries.map(({ run }) => run));
		expect(runs.map((run) => run?.items.length).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
		const other = await engine
			.trigger({ type: 'probeTrigger' })
			.deliver({ headers, body: { id: 'same' } });
		expect((await other.run)?.items).toHaveLength(1);
	});

	it('runs the nodes behind the trigger', async () => {
		const trigger = engine.trigger({
			nodes: [
				{ type: 'probeTrigger' },
				{ type: 'probe', parameters: { value: '={{ $json.id }}' } },
			],
		});
		const { run } = await trigger.deliver({ headers, body: { id: 'a' } });
		expect((await run)?.items.map(({ json }) => json.value)).toEqual(['a', 'a']);
	});

	it('knows of deliveries that others sent to its URL', async () => {
		const trigger = engine.trigger({ type: 'probeTrigger' });
		await fetch(trigger.url, {
			method: 'POST',
			headers: { ...headers, 'content-type': 'application/json' },
			body: '{"id":"b"}',
		});
		const [delivery] = await trigger.waitForDeliveries(1);
		expect(delivery?.status).toBe(200);
		expect((await delivery?.run)?.items[0]?.json.id).toBe('b');
	});

	it('calls the webhook methods and keeps static data', async () => {
		const trigger = engine.trigger({ type: 'probeTrigger' });
		expect(await trigger.checkExists()).toBe(false);
		await trigger.activate();
		expect(trigger.staticData).toEqual({ 'node:Node': { url: trigger.url } });
		expect(await trigger.checkExists()).toBe(true);
		await trigger.delete();
		expect(await trigger.checkExists()).toBe(false);
	});
});

describe('polling triggers', () => {
	it('polls, and saves static data with emitted items only', async () => {
		const trigger = engine.trigger({ type: 'probePolling' });
		expect(await trigger.poll()).toBeNull();
		expect(trigger.staticData).toEqual({});
		expect(await trigger.poll()).toEqual([{ json: { looks: 2 } }]);
		expect(await trigger.poll()).toBeNull();
		trigger.restart();
		expect(await trigger.poll()).toBeNull();
		expect(trigger.staticData).toEqual({ 'node:Node': { looks: 2 } });
	});
});
