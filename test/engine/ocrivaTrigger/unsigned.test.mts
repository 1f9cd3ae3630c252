import { realBody } from '../../support/ocriva/delivery.mts';
import { everythingIn } from '../harness/index.mts';
import { ALL, delivery, openDoorbell, useWorld } from './setup.mts';

const world = useWorld();

afterEach(() => jest.restoreAllMocks());

it.each(['document', 'pages', 'raw'])(
	'what is emitted as %s comes from the API, not from the caller',
	async (output) => {
		const doorbell = await openDoorbell(world, { key: 'project', parameters: { output } });
		const { id } = await doorbell.seed({
			fileName: 'letter.png',
			processingResult: { text: 'text of the API' },
		});
		const run = await doorbell.run(realBody(id, ',"injected":"by the caller"'));
		expect(run.items).toHaveLength(1);
		expect(everythingIn(run.items)).toContain('text of the API');
		expect(everythingIn(run.raw)).not.toMatch(/forged|injected|by the caller|café|evt_1777/);
	},
);

it('nothing of the caller reaches the flow when the API is down for a moment either', async () => {
	const doorbell = await openDoorbell(world, { key: 'project' });
	const { id } = await doorbell.seed({ processingResult: { text: 'text of the API' } });
	await world.control.addFault({ token: doorbell.key, route: 'get', status: 503, times: 1 });
	const run = await doorbell.run(realBody(id, ',"injected":"by the caller"'));
	expect(run.items).toMatchObject([{ json: { id, text: 'text of the API' } }]);
	expect(everythingIn(run.raw)).not.toMatch(/forged|injected|by the caller|café|evt_1777/);
});

it('a forged failure of a document that is processed emits what the API says, and the honest delivery after it is a repeat', async () => {
	const doorbell = await openDoorbell(world, { key: 'project' });
	const { id } = await doorbell.seed();
	expect(
		await doorbell.emitted(doorbell.event('document.failed', { id, error: 'forged' })),
	).toMatchObject([{ json: { status: 'completed', eventType: 'document.processed' } }]);
	expect(await doorbell.emitted(realBody(id))).toEqual([]);
});

it('one delivery costs one request, and the sender does not wait for it', async () => {
	const doorbell = await openDoorbell(world, { key: 'project' });
	const { id } = await doorbell.seed();
	await world.control.addFault({ token: doorbell.key, route: 'get', delay: 300, times: 1 });
	let answered = false;
	const response = fetch(doorbell.trigger.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: realBody(id),
	}).then(({ status }) => {
		answered = true;
		return status;
	});
	expect(await response).toBe(200);
	const [run] = await doorbell.runs(1);
	expect(answered).toBe(true);
	expect(run?.items).toHaveLength(1);
	expect(await doorbell.calls()).toEqual(['get']);
});

it('the option to confirm costs no second request, as every delivery is confirmed', async () => {
	const doorbell = await openDoorbell(world, { parameters: { options: { confirmWithApi: true } } });
	const { id } = await doorbell.seed();
	expect(await doorbell.emitted(doorbell.event('document.processed', { id }))).toHaveLength(1);
	expect(await doorbell.calls()).toEqual(['get']);
});

it('an upload whose record is not there yet does not hide the end of the document', async () => {
	const doorbell = await openDoorbell(world, { parameters: { events: ALL } });
	const id = 'upload0001';
	const first = await doorbell.deliver(doorbell.event('document.uploaded', { id }));
	expect(first.started).toBe(false);
	await doorbell.seed({ uploadId: id });
	expect(await doorbell.emitted(doorbell.event('document.processed', { id }))).toMatchObject([
		{ json: { status: 'completed' } },
	]);
});

it('with a key that is not valid any more the run says so', async () => {
	const doorbell = await openDoorbell(world);
	const { id } = await doorbell.seed();
	await world.control.updateAccount(doorbell.account.token, { settings: { keys: 'expired' } });
	const { error, items } = await doorbell.run(doorbell.event('document.processed', { id }));
	expect(error?.message).toContain('The API key is not valid');
	expect(items).toEqual([]);
});

it.each([
	['a project of another organization', 'foreign'],
	['the other project of the organization, with the key of the first', 'other'],
	['no project, with the key of the organization', 'none'],
])('a stranger who names %s starts no run, not even one that fails', async (_name, which) => {
	const doorbell = await openDoorbell(world, {
		key: which === 'other' ? 'project' : 'organization',
	});
	const { id } = await doorbell.seed({
		projectId: which === 'other' ? doorbell.account.otherProject : doorbell.account.project,
	});
	const projectId = { foreign: 'foreign01', other: doorbell.account.otherProject, none: undefined }[
		which
	];
	const { status, started } = await doorbell.deliver({
		...doorbell.event('document.processed', { id }),
		projectId,
	});
	expect([status, started]).toEqual([200, false]);
	expect((await doorbell.calls()).length).toBeLessThanOrEqual(3);
});

it('with a credential that cannot be used nothing runs, and the sender may try again', async () => {
	const { credentials } = await world.openAccount();
	const broken = { ocrivaApi: { ...credentials.ocrivaApi, baseUrl: 'nowhere' } };
	const trigger = world.engine.trigger({ type: 'ocrivaTrigger', credentials: broken });
	const { status, started, body } = await trigger.deliver(delivery(realBody('abc123')));
	expect([status, started]).toEqual([503, false]);
	expect(body).not.toContain('nowhere');
});

it('a flood of invented ids costs less than the requests that a key has in a minute, starts nothing, and ends in 503', async () => {
	const doorbell = await openDoorbell(world);
	const flood = Array.from({ length: 700 }, async (_, index) => {
		const body = JSON.stringify(
			doorbell.event(['document.processed', 'document.failed'][index % 2] ?? '', {
				id: `flood${index}`,
			}),
		);
		const response = await fetch(doorbell.trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
		await response.text();
		return response.status;
	});
	const statuses = await Promise.all(flood);
	expect(new Set(statuses)).toEqual(new Set([200, 503]));
	expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(100);
	const calls = await doorbell.calls();
	expect(calls.length).toBeGreaterThanOrEqual(6);
	expect(calls.length).toBeLessThan(40);
	// What waits is let through as time passes: here a minute each time that somebody looks at the
	// clock.
	let minutes = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 60_000 * minutes++);
	expect((await doorbell.runs(700)).filter(Boolean)).toEqual([]);
	jest.restoreAllMocks();
	// The other triggers do not feel it.
	const calm = await openDoorbell(world);
	const { id } = await calm.seed();
	expect(await calm.emitted(calm.event('document.processed', { id }))).toHaveLength(1);
}, 120_000);

it('documents that finish together stay within the 60 requests that a key has in a minute', async () => {
	const doorbell = await openDoorbell(world, {
		settings: { rateLimit: { requests: 60, seconds: 60, window: 'clock', reset: 'always' } },
	});
	const ids = Array.from({ length: 40 }, (_, index) => `together${index}`);
	await world.control.seedDocuments(
		doorbell.account.token,
		ids.map((id) => ({ id })),
	);
	const deliveries = await Promise.all(
		ids.map(async (id) => await doorbell.deliver(doorbell.event('document.processed', { id }))),
	);
	const runs = await Promise.all(deliveries.map(async ({ run }) => await run));
	expect(runs.flatMap((run) => run?.items ?? [])).toHaveLength(40);
	expect((await world.control.requests(doorbell.key)).map(({ status }) => status)).toEqual(
		ids.map(() => 200),
	);
});

it('a flood with one invented id costs what one does', async () => {
	const doorbell = await openDoorbell(world);
	const event = doorbell.event('document.processed', { id: 'invented01' });
	const deliveries = await Promise.all(
		Array.from({ length: 200 }, async () => await doorbell.deliver(event)),
	);
	expect(new Set(deliveries.map(({ status, started }) => `${status} ${started}`))).toEqual(
		new Set(['200 false']),
	);
	expect(await doorbell.calls()).toEqual(['get', 'list']);
});
