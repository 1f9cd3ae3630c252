import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxClient } from '../../sandbox/client.mts';
import { type N8nClient, outputOf } from '../../sandbox/n8n/client.mts';
import { sendRequest } from '../engine/harness/sendRequest.mts';
import { sharedSandbox } from '../support/e2e/shared.mts';
import {
	endedExecutions,
	publishOcrivaTrigger,
	sendWhole,
	TRIGGER,
} from '../support/e2e/trigger.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { realBody, SECRET } from '../support/ocriva/delivery.mts';
import {
	type Attack,
	strangeBodies,
	unknownThings,
	wrongSignatures,
} from '../support/ocriva/hostile.mts';
import { until } from '../support/until.mts';

const control = sandboxClient(sharedSandbox().url, 'ocriva');
let userFolder: string;
let n8n: TestN8n;
let client: N8nClient;

const start = async () => {
	n8n = await startN8n({ userFolder });
	client = await n8n.connect();
};

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-ocriva-'));
	await start();
});

afterAll(async () => {
	await n8n?.stop();
	await rm(userFolder, { recursive: true, force: true });
});

/** A published workflow that consists of the trigger, with an organization of its own. */
async function publish(webhookSecret?: string) {
	const events = ['document.processed', 'document.failed', 'batch.completed', 'template.created'];
	return await publishOcrivaTrigger(client, control, { webhookSecret, parameters: { events } });
}

type Published = Awaited<ReturnType<typeof publish>>;

/** Has the sandbox deliver an event of a record; what it was answered. */
async function announce(
	{ token, path }: Published,
	documentId: string | undefined,
	more: object = {},
): Promise<number | null | undefined> {
	const sent = await control.sendWebhook(token, { url: n8n.url + path, documentId, ...more });
	return sent?.status;
}

async function emitted({ workflow }: Published, runs: number): Promise<unknown[]> {
	const all = await endedExecutions(client, workflow.id, runs);
	expect(all.map(({ status }) => status)).toEqual(Array.from({ length: runs }, () => 'success'));
	const whole = await Promise.all(all.map(async ({ id }) => await client.execution(id)));
	return whole.flatMap((execution) => outputOf(execution, TRIGGER)).map(({ json }) => json.id);
}

test.each([
	['signed', SECRET],
	['not signed', undefined],
])(
	'deliveries that are %s start one run each, and each document passes once, also after a restart of n8n',
	async (_name, webhookSecret) => {
		const trigger = await publish(webhookSecret);
		const records = await control.seedDocuments(
			trigger.token,
			Array.from({ length: 6 }, (_, index) => ({ fileName: `page ${index}.png` })),
		);
		const ids = records.map(({ id }) => id).sort();
		const events = ids.map((documentId, index) => ({
			documentId,
			eventId: `evt_1777881600000_${index}`,
		}));
		const all = async () =>
			await Promise.all(
				events.map(
					async ({ documentId, eventId }) =>
						await announce(trigger, documentId, { eventId, nonAscii: true, spacing: 'unusual' }),
				),
			);

		expect(await all()).toEqual(ids.map(() => 200));
		expect((await emitted(trigger, 6)).sort()).toEqual(ids);

		await n8n.stop();
		await start();
		await until(async () => (await sendRequest(n8n.url + trigger.path, {})).status !== 404);
		expect(await all()).toEqual(ids.map(() => 200));
		expect((await emitted(trigger, 12)).sort()).toEqual(ids);
	},
);

describe('hostile deliveries', () => {
	/** Sends one after the other; what each was answered. */
	async function answers({ path }: Published, attacks: Attack[]): Promise<Array<[string, number]>> {
		const seen: Array<[string, number]> = [];
		for (const { name, request } of attacks) {
			const response = await sendWhole(n8n.url + path, request);
			expect(await response.text()).not.toContain(SECRET);
			seen.push([name, response.status]);
		}
		return seen;
	}

	const expected = (attacks: Attack[]) => attacks.map(({ name, status }) => [name, status]);
	const calls = async ({ key }: Published) =>
		(await control.requests(key)).map(({ route }) => route);

	test('with a secret none starts a run or costs a request', async () => {
		const trigger = await publish(SECRET);
		const [record] = await control.seedDocuments(trigger.token, [{ fileName: 'letter.png' }]);
		const attacks = [...wrongSignatures(record?.id ?? ''), ...strangeBodies(SECRET)];
		expect(attacks.length).toBeGreaterThanOrEqual(80);
		// Of a body that is no text n8n gives no bytes, so that its signature cannot be checked.
		expect(await answers(trigger, attacks)).toEqual(
			expected(attacks).map(([name, status]) => [name, name === 'bytes' ? 401 : status]),
		);
		for (const signature of ['none', 'wrongSecret'])
			expect(await announce(trigger, record?.id, { signature })).toBe(401);
		expect(await announce(trigger, record?.id)).toBe(200);
		expect(await emitted(trigger, 1)).toEqual([record?.id]);
		expect(await calls(trigger)).toEqual([]);
	});

	test('without a secret none starts a run, and those of unknown things cost a look', async () => {
		const trigger = await publish();
		const strange = strangeBodies(undefined);
		expect(await answers(trigger, strange)).toEqual(expected(strange));
		expect(await calls(trigger)).toEqual([]);
		const [foreign] = await control.seedDocuments((await control.createAccount()).token, [{}]);
		const unknown = unknownThings(foreign?.id ?? '').slice(0, 6);
		expect(await answers(trigger, unknown)).toEqual(expected(unknown));
		const [record] = await control.seedDocuments(trigger.token, [
			{ fileName: 'letter.png', processingResult: { text: 'text of the API' } },
		]);
		const response = await sendRequest(n8n.url + trigger.path, {
			headers: { 'content-type': 'application/json' },
			body: realBody(record?.id ?? ''),
		});
		expect(response.status).toBe(200);
		expect(await emitted(trigger, 1)).toEqual([record?.id]);
		const [execution] = await endedExecutions(client, trigger.workflow.id, 1);
		expect(JSON.stringify(await client.execution(execution?.id ?? ''))).not.toContain('forged');
	});
});
