import { errorOf, outputOf } from '../../sandbox/n8n/client.mts';
import { runAgent } from '../support/agents/flows.mts';
import { READ, toolServices, uploadTool, URL_ARGUMENT } from '../support/agents/services.mts';
import { flow, ocrNode, START } from '../support/e2e/flow.mts';
import { sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { versions } from './worlds.mts';

const RETRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
const TOLD = /^The upload of "letter\.png" was not confirmed: The connection to \S+ broke off/;

const documentUrl = () => `${sharedSandbox().url}/samples/letter.png`;

/** A service without a list cannot tell what became of the upload. */
const isListed = (name: string) => name !== 'Natif.ai';

describe.each(versions)('an answer that got lost in $name', ({ name }) => {
	const n8n = sharedN8n(name);

	test.each(toolServices)('is not paid again by Retry On Fail: $name', async (service) => {
		const account = await service.open(n8n);
		await account.lose();
		const node = ocrNode('Upload', service.type, account.credential, {
			...service.upload,
			inputSource: 'url',
			documentUrl: documentUrl(),
		});

		const workflow = await n8n.createWorkflow(flow('Lost', { ...node, ...RETRIES }));
		const execution = await n8n.runWorkflow(workflow.id, START);

		const [document, ...others] = await account.documents();
		expect(others).toEqual([]);
		if (isListed(service.name))
			expect(outputOf(execution, 'Upload')).toMatchObject([{ json: { id: document?.id } }]);
		else expect(errorOf(execution, 'Upload')?.message).toMatch(TOLD);
	});

	test.each(toolServices)('is not paid again as a tool of AI Agent 3: $name', async (service) => {
		const account = await service.open(n8n);
		await account.lose();
		const values = { [URL_ARGUMENT]: documentUrl() };

		const { answers } = await runAgent(n8n, {
			version: 3,
			script: [{ calls: [{ name: READ, arguments: values }] }, { text: 'Done' }],
			tools: [uploadTool(service, account, { settings: RETRIES })],
		});

		const [document, ...others] = await account.documents();
		expect(others).toEqual([]);
		const [answer] = answers.flatMap((text) => JSON.parse(text));
		if (isListed(service.name)) expect(answer).toMatchObject({ id: document?.id });
		else expect(answer.error).toMatch(TOLD);
	});
});
