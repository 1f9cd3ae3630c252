import { startGate } from '../../support/gate.mts';
import { sendRequest } from '../harness/sendRequest.mts';
import { realBody } from '../../support/handwritingOcr/delivery.mts';
import { itemsOf, openTrigger, useWorld } from './setup.mts';

const world = useWorld();

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
