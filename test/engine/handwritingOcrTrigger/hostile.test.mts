import { everythingIn } from '../harness/index.mts';
import { realBody } from '../../support/handwritingOcr/delivery.mts';
import {
	type Attack,
	strangeBodies,
	unknownDocuments,
	wrongSignatures,
} from '../../support/handwritingOcr/hostile.mts';
import { type TriggerFixture, openTrigger, SECRET, sign, useWorld } from './setup.mts';

const world = useWorld();

const REAL = 'aB3dE6gH9j';
/** A document of another account than the unsigned trigger's. */
const FOREIGN = 'foreign001';

let signed: TriggerFixture;
let unsigned: TriggerFixture;

beforeAll(async () => {
	signed = await openTrigger(world, { webhookSecret: SECRET });
	unsigned = await openTrigger(world);
	await signed.seed({ id: REAL });
	await signed.seed({ id: FOREIGN });
});

/**
 * Delivers, and checks that there is an answer, no run, and one line in the log; gives the requests
 * that it cost.
 */
async function repel(fixture: TriggerFixture, { request, status }: Attack): Promise<string[]> {
	await world.sandbox.control.clearRequests(fixture.account.token);
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
		const body = realBody(REAL);
		const hex = sign(body).slice('sha256='.length);
		const headers = [
			`sha256=${hex}`,
			hex,
			hex.toUpperCase(),
			`SHA256=${hex.toUpperCase()}`,
			`  ${hex}  `,
		];
		const deliveries = headers.map(
			async (signature) =>
				await signed.trigger.deliver({
					headers: { 'content-type': 'application/json', 'x-signature': signature },
					body,
				}),
		);
		const runs = await Promise.all(
			(await Promise.all(deliveries)).map(async ({ status, run }) => [status, (await run)?.status]),
		);
		expect(runs).toEqual(headers.map(() => [200, 'success']));
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

	it.each(unknownDocuments(FOREIGN))('starts nothing for $name', async ({ request }) => {
		await world.sandbox.control.clearRequests(unsigned.account.token);
		const firstLog = world.engine.logs.length;
		const { status, started } = await unsigned.trigger.deliver(request);
		expect([status, started]).toEqual([200, false]);
		expect(world.engine.logs.slice(firstLog)).toMatchObject([
			{ level: 'warn', message: expect.stringContaining('the API does not know it') },
		]);
		expect(await unsigned.calls()).toEqual(['get']);
	});

	it('has polluted nothing', () => {
		expect({}).not.toHaveProperty('isAdmin');
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});
