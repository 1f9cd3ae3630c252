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
	TRIGGER,
	untilReady,
} from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';

const REAL = 'aB3dE6gH9j';
/** A document of another account than the unsigned trigger's. */
const FOREIGN = 'foreign001';
const FLOOD = 300;
/** More than deliveries without a secret have room for. */
const LARGE_FLOOD = 700;

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

/** How often the log tells of a delivery that was turned away. */
async function refusals(): Promise<number> {
	return (await n8n.log()).split('a delivery was answered with').length - 1;
}

describe('in a real n8n', () => {
	test('a wrong signature is turned away, whatever it looks like, without a request', async () => {
		const attacks = wrongSignatures(REAL);
		expect(attacks.length).toBeGreaterThanOrEqual(40);
		const before = await refusals();
		expect(await answers(signed, attacks)).toEqual(expected(attacks));
		expect((await refusals()) - before).toBe(attacks.filter(({ status }) => status === 401).length);
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
		await waitFor(async () => (await calls(unsigned)).length >= attacks.length);
		expect(await calls(unsigned)).toEqual(attacks.map(() => 'get'));
	});

	test('a flood of forged signatures costs no request', async () => {
		const before = await refusals();
		const statuses = await flood(signed, FLOOD, (id) => delivery(realBody(id), 'another secret'));
		expect(new Set(statuses)).toEqual(new Set([401]));
		expect((await refusals()) - before).toBe(FLOOD);
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
	});

	test('a flood of invented ids without a secret costs a bounded number of requests, starts nothing, and ends in 503', async () => {
		const victim = await publishTrigger(client, sandbox);
		const statuses = await flood(victim, LARGE_FLOOD, (id) =>
			delivery({ id, status: 'processed' }),
		);
		expect(new Set(statuses)).toEqual(new Set([200, 503]));
		await waitFor(async () => (await calls(victim)).length >= 30);
		expect((await calls(victim)).length).toBeLessThan(60);

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

/** Many at the same moment, each with another id; what they were answered. */
async function flood(
	trigger: PublishedTrigger,
	size: number,
	request: (id: string) => Attack['request'],
): Promise<number[]> {
	const sent = Array.from({ length: size }, async (_, index) => {
		const response = await send(trigger, request(`flood${index}`));
		await response.text();
		return response.status;
	});
	const statuses = await Promise.all(sent);
	await untilReady(n8n.url);
	return statuses;
}

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
	while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}
