import { everythingIn } from '../harness/index.mts';
import { realBody } from '../../support/handwritingOcr/delivery.mts';
import { delivery, openTrigger, SECRET, sign, useWorld } from './setup.mts';

const world = useWorld();

describe('publishing', () => {
	it('checks the token with one request, each time anew', async () => {
		const { credentials, token } = await world.openAccount();
		const trigger = world.engine.trigger({ type: 'handwritingOcrTrigger', credentials });
		const routes = async () =>
			(await world.sandbox.control.requests(token)).map(({ route }) => route);
		await trigger.activate();
		expect(await routes()).toEqual(['list']);
		await trigger.activate();
		expect(await routes()).toEqual(['list', 'list']);
	});

	it('shows a wrong token, and where to get the right one', async () => {
		const { credentials } = await world.openAccount();
		const wrong = { handwritingOcrApi: { ...credentials.handwritingOcrApi, apiToken: '1|wrong' } };
		const trigger = world.engine.trigger({ type: 'handwritingOcrTrigger', credentials: wrong });
		const failure = {
			message: expect.stringMatching(/^The API token is not valid(?!.*\[item)/),
			description: expect.stringContaining('app.handwritingocr.com/settings?tab=api'),
		};
		await expect(trigger.activate()).rejects.toMatchObject(failure);
		expect(await trigger.delete()).toBe(true);
	});

	it('shows a base URL that is none', async () => {
		const { credentials } = await world.openAccount();
		const wrong = {
			handwritingOcrApi: { ...credentials.handwritingOcrApi, baseUrl: 'ftp://example.com' },
		};
		await expect(
			world.engine.trigger({ type: 'handwritingOcrTrigger', credentials: wrong }).activate(),
		).rejects.toThrow('"Base URL"');
	});
});

it('a run that no delivery started says what starts it', async () => {
	const { credentials } = await world.openAccount();
	const { error } = await world.engine.run({ type: 'handwritingOcrTrigger', credentials });
	expect(error?.message).toContain('No document was delivered');
});

it('a test run in the editor takes the same document again and again', async () => {
	const fixture = await openTrigger(world, { webhookSecret: SECRET });
	const { id } = await fixture.seed();
	expect(await fixture.emitted({ id })).toHaveLength(1);
	const spec = {
		type: 'handwritingOcrTrigger',
		credentials: fixture.account.credentials,
		mode: 'manual' as const,
	};
	const input = [{ json: { repeated: true, document: { id } } }];
	for (const _ of [1, 2])
		expect((await world.engine.run({ ...spec, input })).items).toHaveLength(1);
});

it('secret and token appear in no answer, log, item or error', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { options: { confirmWithApi: true, downloadFormat: 'txt' } },
	});
	const { token } = fixture.account;
	const { id } = await fixture.seed();
	const good = await fixture.deliver(realBody(id));
	await good.run;
	const forged = await fixture.trigger.deliver(delivery(realBody(id), 'another'));
	await world.sandbox.control.addFault({
		token,
		route: 'get',
		status: 422,
		body: { message: `no: ${token} ${SECRET}` },
		times: 1,
	});
	const failed = await fixture.deliver(realBody('other00001'));
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
	expect(everything).not.toContain(token.split('|')[1]);
	expect(everything).not.toContain(SECRET);
	expect(everything).not.toContain(sign(realBody(id)).slice('sha256='.length));
});
