import { realBody } from '../../support/ocriva/delivery.mts';
import {
	type Attack,
	strangeBodies,
	unknownThings,
	wrongSignatures,
} from '../../support/ocriva/hostile.mts';
import { everythingIn } from '../harness/index.mts';
import { type TriggerFixture, openTrigger, SECRET, sign, useWorld } from './setup.mts';

const world = useWorld();

const REAL = 'aB3dE6gH9j';
/** A record of another organization than the unsigned trigger's. */
const FOREIGN = 'foreign001';

const parameters = {
	events: ['document.processed', 'document.failed', 'batch.completed', 'template.created'],
};

let signed: TriggerFixture;
let unsigned: TriggerFixture;

beforeAll(async () => {
	signed = await openTrigger(world, { parameters, webhookSecret: SECRET });
	unsigned = await openTrigger(world, { parameters, key: 'project' });
	await signed.seed({ id: REAL });
	await signed.seed({ id: FOREIGN });
});

/**
 * Delivers, and checks that there is an answer, no run, and one line in the log; gives the requests
 * that it cost.
 */
async function repel(fixture: TriggerFixture, { request, status }: Attack): Promise<string[]> {
	await world.control.clearRequests(fixture.key);
	const firstLog = world.engine.logs.length;
	const delivery = await fixture.trigger.deliver(request);
	expect([delivery.status, delivery.started]).toEqual([status, false]);
	const logs = world.engine.logs.slice(firstLog);
	expect(logs.length).toBe(status === 401 ? 1 : 0);
	expect(everythingIn([logs, delivery.body])).not.toContain(SECRET);
	return await fixture.calls();
}

describe('with a secret', () => {
	const attacks = wrongSignatures(REAL);

	it('has more than forty of them', () => {
		expect(attacks.length).toBeGreaterThanOrEqual(40);
		expect(
			new Set(attacks.map(({ request }) => JSON.stringify(request))).size,
		).toBeGreaterThanOrEqual(40);
	});

	it.each(attacks)('turns $name away, without a request', async (attack) => {
		expect(await repel(signed, attack)).toEqual([]);
	});

	it.each(strangeBodies(SECRET))('starts nothing for $name, signed rightly', async (attack) => {
		expect(await repel(signed, attack)).toEqual([]);
	});

	it('still lets the right delivery in, in every way of writing the signature', async () => {
		const bodies = ['1', '2', '3', '4', '5'].map((number) => realBody(REAL, '', `evt_1_${number}`));
		const [bare = '', prefixed = '', upper = '', both = '', spaces = ''] = bodies.map((body) =>
			sign(body),
		);
		const headers = [
			bare,
			`sha256=${prefixed}`,
			upper.toUpperCase(),
			`SHA256=${both.toUpperCase()}`,
			`  ${spaces}  `,
		];
		const deliveries = headers.map(
			async (signature, index) =>
				await signed.trigger.deliver({
					headers: { 'content-type': 'application/json', 'x-webhook-signature': signature },
					body: bodies[index],
				}),
		);
		const runs = await Promise.all(
			(await Promise.all(deliveries)).map(async ({ status, run }) => [
				status,
				(await run)?.items.length,
			]),
		);
		expect(runs).toEqual(headers.map(() => [200, 1]));
		expect(await signed.calls()).toEqual([]);
	});
});

describe('without a secret', () => {
	it.each(strangeBodies(undefined))(
		'starts nothing for $name, without a request',
		async (attack) => {
			expect(await repel(unsigned, attack)).toEqual([]);
		},
	);

	it.each(['document.processed', 'batch.completed', 'template.created'])(
		'starts nothing for %s of nothing, without a request',
		async (eventType) => {
			const body = JSON.stringify({
				eventType,
				eventId: 'evt_1_x',
				payload: { status: 'completed', processingResult: { text: 'forged' } },
			});
			expect(
				await repel(unsigned, {
					name: eventType,
					status: 401,
					request: { headers: { 'content-type': 'application/json' }, body },
				}),
			).toEqual([]);
		},
	);

	it('has polluted nothing', () => {
		expect({}).not.toHaveProperty('isAdmin');
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});

describe('without a secret, for what the organization does not have', () => {
	it.each(unknownThings(FOREIGN))('starts nothing for $name', async ({ request }) => {
		const fixture = await openTrigger(world, { parameters, key: 'project' });
		const firstLog = world.engine.logs.length;
		const { status, started } = await fixture.trigger.deliver(request);
		expect([status, started]).toEqual([200, false]);
		expect(world.engine.logs.slice(firstLog)).toMatchObject([
			{ level: 'warn', message: expect.stringContaining('the API does not know it') },
		]);
		const calls = await fixture.calls();
		expect(calls.length).toBeGreaterThan(0);
		expect(calls.length).toBeLessThanOrEqual(3);
	});
});
