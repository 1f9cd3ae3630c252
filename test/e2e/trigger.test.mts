import { randomUUID } from 'node:crypto';
import { outputOf } from '../../sandbox/n8n/client.mts';
import { sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { endedExecutions, publishTrigger, TRIGGER } from '../support/e2e/trigger.mts';

describe('the trigger in a real n8n', () => {
	const n8n = sharedN8n();
	const sandbox = sharedSandbox();

	async function published() {
		const trigger = await publishTrigger(n8n, sandbox, {
			webhookSecret: randomUUID(),
			parameters: { events: ['processed'] },
		});
		const [document] = await sandbox.seedDocuments(trigger.token, [{ fileName: 'letter.png' }]);
		if (document === undefined) throw new Error('no document was made');
		const deliver = async (signature?: 'wrongSecret') =>
			(
				await sandbox.sendWebhook(trigger.token, {
					url: n8n.session.url + trigger.path,
					documentId: document.id,
					...(signature && { signature }),
				})
			)?.status;
		return { workflow: trigger.workflow, document, deliver };
	}

	test('a signed delivery starts the workflow with the document', async () => {
		const { workflow, document, deliver } = await published();

		expect(await deliver()).toBe(200);

		const [execution] = await endedExecutions(n8n, workflow.id, 1);
		expect(execution?.status).toBe('success');
		const whole = await n8n.execution(execution?.id ?? '');
		expect(outputOf(whole, TRIGGER).map(({ json }) => json)).toEqual([
			expect.objectContaining({ id: document.id, fileName: 'letter.png' }),
		]);
	});

	test('a forged delivery is turned away and starts nothing', async () => {
		const { workflow, deliver } = await published();

		expect(await deliver('wrongSecret')).toBe(401);

		// What it might have started would be there before what comes after it.
		expect(await deliver()).toBe(200);
		expect(await endedExecutions(n8n, workflow.id, 1)).toHaveLength(1);
	});
});
