import { publishMcpServer, runAgent } from '../support/agents/flows.mts';
import { READ, toolServices, uploadTool, URL_ARGUMENT } from '../support/agents/services.mts';
import { sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { versions } from './worlds.mts';

const argumentsFor = (file: string) => ({
	[URL_ARGUMENT]: `${sharedSandbox().url}/samples/${file}`,
});

/** A read of a sample, then the end. */
const script = (file: string) => [
	{ calls: [{ name: READ, arguments: argumentsFor(file) }] },
	{ text: 'Done' },
];

/** An answer with the document's name and text. */
const textOf = (file: string) =>
	expect.stringMatching(new RegExp(`^(?=.*"fileName":"${file}").*text of ${file}, page 1`, 's'));

/** An answer that says what happened, and what to do next. */
const SENTENCES = expect.stringMatching(/^\[\{"error":".+\. .+\."\}\]$/);

const agents = [
	{ agent: 'AI Agent 2', version: 2.2 },
	{ agent: 'AI Agent 3', version: 3 },
];

describe.each(versions)('$name', ({ name }) => {
	const n8n = sharedN8n(name);

	describe.each(toolServices)('$name as a tool', (service) => {
		test.each(agents)('reads a document for $agent', async ({ version }) => {
			const tools = [uploadTool(service, await service.open(n8n))];

			const { execution, answers } = await runAgent(n8n, {
				version,
				script: script('letter.png'),
				tools,
			});

			expect(execution.status).toBe('success');
			expect(answers).toEqual([textOf('letter.png')]);
		});

		test.each(agents)('tells $agent why it could not', async ({ version }) => {
			const tools = [uploadTool(service, await service.open(n8n))];

			const { answers } = await runAgent(n8n, { version, script: script('nothing.png'), tools });

			expect(answers).toEqual([SENTENCES]);
		});

		test('reads for two MCP clients, and tells them why it could not', async () => {
			const account = await service.open(n8n);
			const server = await publishMcpServer(n8n, [uploadTool(service, account)]);
			const [one, two] = await Promise.all([server.connect('one'), server.connect('two')]);
			expect((await one.tools()).map((tool) => tool.name)).toEqual([READ]);

			const files = ['letter.png', 'receipt.jpg', 'nothing.png'];
			const answers = await Promise.all([
				one.call(READ, argumentsFor('letter.png')),
				two.call(READ, argumentsFor('receipt.jpg')),
				two.call(READ, argumentsFor('nothing.png')),
			]);

			await Promise.all([one.close(), two.close()]);
			expect(answers.map(({ text }) => text)).toEqual([
				textOf('letter.png'),
				textOf('receipt.jpg'),
				SENTENCES,
			]);
			expect((await account.documents()).map(({ fileName }) => fileName).toSorted()).toEqual(
				files.slice(0, 2),
			);
		});
	});
});
