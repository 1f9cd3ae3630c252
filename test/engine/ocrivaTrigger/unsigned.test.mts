import { realBody } from '../../support/ocriva/delivery.mts';
import { startGate } from '../../support/gate.mts';
import { everythingIn } from '../harness/index.mts';
import { sendRequest } from '../harness/sendRequest.mts';
import { ALL, openTrigger, useWorld } from './setup.mts';

const world = useWorld();

it('nothing of the caller reaches the flow when the API is down for a moment either', async () => {
	const fixture = await openTrigger(world, { key: 'project' });
	const { id } = await fixture.seed({ processingResult: { text: 'text of the API' } });
	await world.control.addFault({ token: fixture.key, route: 'get', status: 503, times: 1 });
	const run = await fixture.run(realBody(id, ',"injected":"by the caller"'));
	expect(run.items).toMatchObject([{ json: { id, text: 'text of the API' } }]);
	expect(everythingIn(run.raw)).not.toMatch(/forged|injected|by the caller|café|evt_1777/);
});

it('a forged failure of a document that is processed emits what the API says, and the honest delivery after it is a repeat', async () => {
	const fixture = await openTrigger(world, { key: 'project' });
	const { id } = await fixture.seed();
	expect(
		await fixture.emitted(fixture.event('document.failed', { id, error: 'forged' })),
	).toMatchObject([{ json: { status: 'processed', eventType: 'document.processed' } }]);
	expect(await fixture.emitted(realBody(id))).toEqual([]);
});

it('one delivery costs one request, and the sender does not wait for it', async () => {
	const account = await world.openAccount();
	const id = await world.seed(account);
	const gate = await startGate(world.sandbox.url);
	const ocrivaApi = { ...account.projectCredentials.ocrivaApi, baseUrl: `${gate.url}/ocriva/v1` };
	const trigger = world.engine.trigger({ type: 'ocrivaTrigger', credentials: { ocrivaApi } });
	const { status } = await sendRequest(trigger.url, {
		headers: { 'content-type': 'application/json' },
		body: realBody(id),
	});
	expect(status).toBe(200);
	await gate.untilAsked();
	gate.open();
	const [delivery] = await trigger.waitForDeliveries(1);
	expect((await delivery?.run)?.items).toMatchObject([{ json: { id } }]);
	expect(await world.requests(account)).toMatchObject([{ route: 'get' }]);
	await gate.stop();
});

it('the option to confirm costs no second request, as every delivery is confirmed', async () => {
	const fixture = await openTrigger(world, { parameters: { options: { confirmWithApi: true } } });
	const { id } = await fixture.seed();
	expect(await fixture.emitted(fixture.event('document.processed', { id }))).toHaveLength(1);
	expect(await fixture.calls()).toEqual(['get']);
});

it('an upload whose record is not there yet does not hide the end of the document', async () => {
	const fixture = await openTrigger(world, { parameters: { events: ALL } });
	const id = 'upload0001';
	const first = await fixture.deliver(fixture.event('document.uploaded', { id }));
	expect(first.started).toBe(false);
	await fixture.seed({ uploadId: id });
	expect(await fixture.emitted(fixture.event('document.processed', { id }))).toMatchObject([
		{ json: { status: 'processed' } },
	]);
});

it('with a key that is not valid any more the run says so', async () => {
	const fixture = await openTrigger(world);
	const { id } = await fixture.seed();
	await world.control.updateAccount(fixture.account.token, { settings: { keys: 'expired' } });
	const { error, items } = await fixture.run(fixture.event('document.processed', { id }));
	expect(error?.message).toContain('The API key is not valid');
	expect(items).toEqual([]);
});

it.each([
	['a project of another organization', 'foreign'],
	['the other project of the organization, with the key of the first', 'other'],
	['no project, with the key of the organization', 'none'],
])('a stranger who names %s starts no run, not even one that fails', async (_name, which) => {
	const fixture = await openTrigger(world, {
		key: which === 'other' ? 'project' : 'organization',
	});
	const { id } = await fixture.seed({
		projectId: which === 'other' ? fixture.account.otherProject : fixture.account.project,
	});
	const projectId = { foreign: 'foreign01', other: fixture.account.otherProject, none: undefined }[
		which
	];
	const { status, started } = await fixture.deliver({
		...fixture.event('document.processed', { id }),
		projectId,
	});
	expect([status, started]).toEqual([200, false]);
	expect((await fixture.calls()).length).toBeLessThanOrEqual(3);
});

it('documents that finish together stay within the 60 requests that a key has in a minute', async () => {
	const fixture = await openTrigger(world, {
		settings: { rateLimit: { requests: 60, seconds: 60, window: 'clock', reset: 'always' } },
	});
	const ids = Array.from({ length: 40 }, (_, index) => `together${index}`);
	await world.control.seedDocuments(
		fixture.account.token,
		ids.map((id) => ({ id })),
	);
	const deliveries = await Promise.all(
		ids.map(async (id) => await fixture.deliver(fixture.event('document.processed', { id }))),
	);
	const runs = await Promise.all(deliveries.map(async ({ run }) => await run));
	expect(runs.flatMap((run) => run?.items ?? [])).toHaveLength(40);
	const statuses = (await world.control.requests(fixture.key)).map(({ status }) => status);
	expect(statuses.length).toBeLessThan(ids.length);
	expect(new Set(statuses)).toEqual(new Set([200]));
});
