import { type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
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
	sendWhole,
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
	await sendWhole(n8n.url + path, request);

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

/** How often the log tells of deliveries that were turned away: once, then a count per minute. */
async function refusals(): Promise<number> {
	return (await n8n.log()).split('a delivery was answered with').length - 1;
}

const MOST_LINES = 20;

describe('in a real n8n', () => {
	test('a wrong signature is turned away, whatever it looks like, without a request', async () => {
		const attacks = wrongSignatures(REAL);
		expect(attacks.length).toBeGreaterThanOrEqual(40);
		expect(await answers(signed, attacks)).toEqual(expected(attacks));
		expect(await refusals()).toBeLessThan(MOST_LINES);
		expect(await calls(signed)).toEqual([]);
	});

	test('a strange body starts nothing, signed rightly', async () => {
		const attacks = strangeBodies(SECRET);
		// Of a body that is no text n8n gives no bytes, so that its signature cannot be checked.
		expect(await answers(signed, attacks)).toEqual(
			expected(attacks).map(([name, status]) => [name, name === 'bytes' ? 401 : status]),
		);
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
		const asked = await until(async () => {
			const routes = await calls(unsigned);
			return routes.length >= attacks.length && routes;
		});
		// A look-up of its own for each at the most, and pages of the list that serve several.
		expect(new Set([...asked, 'list'])).toEqual(new Set(['get', 'list']));
		expect(asked.filter((route) => route === 'get').length).toBeLessThanOrEqual(attacks.length);
	});

	test('a flood of forged signatures costs no request', async () => {
		const statuses = await flood(
			signed,
			(id) => delivery(realBody(id), 'another secret'),
			(sent) => sent.length >= FLOOD,
		);
		expect(new Set(statuses)).toEqual(new Set([401]));
		expect(await refusals()).toBeLessThan(MOST_LINES);
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

	test('a flood of invented ids without a secret costs a bounded number of requests, and shuts no real delivery out', async () => {
		const victim = await publishTrigger(client, sandbox);
		const since = performance.now();
		const statuses = await flood(
			victim,
			(id) => delivery({ id, status: 'processed' }),
			(sent) => sent.length >= FLOOD,
		);
		expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
		const [document] = await sandbox.seedDocuments(victim.token, [{}]);
		expect((await send(victim, delivery({ id: document?.id }))).status).toBe(200);
		expect(await endedExecutions(client, victim.workflow.id, 1)).toMatchObject([
			{ status: 'success' },
		]);
		// 20 pages and 30 look-ups at once, and as many more with each minute.
		const minutes = (performance.now() - since) / 60_000;
		expect((await calls(victim)).length).toBeLessThanOrEqual(50 + 50 * minutes + 5);
		expect(await client.allExecutions(victim.workflow.id)).toHaveLength(1);
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
