import { sandboxClient } from '../../sandbox/client.mts';
import { errorOf, outputOf } from '../../sandbox/n8n/client.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import { newOcrivaCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';
import { until, untilQuiet } from '../support/until.mts';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('Ocriva in a real n8n', () => {
	const n8n = sharedN8n();
	const sandbox = sharedSandbox();
	const ocriva = sandboxClient(sandbox.url, 'ocriva');

	const upload = {
		resource: 'document',
		operation: 'upload',
		inputSource: 'url',
		documentUrl: `${sandbox.url}/samples/table.png`,
	};

	test('a document with a template, then its PDF as a file', async () => {
		const { account, credential } = await newOcrivaCredential(n8n);
		const templateId = account.templates.find(({ name }) => name === 'Full page')?.templateId ?? '';
		const read = { ...upload, templateId: byId(templateId) };
		const download = {
			resource: 'record',
			operation: 'export',
			recordId: byId('={{ $json.id }}'),
			format: 'pdf',
		};
		const workflow = await n8n.createWorkflow(
			flow(
				'Upload and export',
				ocrNode('Upload', 'ocriva', credential, read),
				ocrNode('Export', 'ocriva', credential, download),
			),
		);

		const execution = await n8n.runWorkflow(workflow.id, START);

		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Upload')).toMatchObject([
			{
				json: {
					service: 'Ocriva',
					fileName: 'table.png',
					action: 'Full page',
					status: 'processed',
					pageCount: 1,
					fields: { File: 'table.png' },
				},
			},
		]);
		const file = outputOf(execution, 'Export')[0]?.binary?.data;
		if (file === undefined) throw new Error('there is no file');
		expect(file.fileName).toBe('table.pdf');
		expect(Buffer.from(await n8n.downloadBinary(file)).toString('latin1', 0, 5)).toBe('%PDF-');
	});

	test('the pickers list projects, and the templates of the chosen one', async () => {
		const { account, credential } = await newOcrivaCredential(n8n);
		const search = async (method: string, path: string, parameters: object) => {
			const { results } = await n8n.searchList({
				nodeType: nodeType('ocriva'),
				method,
				path,
				parameters: { resource: 'document', operation: 'upload', ...parameters },
				credentials: { ocrivaApi: { id: credential.id, name: credential.name } },
			});
			return results.map(({ name }) => name);
		};
		expect(await search('searchProjects', 'parameters.projectId', {})).toEqual(['Front office']);
		const projectId = { __rl: true, mode: 'list', value: account.projects[0]?.id };
		expect(await search('searchTemplates', 'parameters.templateId', { projectId })).toEqual([
			'Full page',
			'Membership form',
			'Plain text',
			'Price list',
		]);
	});

	test('stopping the execution ends a wait at once', async () => {
		const { account, credential } = await newOcrivaCredential(n8n);
		await ocriva.updateAccount(account.token, { settings: { processing: 'manual' } });
		const workflow = await n8n.createWorkflow(
			flow(
				'Wait for ever',
				ocrNode('Upload', 'ocriva', credential, {
					...upload,
					projectId: byId(account.projects[0]?.id ?? ''),
				}),
			),
		);
		const id = await n8n.startWorkflow(workflow.id, START);
		const asked = async () => (await ocriva.requests(account.projects[0]?.token)).length;
		await until(async () => (await asked()) >= 2);

		await n8n.stopExecution(id);

		expect((await n8n.waitFor(id)).status).toBe('canceled');
		await untilQuiet(asked, 5_000);
	});
});
