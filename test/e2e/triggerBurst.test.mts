import { type Execution, type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
import { delivery, realBody, SECRET } from '../support/handwritingOcr/delivery.mts';
import { sharedSandbox } from '../support/e2e/shared.mts';
import {
	endedExecutions,
	publishTrigger,
	type PublishedTrigger,
	sendPatiently,
	TRIGGER,
} from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';

const DOCUMENTS = Array.from(
	{ length: 200 },
	(_, index) => `burst${String(index).padStart(5, '0')}`,
);
/** Every fifth is delivered three times. */
const DELIVERIES = [...DOCUMENTS, ...DOCUMENTS, ...DOCUMENTS].filter(
	(_, index) => index < DOCUMENTS.length || index % 5 === 0,
);

// An n8n of its own, as hundreds of deliveries at once keep it from everything else.
let n8n: TestN8n;
let client: N8nClient;
let trigger: PublishedTrigger;

beforeAll(async () => {
	n8n = await startN8n();
	client = await n8n.connect();
	trigger = await publishTrigger(client, sharedSandbox(), { webhookSecret: SECRET });
});

afterAll(async () => await n8n?.stop());

const deliver = async (id: string) =>
	(await sendPatiently(client.session, trigger.path, delivery(realBody(id), SECRET))).status;

async function emitted(executions: Execution[]): Promise<string[]> {
	const ids: string[] = [];
	for (const { id } of executions)
		ids.push(...outputOf(await client.execution(id), TRIGGER).map(({ json }) => String(json.id)));
	return ids.sort();
}

test('200 signed deliveries at once, and repeats among them: each document once', async () => {
	expect(DELIVERIES).toHaveLength(280);
	const statuses = await Promise.all(DELIVERIES.map(deliver));
	expect(new Set(statuses)).toEqual(new Set([200]));

	// More than that when n8n was too busy to tell of one that it had started.
	const executions = await endedExecutions(client, trigger.workflow.id, DELIVERIES.length);
	expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success']));
	expect(await emitted(executions)).toEqual(DOCUMENTS);

	for (const id of DOCUMENTS.slice(0, 20)) expect(await deliver(id)).toBe(200);
	const all = await endedExecutions(client, trigger.workflow.id, executions.length + 20);
	expect(await emitted(all.slice(0, 20))).toEqual([]);
	expect((await sharedSandbox().requests(trigger.token)).map(({ route }) => route)).toEqual([]);
}, 3_600_000);
