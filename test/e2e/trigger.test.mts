import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf, type Execution } from '../../sandbox/n8n/client.mts';
import { flow, ocrNode } from '../support/e2e/flow.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';

describe('the trigger in a real n8n', () => {
	const n8n = sharedN8n();
	const sandbox = sharedSandbox();

	async function publish(): Promise<{ token: string; workflowId: string; url: string }> {
		const { account, credential } = await newCredential(n8n);
		const trigger = ocrNode('Finished', 'handwritingOcrTrigger', credential, {
			events: ['processed'],
		});
		const path = crypto.randomUUID();
		const workflow = await n8n.createWorkflow(
			flow('On finished documents', { ...trigger, webhookId: path }),
		);
		await n8n.activate(workflow);
		return {
			token: account.token,
			workflowId: workflow.id,
			url: `${n8n.session.url}/webhook/${path}/handwriting-ocr`,
		};
	}

	/** n8n answers the activation before the webhook is there. */
	async function untilRegistered(url: string): Promise<void> {
		while (
			(
				await fetch(url, {
					method: 'POST',
					body: '{}',
					headers: { 'content-type': 'application/json' },
				})
			).status === 404
		)
			await sleep(50);
	}

	async function finished(workflowId: string): Promise<Execution> {
		for (;;) {
			const [newest] = await n8n.executions(workflowId);
			if (newest !== undefined) return await n8n.waitFor(newest.id);
			await sleep(50);
		}
	}

	test('a signed delivery starts the workflow with the document', async () => {
		const { token, workflowId, url } = await publish();
		await untilRegistered(url);
		const [document] = await sandbox.seedDocuments(token, [{ fileName: 'letter.png' }]);
		if (document === undefined) throw new Error('no document was made');

		const answer = await sandbox.sendWebhook(token, { url, documentId: document.id });

		expect(answer?.status).toBe(200);
		const execution = await finished(workflowId);
		expect(execution.status).toBe('success');
		expect(outputOf(execution, 'Finished').map(({ json }) => json)).toEqual([
			expect.objectContaining({ id: document.id, fileName: 'letter.png' }),
		]);
	});

	test('a forged delivery is turned away and starts nothing', async () => {
		const { token, workflowId, url } = await publish();
		await untilRegistered(url);
		const [document] = await sandbox.seedDocuments(token, [{ fileName: 'letter.png' }]);
		if (document === undefined) throw new Error('no document was made');

		const answer = await sandbox.sendWebhook(token, {
			url,
			documentId: document.id,
			signature: 'wrongSecret',
		});

		expect(answer?.status).toBe(401);
		await sleep(500);
		expect(await n8n.executions(workflowId)).toEqual([]);
	});
});
