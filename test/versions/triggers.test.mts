import { sandboxClient } from '../../sandbox/client.mts';
import {
	type Execution,
	type N8nClient,
	outputOf,
	type StoredWorkflow,
} from '../../sandbox/n8n/client.mts';
import { flow, ocrNode } from '../support/e2e/flow.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import {
	endedExecutions,
	publishOcrivaTrigger,
	publishTrigger,
	TRIGGER,
} from '../support/e2e/trigger.mts';
import { versions } from './worlds.mts';

const webhookSecret = 'secret-of-the-account';

const sandbox = sharedSandbox();
const ocriva = sandboxClient(sandbox.url, 'ocriva');

type Delivery = { url: string; documentId: string; signature?: 'wrongSecret' | 'none' };

/** The webhook triggers: how each is published and told of a document. */
const webhooks = [
	{
		type: 'handwritingOcrTrigger',
		publish: async (n8n: N8nClient) =>
			await publishTrigger(n8n, sandbox, {
				webhookSecret,
				parameters: { options: { downloadFormat: 'txt' } },
			}),
		seed: async (token: string) => (await sandbox.seedDocuments(token, [{}]))[0]?.id ?? '',
		deliver: async (token: string, delivery: Delivery) =>
			(await sandbox.sendWebhook(token, delivery))?.status,
		files: ['text of seeded.pdf, page 1'],
	},
	{
		type: 'ocrivaTrigger',
		publish: async (n8n: N8nClient) => await publishOcrivaTrigger(n8n, ocriva, { webhookSecret }),
		seed: async (token: string) => (await ocriva.seedDocuments(token, [{}]))[0]?.id ?? '',
		deliver: async (token: string, delivery: Delivery) =>
			(await ocriva.sendWebhook(token, { eventId: 'evt_1777881600000_1', ...delivery }))?.status,
		files: [],
	},
];

describe.each(versions)('webhooks in $name', ({ name }) => {
	const n8n = sharedN8n(name);

	test.each(webhooks)(
		'$type: a right delivery passes its document on, forged ones and repeats do not',
		async ({ publish, seed, deliver, files }) => {
			const { token, workflow, path } = await publish(n8n);
			const documentId = await seed(token);
			const send = async (signature?: Delivery['signature']) =>
				await deliver(token, {
					url: n8n.session.url + path,
					documentId,
					...(signature && { signature }),
				});

			expect([await send('none'), await send('wrongSecret'), await send()]).toEqual([
				401, 401, 200,
			]);
			await wholeExecutions(n8n, workflow, 1);
			expect(await send()).toBe(200);

			const executions = await wholeExecutions(n8n, workflow, 2);
			expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
			expect(executions.map(idsIn)).toEqual([[documentId], []]);
			expect(await textsIn(n8n, executions[0])).toEqual(
				files.map((text) => expect.stringContaining(text)),
			);
		},
	);

	test.each(webhooks)('$type: hears nothing once it is switched off', async (given) => {
		const { token, workflow, path } = await given.publish(n8n);
		await n8n.unpublish(workflow);
		const delivery = { url: n8n.session.url + path, documentId: await given.seed(token) };
		expect(await given.deliver(token, delivery)).toBe(404);
	});
});

describe('the polling trigger', () => {
	const polling = new Map<string, { workflow: StoredWorkflow; documentId: string }>();

	// n8n polls once a minute: every version waits for the same one.
	beforeAll(async () => {
		for (const { name } of versions) {
			const n8n = sharedN8n(name);
			const { account, credential } = await newCredential(n8n);
			await sandbox.seedDocuments(account.token, [{ fileName: 'before.png' }]);
			const trigger = ocrNode(TRIGGER, 'handwritingOcrPollingTrigger', credential, {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				options: { downloadFormat: 'txt' },
			});
			const workflow = await n8n.createWorkflow(flow('Polling', trigger));
			await n8n.publish(workflow);
			const [after] = await sandbox.seedDocuments(account.token, [{ fileName: 'after.png' }]);
			polling.set(name, { workflow, documentId: after?.id ?? '' });
		}
	});

	test.each(versions)('passes on what is finished after it was published: $name', async (world) => {
		const n8n = sharedN8n(world.name);
		const { workflow, documentId } = polling.get(world.name) ?? {};
		if (workflow === undefined) throw new Error('it was not published');

		const executions = await wholeExecutions(n8n, workflow, 1);
		await n8n.unpublish(workflow);

		expect(executions.map(({ status, mode }) => ({ status, mode }))).toEqual([
			{ status: 'success', mode: 'trigger' },
		]);
		expect(executions.map(idsIn)).toEqual([[documentId]]);
		expect(await textsIn(n8n, executions[0])).toEqual([
			expect.stringContaining('text of after.png, page 1'),
		]);
	});
});

/** The executions of a workflow with their data, oldest first, once there are so many. */
async function wholeExecutions(
	n8n: N8nClient,
	workflow: StoredWorkflow,
	count: number,
): Promise<Execution[]> {
	const ended = await endedExecutions(n8n, workflow.id, count);
	return await Promise.all(ended.toReversed().map(async ({ id }) => await n8n.execution(id)));
}

function idsIn(execution: Execution): unknown[] {
	return outputOf(execution, TRIGGER).map(({ json }) => json.id);
}

/** The texts of the files that an execution's items have. */
async function textsIn(n8n: N8nClient, execution: Execution | undefined): Promise<string[]> {
	const items = execution === undefined ? [] : outputOf(execution, TRIGGER);
	const files = items.flatMap(({ binary }) => Object.values(binary ?? {}));
	return await Promise.all(
		files.map(async (file) => Buffer.from(await n8n.downloadBinary(file)).toString()),
	);
}
