import { everythingIn } from '../harness/index.mts';
import type { Attack } from '../../support/wrongSignatures.mts';
import { type Opened, type TriggerService, useTriggers } from './services.mts';

const services = useTriggers();

const REAL = 'aB3dE6gH9j';
/** Something of another account than the unsigned trigger's. */
const FOREIGN = 'foreign001';

/** Delivers, and checks that there is an answer and no run; gives the requests that it cost. */
async function repel(
	service: TriggerService,
	opened: Opened,
	{ request, status }: Attack,
): Promise<string[]> {
	await opened.clearCalls();
	const firstLog = service.logs().length;
	const delivery = await opened.trigger.deliver(request);
	expect([delivery.status, delivery.started]).toEqual([status, false]);
	const seen = everythingIn([service.logs().slice(firstLog), delivery.body]);
	expect(seen).not.toContain(service.secret);
	return await opened.calls();
}

describe.each(services)('the $name Trigger with a secret', (service) => {
	let opened: Opened;

	beforeAll(async () => {
		opened = await service.open({ secret: service.secret, parameters: service.everything });
		await opened.seed(REAL);
	});

	const attacks = service.wrongSignatures(REAL);

	it('is tried with more than forty wrong signatures', () => {
		const different = new Set(attacks.map(({ request }) => JSON.stringify(request)));
		expect(different.size).toBeGreaterThanOrEqual(40);
	});

	it.each(attacks)('turns $name away, without a request', async (attack) => {
		expect(await repel(service, opened, attack)).toEqual([]);
	});

	it.each(service.strangeBodies(service.secret))(
		'starts nothing for $name, signed rightly, and does not blame the signature',
		async (attack) => {
			expect(await repel(service, opened, attack)).toEqual([]);
		},
	);

	it.each([
		'{}',
		'{"event":"ping"}',
		'{"event":"test","data":{}}',
		'{"type":"webhook.test","data":{"message":"Hello"}}',
		'{"eventType":"webhook.test","eventId":"evt_1_t"}',
		'[]',
		'null',
		'"ping"',
	])('answers a signed test of the dashboard with 200: %s', async (body) => {
		const fresh = await service.open({ secret: service.secret, parameters: service.everything });
		const firstLog = service.logs().length;
		const ping = { name: body, status: 200, request: service.delivery(body, service.secret) };
		expect(await repel(service, fresh, ping)).toEqual([]);
		expect(service.logs().slice(firstLog)).toMatchObject([
			{ level: 'warn', message: expect.stringContaining('it is signed, but tells of nothing') },
		]);
	});

	it('still lets the right delivery in, in every way of writing the signature', async () => {
		const writings = [
			(hex: string) => `sha256=${hex}`,
			(hex: string) => hex,
			(hex: string) => hex.toUpperCase(),
			(hex: string) => `SHA256=${hex.toUpperCase()}`,
			(hex: string) => `  ${hex}  `,
		];
		for (const [index, write] of writings.entries()) {
			const body = opened.whole(`writing00${index}`);
			const signature = write(service.sign(body).replace('sha256=', ''));
			const headers = { 'content-type': 'application/json', [service.header]: signature };
			const { status, run } = await opened.trigger.deliver({ headers, body });
			expect([status, (await run)?.items.length]).toEqual([200, 1]);
		}
	});
});

describe.each(services)('the $name Trigger without a secret', (service) => {
	let opened: Opened;

	beforeAll(async () => {
		const other = await service.open({ secret: service.secret, parameters: service.everything });
		await other.seed(FOREIGN);
		opened = await service.open({ parameters: service.everything });
	});

	it.each(service.strangeBodies(undefined))(
		'starts nothing for $name, without a request',
		async (attack) => {
			expect(await repel(service, opened, attack)).toEqual([]);
		},
	);

	it.each(service.unknown(FOREIGN))(
		'starts nothing for $name, at a few requests',
		async (attack) => {
			const fresh = await service.open({ parameters: service.everything });
			const firstLog = service.logs().length;
			const requests = await repel(service, fresh, attack);
			expect(requests.length).toBeLessThanOrEqual(4);
			const lines = service.logs().slice(firstLog);
			expect(lines.filter(({ level }) => level !== 'debug').length).toBeLessThanOrEqual(1);
		},
	);

	it('has polluted nothing', () => {
		expect({}).not.toHaveProperty('isAdmin');
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});
