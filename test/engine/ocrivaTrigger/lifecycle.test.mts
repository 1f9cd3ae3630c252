import { realBody } from '../../support/ocriva/delivery.mts';
import { everythingIn } from '../harness/index.mts';
import { delivery, openTrigger, SECRET, sign, useWorld } from './setup.mts';

const world = useWorld();

describe('publishing', () => {
	it('checks the key with one request, each time anew', async () => {
		const { credentials, token } = await world.openAccount();
		const trigger = world.engine.trigger({ type: 'ocrivaTrigger', credentials });
		const routes = async () => (await world.control.requests(token)).map(({ route }) => route);
		await trigger.activate();
		expect(await routes()).toEqual(['projects']);
		await trigger.activate();
		expect(await routes()).toEqual(['projects', 'projects']);
	});

	it('shows a wrong key', async () => {
		const { credentials } = await world.openAccount();
		const wrong = { ocrivaApi: { ...credentials.ocrivaApi, apiKey: 'ocr_wrong' } };
		const trigger = world.engine.trigger({ type: 'ocrivaTrigger', credentials: wrong });
		await expect(trigger.activate()).rejects.toMatchObject({
			message: expect.stringMatching(/^The API key is not valid(?!.*\[item)/),
			description: expect.stringContaining('credential'),
		});
		expect(await trigger.delete()).toBe(true);
	});

	it('shows a base URL that is none', async () => {
		const { credentials } = await world.openAccount();
		const wrong = { ocrivaApi: { ...credentials.ocrivaApi, baseUrl: 'ftp://example.com' } };
		await expect(
			world.engine.trigger({ type: 'ocrivaTrigger', credentials: wrong }).activate(),
		).rejects.toThrow('"Base URL"');
	});

	it('shows a project that the key does not reach', async () => {
		const { projectCredentials, project, otherProject } = await world.openAccount();
		const trigger = (value: string) =>
			world.engine.trigger({
				type: 'ocrivaTrigger',
				parameters: { projectId: { __rl: true, mode: 'id', value } },
				credentials: projectCredentials,
			});
		await expect(trigger(otherProject).activate()).rejects.toMatchObject({
			message: expect.stringContaining('does not reach the project'),
			description: expect.stringContaining('"Project"'),
		});
		await expect(trigger('../templates').activate()).rejects.toThrow('"Project" is not an ID');
		await trigger(project).activate();
	});

	it('shows that nothing could ever start it', async () => {
		const { credentials } = await world.openAccount();
		const trigger = world.engine.trigger({
			type: 'ocrivaTrigger',
			parameters: { events: ['template.deleted'] },
			credentials,
		});
		await expect(trigger.activate()).rejects.toMatchObject({
			message: expect.stringContaining('without a webhook secret'),
			description: expect.stringContaining('credential'),
		});
		const signed = await world.openAccount({ webhookSecret: SECRET });
		await world.engine
			.trigger({
				type: 'ocrivaTrigger',
				parameters: { events: ['template.deleted'] },
				credentials: signed.credentials,
			})
			.activate();
	});

	it('offers the projects of the key', async () => {
		const { credentials, projects } = await world.openAccount();
		const { results } = await world.engine.listSearch(
			{ type: 'ocrivaTrigger', credentials },
			'searchProjects',
		);
		expect(results.map(({ value }) => value).sort()).toEqual(projects.map(({ id }) => id).sort());
	});
});

it('a run that no delivery started says what starts it', async () => {
	const { credentials } = await world.openAccount();
	const { error } = await world.engine.run({ type: 'ocrivaTrigger', credentials });
	expect(error?.message).toContain('No event was delivered');
});

it('a test run in the editor takes the same event again and again', async () => {
	const fixture = await openTrigger(world, { webhookSecret: SECRET });
	const event = fixture.event('document.processed', {
		id: 'aB3dE6gH9j',
		processingResult: { text: 'text' },
	});
	expect(await fixture.emitted(event)).toHaveLength(1);
	const spec = {
		type: 'ocrivaTrigger',
		credentials: fixture.account.credentials,
		mode: 'manual' as const,
	};
	const input = [{ json: { repeated: true, source: 'delivery', event } }];
	for (const _ of [1, 2])
		expect((await world.engine.run({ ...spec, input })).items).toHaveLength(1);
});

it('secret and key appear in no answer, log, item or error', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		key: 'project',
		parameters: { options: { confirmWithApi: true } },
	});
	const { id } = await fixture.seed();
	const body = realBody(id);
	const good = await fixture.deliver(body);
	await good.run;
	const forged = await fixture.trigger.deliver(delivery(body, 'another'));
	await world.control.addFault({
		token: fixture.key,
		route: 'get',
		status: 403,
		body: { statusCode: 403, message: `no: ${fixture.key} ${SECRET}`, error: 'Forbidden' },
		times: null,
	});
	const failed = await fixture.deliver(realBody('other00001', '', 'evt_1_other'));
	const runs = [await good.run, await failed.run];
	expect(runs.map((run) => run?.status)).toEqual(['success', 'error']);
	// What the service repeats is told, without them.
	expect(everythingIn(runs[1]?.error)).toContain('no: *** ***');
	const everything = everythingIn([
		good.body,
		forged.body,
		failed.body,
		runs.map((run) => run && [run.raw, run.logs, run.items]),
		world.engine.logs,
	]);
	expect(everything).not.toContain(fixture.key);
	expect(everything).not.toContain(SECRET);
	expect(everything).not.toContain(sign(body));
});
