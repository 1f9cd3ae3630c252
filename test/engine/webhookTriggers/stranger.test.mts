import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sendRequest } from '../harness/sendRequest.mts';
import { type Opened, useTriggers } from './services.mts';

const MANY = 400;

const services = useTriggers();

const triggers: Array<Opened['trigger']> = [];

afterEach(async () => {
	// What waits is let through as time passes: here a minute each time that somebody looks at it.
	let minutes = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 60_000 * minutes++);
	for (const trigger of triggers.splice(0)) await trigger.settled();
	jest.restoreAllMocks();
});

/** Counts how often n8n decrypts the credential of the trigger. */
async function countReads({ credential }: Opened): Promise<() => number> {
	const { CredentialsHelper } = await import('../harness/credentials.mts');
	const { mock } = jest.spyOn(CredentialsHelper.prototype, 'getDecrypted');
	return () =>
		mock.contexts.filter((helper) => Object.values(helper['values']).includes(credential)).length;
}

/** What is allowed in the time that passes: so many at once, and then as many a minute. */
function allowance(perMinute: number): () => number {
	const start = performance.now();
	return () => Math.ceil(perMinute * (1 + (performance.now() - start) / 60_000));
}

/** Sends a delivery for each body at the same moment; what they were answered. */
async function flood(trigger: Opened['trigger'], bodies: Array<object | string>, headers = {}) {
	const sent = bodies.map(async (body) => {
		const response = await sendRequest(trigger.url, {
			headers: { 'content-type': 'application/json', ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		await response.text();
		return response.status;
	});
	return await Promise.all(sent);
}

const invented = ({ short }: Opened, name: string, count = MANY) =>
	Array.from({ length: count }, (_, index) => short(`${name}${index}`));

/**
 * Bytes in buffers that are still in use. Some go only after the streams that held them have ended,
 * so it collects until no more are given back, or no more than `enough` are left.
 */
async function bufferedBytes(enough = 0): Promise<number> {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	let bytes = Infinity;
	for (let now = 0, unchanged = 0; unchanged < 5 && bytes > enough; bytes = now) {
		await setImmediate();
		collect();
		now = process.memoryUsage().arrayBuffers;
		unchanged = now < bytes ? 0 : unchanged + 1;
	}
	return bytes;
}

describe.each(services)('a stranger who knows the URL of the $name Trigger', (service) => {
	const open = async (options?: Parameters<typeof service.open>[0]) => {
		const opened = await service.open(options);
		triggers.push(opened.trigger);
		return opened;
	};

	it('starts nothing and shuts no real delivery out, however much is sent', async () => {
		const opened = await open();
		const { trigger } = opened;
		for (const wave of ['first', 'second']) {
			const id = await opened.seed(`${wave}real1`);
			const flooding = flood(trigger, invented(opened, wave));
			const real = opened.deliver(opened.short(id));
			const delivery = await real;
			expect(delivery.status).toBe(200);
			expect((await delivery.run)?.items).toMatchObject([{ json: { id } }]);
			const statuses = await flooding;
			expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
			// After the flood the next one comes at once as well.
			const next = await opened.seed(`${wave}real2`);
			expect(await opened.emitted(opened.short(next))).toMatchObject([{ json: { id: next } }]);
		}
		expect(trigger.started.map(({ items }) => items.length)).toEqual([1, 1, 1, 1]);
	});

	it('costs a bounded number of requests, credential reads and log lines', async () => {
		const opened = await open();
		const reads = await countReads(opened);
		const allowed = allowance(service.requestsAMinute);
		const readsAllowed = allowance(60);
		const firstLog = service.logs().length;
		for (const wave of ['one', 'two']) await flood(opened.trigger, invented(opened, wave));
		const requests = (await opened.calls()).length;
		expect(requests).toBeGreaterThan(0);
		expect(requests).toBeLessThanOrEqual(allowed());
		// A request reads it too, to be signed.
		expect(reads() - requests).toBeLessThan(readsAllowed());
		const lines = service.logs().slice(firstLog);
		expect(lines.filter(({ level }) => level !== 'debug').length).toBeLessThan(6);
	});

	it('costs no request and hardly a credential read with wrong signatures', async () => {
		const opened = await open({ secret: service.secret });
		const id = await opened.seed();
		const reads = await countReads(opened);
		const readsAllowed = allowance(60);
		const firstLog = service.logs().length;
		const bodies = Array.from({ length: MANY }, () => opened.whole(id));
		const wrong = service.sign(opened.whole(id), 'another secret');
		const statuses = await flood(opened.trigger, bodies, { [service.header]: wrong });
		expect(new Set(statuses)).toEqual(new Set([401]));
		expect(await opened.calls()).toEqual([]);
		expect(reads()).toBeLessThan(readsAllowed());
		expect(service.logs().slice(firstLog).length).toBeLessThan(6);
		expect(opened.trigger.started).toEqual([]);
		expect(await opened.emitted(opened.whole(id))).toHaveLength(1);
	});

	it('costs nothing more with an id that is known to be unknown', async () => {
		const opened = await open();
		await (
			await opened.deliver(opened.short('invented01'))
		).run;
		await opened.clearCalls();
		const reads = await countReads(opened);
		const readsAllowed = allowance(60);
		await flood(
			opened.trigger,
			Array.from({ length: 500 }, () => opened.short('invented01')),
		);
		expect(await opened.calls()).toEqual([]);
		expect(reads()).toBeLessThan(readsAllowed());
	});

	it('keeps no more than a bounded number of bytes waiting', async () => {
		const opened = await open();
		const before = await bufferedBytes();
		const text = 'x'.repeat(2 ** 20);
		const bodies = invented(opened, 'large', 150).map((body) => ({ ...body, text }));
		const statuses = await flood(opened.trigger, bodies);
		expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
		// 64 MB that are being looked up, and 16 MB that are on no list.
		const limit = before + 90 * 2 ** 20;
		expect(await bufferedBytes(limit)).toBeLessThanOrEqual(limit);
	});

	it('reads no credential for each delivery when it cannot be used', async () => {
		const opened = await open();
		opened.credential.baseUrl = 'nowhere';
		const reads = await countReads(opened);
		const readsAllowed = allowance(60);
		const statuses = await flood(opened.trigger, invented(opened, 'broken', 300));
		expect(new Set(statuses)).toEqual(new Set([503]));
		expect(reads()).toBeLessThan(readsAllowed());
	});
});
