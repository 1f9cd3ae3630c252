import { type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import { delivery, realBody, SECRET } from '../support/handwritingOcr/delivery.mts';
import {
	type Attack,
	strangeBodies,
	unknownDocuments,
	wrongSignatures,
} from '../support/handwritingOcr/hostile.mts';
import { sharedSandbox } from '../support/e2e/shared.mts';
import {
	endedExecutions,
	publishTrigger,
	type PublishedTrigger,
	sendPatiently,
	sideBySide,
	TRIGGER,
} from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { until } from '../support/until.mts';

const REAL = 'aB3dE6gH9j';
/** A document of another account than the unsigned trigger's. */
const FOREIGN = 'foreign001';
const FLOOD = 300;
/** So many deliveries of a flood are on their way at the same time. */
const AT_ONCE = 40;

const sandbox = sharedSandbox();
let n8n: TestN8n;
let client: N8nClient;
let signed: PublishedTrigger;
let unsigned: PublishedTrigger;

beforeAll(async () => {
	n8n = await startN8n();
	client = await n8n.connect();
	signed = await publishTrigger(client, sandbox, { webhookSecret: SECRET });
	unsigned = await publishTrigger(client, sandbox);
	await sandbox.seedDocuments(signed.token, [{ id: REAL }, { id: FOREIGN }]);
});

afterAll(async () => await n8n?.stop());

const send = async ({ path }: PublishedTrigger, request: Attack['request']) =>
	await sendRequest(n8n.url + path, request);

/** Sends one after the other; what each was answered. */
async function answers(
	trigger: PublishedTrigger,
	attacks: Attack[],
): Promise<Array<[string, number]>> {
	const all: Array<[string, number]> = [];
	for (const { name, request } of attacks) {
		const response = await send(trigger, request);
		expect(await response.text()).not.toContain(SECRET);
		all.push([name, response.status]);
	}
	return all;
}

const expected = (attacks: Attack[]) => attacks.map(({ name, status }) => [name, status]);

const calls = async ({ token }: PublishedTrigger) =>
	(await sandbox.requests(token)).map(({ route }) => route);

/** How often the log tells of a delivery that was turned away, once it does so that often. */
async function refusals(atLeast = 0): Promise<number> {
	return await until(async () => {
		const count = (await n8n.log()).split('a delivery was answered with').length - 1;
		return count >= atLeast && { count };
	}).then(({ count }) => count);
}

describe('in a real n8n', () => {
	test('a wrong signature is turned away, whatever it looks like, without a request', async () => {
		const attacks = wrongSignatures(REAL);
		expect(attacks.length).toBeGreaterThanOrEqual(40);
		const before = await refusals();
		expect(await answers(signed, attacks)).toEqual(expected(attacks));
		const all = before + attacks.filter(({ status }) => status === 401).length;
		expect(await refusals(all)).toBe(all);
		expect(await calls(signed)).toEqual([]);
	});

	test('a strange body starts nothing, signed rightly', async () => {
		const attacks = strangeBodies(SECRET);
		expect(await answers(signed, attacks)).toEqual(expected(attacks));
		expect(await calls(signed)).toEqual([]);
	});

	test('a strange body starts nothing without a secret, and costs no request', async () => {
		const attacks = strangeBodies(undefined);
		expect(await answers(unsigned, attacks)).toEqual(expected(attacks));
		expect(await calls(unsigned)).toEqual([]);
	});

	test('a document that the API does not know starts nothing without a secret, and costs one request', async () => {
		const attacks = unknownDocuments(FOREIGN);
		expect(await answers(unsigned, attacks)).toEqual(expected(attacks));
		await until(async () => (await calls(unsigned)).length >= attacks.length);
		expect(await calls(unsigned)).toEqual(attacks.map(() => 'get'));
	});

	test('a flood of forged signatures costs no request', async () => {
		const before = await refusals();
		const statuses = await flood(
			signed,
			(id) => delivery(realBody(id), 'another secret'),
			(sent) => sent.length >= FLOOD,
		);
		expect(new Set(statuses)).toEqual(new Set([401]));
		expect(await refusals(before + statuses.length)).toBe(before + statuses.length);
		expect(await calls(signed)).toEqual([]);
	});

	test('all of this has started no execution, and the right delivery starts one', async () => {
		const [mine] = await sandbox.seedDocuments(unsigned.token, [{ fileName: 'mine.png' }]);
		const right = [
			{ trigger: signed, request: delivery(realBody(REAL), SECRET), id: REAL },
			{ trigger: unsigned, request: delivery({ id: mine?.id }), id: mine?.id },
		];
		for (const { trigger, request, id } of right) {
			expect((await send(trigger, request)).status).toBe(200);
			const executions = await endedExecutions(client, trigger.workflow.id, 1);
			expect(executions.map(({ status, mode }) => ({ status, mode }))).toEqual([
				{ status: 'success', mode: 'webhook' },
			]);
			expect(outputOf(await client.execution(executions[0]?.id ?? ''), TRIGGER)).toMatchObject([
				{ json: { id } },
			]);
		}
		expect(await calls(signed)).toEqual([]);
	});

	test('a flood of invented ids without a secret costs a bounded number of requests, starts nothing, and ends in 503', async () => {
		const victim = await publishTrigger(client, sandbox);
		const since = performance.now();
		// More than deliveries without a secret have room for.
		const statuses = await flood(
			victim,
			(id) => delivery({ id, status: 'processed' }),
			(sent) => sent.includes(503),
		);
		expect(new Set(statuses)).toEqual(new Set([200, 503]));
		const asked = await until(async () => {
			const { length } = await calls(victim);
			return length >= 30 && length;
		});
		// 30 at once, and 30 more with each minute.
		const minutes = (performance.now() - since) / 60_000;
		expect(asked).toBeLessThanOrEqual(30 + 30 * minutes + 1);

		// Other triggers do not feel it.
		const calm = await publishTrigger(client, sandbox);
		const [document] = await sandbox.seedDocuments(calm.token, [{}]);
		await send(calm, delivery({ id: document?.id }));
		expect(await endedExecutions(client, calm.workflow.id, 1)).toMatchObject([
			{ status: 'success' },
		]);
		expect(await client.allExecutions(victim.workflow.id)).toEqual([]);
	});
});

/** Deliveries in a rush, each with another id, until it is enough; what they were answered. */
async function flood(
	{ path }: PublishedTrigger,
	request: (id: string) => Attack['request'],
	isEnough: (statuses: number[]) => boolean,
): Promise<number[]> {
	const statuses: number[] = [];
	await sideBySide(
		AT_ONCE,
		() => !isEnough(statuses),
		async (index) => {
			const response = await sendPatiently(client.session, path, request(`flood${index}`));
			await response.text();
			statuses.push(response.status);
		},
	);
	return statuses;
}
