import {
	errorOf,
	outputOf,
	type StoredCredential,
	type WorkflowNode,
} from '../../sandbox/n8n/client.mts';
import { sandboxClient } from '../../sandbox/client.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import {
	newCredential,
	newNatifAiCredential,
	sharedN8n,
	sharedSandbox,
} from '../support/e2e/shared.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { until, untilQuiet } from '../support/until.mts';

const CUSTOM = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('Natif.ai in a real n8n', () => {
	const n8n = sharedN8n();
	const sandbox = sharedSandbox();
	const natifAi = sandboxClient(sandbox.url, 'natifAi');

	const processParameters = {
		resource: 'document',
		operation: 'process',
		workflow: byId(CUSTOM),
		inputSource: 'url',
		documentUrl: `${sandbox.url}/samples/table.png`,
	};

	test('a document, then its PDF as a file', async () => {
		const { credential } = await newNatifAiCredential(n8n);
		const download = {
			resource: 'result',
			operation: 'downloadPdf',
			processingId: '={{ $json.id }}',
			outputDataFieldName: 'data',
		};
		const workflow = await n8n.createWorkflow(
			flow(
				'Process and download',
				ocrNode('Process', 'natifAi', credential, processParameters),
				ocrNode('Download', 'natifAi', credential, download),
			),
		);

		const execution = await n8n.runWorkflow(workflow.id, START);

		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Process')).toMatchObject([
			{ json: { service: 'Natif.ai', fileName: 'table.png', status: 'processed', pageCount: 1 } },
		]);
		const file = outputOf(execution, 'Download')[0]?.binary?.data;
		if (file === undefined) throw new Error('there is no file');
		expect(file.fileName).toBe('table.pdf');
		expect(Buffer.from(await n8n.downloadBinary(file)).toString('latin1', 0, 5)).toBe('%PDF-');
	});

	test('the credential test passes with the key and fails with another', async () => {
		const { credential } = await newNatifAiCredential(n8n);
		expect(await n8n.testCredential(credential)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		const wrong = await n8n.createCredential({
			name: 'Wrong key',
			type: 'natifAiApi',
			data: { apiKey: 'wrong', baseUrl: `${sandbox.url}/natif-ai` },
		});
		expect(await n8n.testCredential(wrong)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('The API key is not valid'),
		});
	});

	test('the picker lists the workflows that documents can be sent to', async () => {
		const { credential } = await newNatifAiCredential(n8n);
		const { results } = await n8n.searchList({
			nodeType: nodeType('natifAi'),
			method: 'searchWorkflows',
			path: 'parameters.workflow',
			parameters: { resource: 'document', operation: 'process' },
			credentials: { natifAiApi: { id: credential.id, name: credential.name } },
			filter: 'o',
		});
		expect(results.map(({ name, value }) => [name, value])).toEqual(
			expect.arrayContaining([
				['OCR', 'ocr'],
				['Invoice Extraction', 'invoice_extraction'],
			]),
		);
	});

	test('stopping the execution ends a wait at once', async () => {
		const { account, credential } = await newNatifAiCredential(n8n);
		await natifAi.updateAccount(account.token, { settings: { processing: 'manual' } });
		const workflow = await n8n.createWorkflow(
			flow('Wait for ever', ocrNode('Process', 'natifAi', credential, processParameters)),
		);
		const id = await n8n.startWorkflow(workflow.id, START);
		await until(async () => (await natifAi.requests(account.token)).length >= 2);

		await n8n.stopExecution(id);

		expect((await n8n.waitFor(id)).status).toBe('canceled');
		await untilQuiet(async () => (await natifAi.requests(account.token)).length, 5_000);
	});

	test('takes the place of Handwriting OCR, and the next nodes stay as they are', async () => {
		const { credential: first } = await newCredential(n8n);
		const { credential: second } = await newNatifAiCredential(n8n);
		const code: WorkflowNode = {
			name: 'Code',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [0, 0],
			parameters: {
				jsCode:
					'return $input.all().map(({ json }) => ({ json: { file: json.fileName, pages: json.pageCount, rows: json.tables.flatMap(({ rows }) => rows), reads: json.text.includes("table.png") } }));',
			},
		};
		const given = async (
			credential: StoredCredential,
			type: string,
			parameters: WorkflowNode['parameters'],
		) => {
			const workflow = await n8n.createWorkflow(
				flow('Exchange', ocrNode('Read', type, credential, parameters), code),
			);
			const execution = await n8n.runWorkflow(workflow.id, START);
			expect(errorOf(execution)).toBeUndefined();
			return outputOf(execution, 'Code').map(({ json }) => json);
		};

		const before = await given(first, 'handwritingOcr', {
			resource: 'document',
			operation: 'upload',
			inputSource: 'url',
			documentUrl: processParameters.documentUrl,
			documentAction: 'tables',
		});
		const after = await given(second, 'natifAi', processParameters);

		expect(before).toEqual([
			{
				file: 'table.png',
				pages: 1,
				rows: [
					['first of table.png, page 1', '1.50'],
					['second', '2.00'],
				],
				reads: true,
			},
		]);
		expect(after).toEqual(before);
	});
});
