import { errorOf, outputOf } from '../../sandbox/n8n/client.mts';
import { fitExample, readExamples } from '../../sandbox/n8n/examples.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';

describe('the example workflows in a real n8n', () => {
	const n8n = sharedN8n();

	test('each consists of nodes that n8n knows', async () => {
		const known = new Set((await n8n.nodeTypes()).map(({ name }) => name));
		for (const [file, { nodes }] of await readExamples()) {
			expect({ file, unknown: nodes.map(({ type }) => type).filter((type) => !known.has(type)) }).toEqual({ file, unknown: [] });
		}
	});

	test('"Read a letter" reads the letter', async () => {
		const { account, credential } = await newCredential(n8n);
		const example = (await readExamples()).get('read-a-letter');
		if (example === undefined) throw new Error('workflows/read-a-letter.json is not there');
		const workflow = await n8n.createWorkflow(fitExample(example, sharedSandbox().url, [credential]));

		const execution = await n8n.runWorkflow(workflow.id, "When clicking 'Execute workflow'");

		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Keep the text')).toEqual([
			{ json: { text: 'text of letter.png, page 1' }, pairedItem: { item: 0 } },
		]);
		expect(await sharedSandbox().documents(account.token)).toHaveLength(1);
	});
});
