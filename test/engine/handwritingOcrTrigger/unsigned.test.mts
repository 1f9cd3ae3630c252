import { startGate } from '../../support/gate.mts';
import { until } from '../../support/until.mts';
import { everythingIn } from '../harness/index.mts';
import { sendRequest } from '../harness/sendRequest.mts';
import { realBody } from '../../support/handwritingOcr/delivery.mts';
import { delivery, itemsOf, openTrigger, useWorld } from './setup.mts';

const world = useWorld();

afterEach(() => jest.restoreAllMocks());

it.each(['document', 'pages', 'raw'])(
	'what is emitted as %s comes from the API, not from the caller',
	async (output) => {
		const fixture = await openTrigger(world, { parameters: { output } });
		const { id } = await fixture.seed({ fileName: 'letter.png' });
		const run = await fixture.run(realBody(id, ',"injected":"by the caller"'));
		expect(run.items).toHaveLength(1);
		expect(everythingIn(run.items)).toContain('text of letter.png, page 1');
		expect(everythingIn(run.raw)).not.toMatch(/forged|injected|by the caller|café/);
	},
);

it('a forged failure of a document that is processed emits what the API says, also after an honest delivery', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed();
	expect(await fixture.emitted({ id, status: 'failed', error: 'forged' })).toMatchObject([
		{ json: { status: 'processed' } },
	]);
	expect(await fixture.emitted(realBody(id))).toEqual([]);
});

it('the document that the API names counts, whatever the letters of the id that the caller gave', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed();
	const bodies = [
		{ id },
		{ document_id: id },
		{ data: { id } },
		{ id: 'evt_1', status: 'ok', document: { id, status: 'processed' } },
	];
	const runs = await Promise.all(bodies.map(async (body) => await fixture.run(body)));
	expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
});

it('one delivery costs one request, and the sender does not wait for it', async () => {
	const account = await world.openAccount();
	const [document] = await world.sandbox.control.seedDocuments(account.token, [{}]);
	const gate = await startGate(world.sandbox.url);
	const { handwritingOcrApi } = account.credentials;
	const trigger = world.engine.trigger({
		type: 'handwritingOcrTrigger',
		credentials: { handwritingOcrApi: { ...handwritingOcrApi, baseUrl: `${gate.url}/v3` } },
	});
	const { status } = await sendRequest(trigger.url, { body: { id: document?.id } });
	expect(status).toBe(200);
	await gate.untilAsked();
	gate.open();
	const [delivery] = await trigger.waitForDeliveries(1);
	expect((await delivery?.run)?.items).toMatchObject([{ json: { id: document?.id } }]);
	expect(await world.requests(account)).toMatchObject([{ route: 'get' }]);
	await gate.stop();
});

it('the option to confirm costs no second request, as every delivery is confirmed', async () => {
	const fixture = await openTrigger(world, { parameters: { options: { confirmWithApi: true } } });
	const { id } = await fixture.seed();
	expect(await fixture.emitted({ id })).toHaveLength(1);
	expect(await fixture.calls()).toEqual(['get']);
});

it('a delivery while the API is down for a moment is confirmed by the run', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed();
	await world.sandbox.control.addFault({
		token: fixture.account.token,
		route: 'get',
		status: 503,
		times: 1,
	});
	const { run } = await fixture.deliver(realBody(id));
	expect((await run)?.items).toMatchObject([{ json: { id, text: 'text of seeded.pdf, page 1' } }]);
});

it('with a token that is not valid any more the run says so', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed();
	await world.sandbox.control.addFault({
		token: fixture.account.token,
		route: 'get',
		status: 401,
		times: 10,
		body: { message: 'Unauthenticated.' },
	});
	const { error, items } = await fixture.run(realBody(id));
	expect(error?.message).toContain('The API token is not valid');
	expect(items).toEqual([]);
});

it('with a credential that cannot be used nothing runs, and the sender may try again', async () => {
	const { credentials } = await world.openAccount();
	const broken = { handwritingOcrApi: { ...credentials.handwritingOcrApi, baseUrl: 'nowhere' } };
	const trigger = world.engine.trigger({ type: 'handwritingOcrTrigger', credentials: broken });
	const { status, started, body } = await trigger.deliver(delivery({ id: 'abc123' }));
	expect([status, started]).toEqual([503, false]);
	expect(body).not.toContain('nowhere');
});

it('a flood of invented ids costs a bounded number of requests, starts nothing, and ends in 503', async () => {
	const fixture = await openTrigger(world);
	const firstLog = world.engine.logs.length;
	// No allowance comes back while the clock stands still.
	jest.spyOn(Date, 'now').mockReturnValue(Date.now());
	const flood = Array.from({ length: 700 }, async (_, index) => {
		const response = await sendRequest(fixture.trigger.url, {
			headers: { 'content-type': 'application/json' },
			body: `{"id":"flood${index}","status":"processed"}`,
		});
		await response.text();
		return response;
	});
	const responses = await Promise.all(flood);
	const refused = responses.filter(({ status }) => status === 503);
	expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 503]));
	expect(refused.length).toBeGreaterThan(100);
	expect(refused[0]?.headers.get('retry-after')).toBe('60');
	await until(async () => (await fixture.calls()).length >= 30);
	expect(await fixture.calls()).toHaveLength(30);
	expect(world.engine.logs.slice(firstLog).length).toBeLessThanOrEqual(700);
	// What waits is let through as time passes: here a minute each time that somebody looks at the
	// clock.
	let minutes = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 60_000 * minutes++);
	expect((await fixture.runs(700)).filter(Boolean)).toEqual([]);
	jest.restoreAllMocks();
	// The other triggers do not feel it.
	const calm = await openTrigger(world);
	const { id } = await calm.seed();
	expect(await calm.emitted({ id })).toHaveLength(1);
});

it('a flood with one invented id costs one request', async () => {
	const fixture = await openTrigger(world);
	const deliveries = await Promise.all(
		Array.from({ length: 200 }, async () => await fixture.deliver(realBody('invented01'))),
	);
	expect(new Set(deliveries.map(({ status, started }) => `${status} ${started}`))).toEqual(
		new Set(['200 false']),
	);
	expect(await fixture.calls()).toEqual(['get']);
});
