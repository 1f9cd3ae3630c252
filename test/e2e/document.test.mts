import { errorOf, outputOf } from '../../sandbox/n8n/client.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { until, untilQuiet } from '../support/until.mts';

const NODE = nodeType('handwritingOcr');

describe('documents in a real n8n', () => {
	const n8n = sharedN8n();
	const sandbox = sharedSandbox();

	const uploadParameters = {
		resource: 'document',
		operation: 'upload',
		inputSource: 'url',
		documentUrl: `${sandbox.url}/samples/two-pages.pdf`,
		documentAction: 'transcribe',
	};

	test('an upload, then its text as a file, which anybody with the link can open', async () => {
		const { credential } = await newCredential(n8n);
		const workflow = await n8n.createWorkflow(
			flow(
				'Upload and download',
				ocrNode('Upload', 'handwritingOcr', credential, uploadParameters),
				ocrNode('Download', 'handwritingOcr', credential, {
					resource: 'document',
					operation: 'download',
					documentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					format: 'txt',
					options: { linkExpiresAfter: 15 },
				}),
			),
		);

		const execution = await n8n.runWorkflow(workflow.id, START);

		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Upload')[0]?.json).toMatchObject({
			fileName: 'two-pages.pdf',
			pageCount: 2,
		});
		const [downloaded] = outputOf(execution, 'Download');
		const file = downloaded?.binary?.data;
		if (file === undefined) throw new Error('there is no file');
		const text = Buffer.from(await n8n.downloadBinary(file)).toString();
		expect(text).toContain('text of two-pages.pdf, page 1');
		expect(text).toContain('text of two-pages.pdf, page 2');
		// Without a login.
		const linked = await fetch(String(downloaded?.json.link));
		expect(await linked.text()).toBe(text);
		expect(downloaded?.json.linkExpiresAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\.000Z$/);
	});

	test('the picker lists the documents of the account', async () => {
		const { account, credential } = await newCredential(n8n);
		await sandbox.seedDocuments(account.token, [
			{ fileName: 'first letter.png' },
			{ fileName: 'receipt.jpg' },
		]);
		const question = {
			nodeType: NODE,
			method: 'searchDocuments',
			path: 'parameters.documentId',
			parameters: { resource: 'document', operation: 'get' },
			credentials: { handwritingOcrApi: { id: credential.id, name: credential.name } },
		};

		const all = await n8n.searchList(question);
		const some = await n8n.searchList({ ...question, filter: 'letter' });

		expect(all.results.map(({ name }) => name)).toEqual([
			expect.stringContaining('receipt.jpg'),
			expect.stringContaining('first letter.png'),
		]);
		expect(some.results.map(({ name }) => name)).toEqual([
			expect.stringContaining('first letter.png'),
		]);
	});

	test('stopping the execution ends a wait at once', async () => {
		const { account, credential } = await newCredential(n8n);
		await sandbox.updateAccount(account.token, { settings: { processing: 'manual' } });
		const workflow = await n8n.createWorkflow(
			flow('Wait for ever', ocrNode('Upload', 'handwritingOcr', credential, uploadParameters)),
		);
		const id = await n8n.startWorkflow(workflow.id, START);
		await until(async () => (await sandbox.documents(account.token)).length > 0);

		await n8n.stopExecution(id);

		const execution = await n8n.waitFor(id);
		expect(execution.status).toBe('canceled');
		await untilQuiet(async () => (await sandbox.requests(account.token)).length, 5_000);
	});

	test('a document that is not there is named', async () => {
		const { credential } = await newCredential(n8n);
		const workflow = await n8n.createWorkflow(
			flow(
				'Not there',
				ocrNode('Get', 'handwritingOcr', credential, {
					resource: 'document',
					operation: 'get',
					documentId: { __rl: true, mode: 'id', value: 'abcdefghij' },
				}),
			),
		);

		const execution = await n8n.runWorkflow(workflow.id, START);

		expect(execution.status).toBe('error');
		expect(errorOf(execution, 'Get')?.message).toBe(
			'There is no such document: abcdefghij [item 0]',
		);
	});
});
