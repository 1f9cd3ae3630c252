import { publishMcpServer } from '../support/agents/flows.mts';
import type { McpClient } from '../support/agents/mcpClient.mts';
import { scan } from '../support/agents/scan.mts';
import { READ, toolServices, uploadTool, URL_ARGUMENT } from '../support/agents/services.mts';
import { sharedN8n } from '../support/e2e/shared.mts';
import { file, startFileServer, type FileServer } from '../support/fileServer.mts';

let web: FileServer;
beforeAll(async () => {
	web = await startFileServer({
		'/one/scan.pdf': file(await scan(1), 'application/pdf'),
		'/two/scan.pdf': file(await scan(2), 'application/pdf'),
	});
});
afterAll(async () => await web.stop());

/** What a client is answered when it has the file read. */
async function answerTo(client: McpClient, path: string, tool = READ): Promise<Answer> {
	const { text, isError } = await client.call(tool, { [URL_ARGUMENT]: `${web.url}${path}` });
	const items: Array<Record<string, unknown>> = isError ? [] : JSON.parse(text);
	return { text, items, id: items[0]?.id };
}
type Answer = { text: string; items: Array<Record<string, unknown>>; id: unknown };

describe.each(toolServices)('an MCP server with $name', (service) => {
	const n8n = sharedN8n();
	const OTHER = 'Read_otherwise';

	it('gives each call of each client its own document', async () => {
		const account = await service.open(n8n);
		const server = await publishMcpServer(n8n, [
			uploadTool(service, account),
			uploadTool(service, account, { name: 'Read otherwise', parameters: service.other ?? {} }),
		]);
		const first = await server.connect('first');
		const second = await server.connect('second');

		const transcribed = await answerTo(first, '/one/scan.pdf');
		const otherwise = await answerTo(first, '/one/scan.pdf', OTHER);
		const others = await answerTo(second, '/two/scan.pdf');

		expect((await account.documents()).map(({ id }) => id)).toEqual([
			transcribed.id,
			otherwise.id,
			others.id,
		]);
		expect(transcribed.text).toContain('text of scan.pdf, page 1');
		expect(transcribed.text).not.toContain('page 2');
		expect(otherwise.items[0]?.action).not.toBe(
			service.other ? transcribed.items[0]?.action : null,
		);
		expect(others.text).toContain('text of scan.pdf, page 2');
		await Promise.all([first.close(), second.close()]);
	});

	it('gives calls at the same moment their own documents', async () => {
		const account = await service.open(n8n);
		const server = await publishMcpServer(n8n, [uploadTool(service, account)]);
		const first = await server.connect('first');
		const second = await server.connect('second');

		const [one, two] = await Promise.all([
			answerTo(first, '/one/scan.pdf'),
			answerTo(second, '/two/scan.pdf'),
		]);

		expect([one.id, two.id].toSorted()).toEqual(
			(await account.documents()).map(({ id }) => id).toSorted(),
		);
		expect([one, two].map(({ text }) => text.includes('page 2'))).toEqual([false, true]);
		await Promise.all([first.close(), second.close()]);
	});

	it('answers a time-out under Retry On Fail with a sentence, and pays once', async () => {
		const account = await service.open(n8n);
		await account.hold();
		const server = await publishMcpServer(n8n, [
			uploadTool(service, account, {
				options: { timeout: 1 },
				settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
			}),
		]);
		const client = await server.connect();

		const { items } = await answerTo(client, '/one/scan.pdf');

		const [document, ...others] = await account.documents();
		expect(others).toEqual([]);
		expect(items).toEqual([
			{
				error: expect.stringMatching(
					new RegExp(
						`^Document ${document?.id} was not finished after 1 s.*\\. .*call the tool again`,
					),
				),
			},
		]);
		await client.close();
	});

	it('after a failed call, only a call for the same content is its repetition', async () => {
		const account = await service.open(n8n);
		await account.hold();
		const server = await publishMcpServer(n8n, [
			uploadTool(service, account, { options: { timeout: 2 } }),
		]);
		const first = await server.connect('first');
		const second = await server.connect('second');

		const failed = await answerTo(first, '/one/scan.pdf');
		const others = await answerTo(second, '/two/scan.pdf');
		await account.finish();
		const repeated = await answerTo(first, '/one/scan.pdf');

		const documents = await account.documents();
		expect(documents).toHaveLength(2);
		expect(failed.items).toEqual([{ error: expect.stringContaining(documents[0]?.id ?? '') }]);
		expect(others.items).toEqual([{ error: expect.stringContaining(documents[1]?.id ?? '') }]);
		expect(others.text).not.toContain(documents[0]?.id);
		expect(repeated.id).toBe(documents[0]?.id);
		await Promise.all([first.close(), second.close()]);
	});

	it('answers a refusal with what happened and what to do next', async () => {
		const account = await service.open(n8n);
		await account.refuse(401);
		const server = await publishMcpServer(n8n, [uploadTool(service, account)]);
		const client = await server.connect();

		const { items } = await answerTo(client, '/one/scan.pdf');

		expect(items).toEqual([{ error: expect.stringMatching(/[^.]\. [A-Z].*credential.*\.$/is) }]);
		await client.close();
	});
});
