import { agentVersions, chatWithAgent, runAgent } from '../support/agents/flows.mts';
import { scan } from '../support/agents/scan.mts';
import { READ, toolServices, uploadTool, URL_ARGUMENT } from '../support/agents/services.mts';
import { sharedN8n } from '../support/e2e/shared.mts';
import { file, startFileServer, type FileServer } from '../support/fileServer.mts';

const DONE = { text: 'Done' };

let web: FileServer;
beforeAll(async () => {
	web = await startFileServer({
		'/one/scan.pdf': file(await scan(1), 'application/pdf'),
		'/two/scan.pdf': file(await scan(2), 'application/pdf'),
	});
});
afterAll(async () => await web.stop());

/** The model's call of the tool for a file of the web server. */
const read = (path: string) => ({
	calls: [{ name: READ, arguments: { [URL_ARGUMENT]: `${web.url}${path}` } }],
});

describe.each(agentVersions)('%s', (_agent, version) => {
	const n8n = sharedN8n();

	describe.each(toolServices)('with $name as a tool', (service) => {
		it('is given the text once, without empty keys', async () => {
			const account = await service.open(n8n);

			const { execution, answers } = await runAgent(n8n, {
				version,
				script: [read('/two/scan.pdf'), DONE],
				tools: [uploadTool(service, account)],
			});

			expect(execution.status).toBe('success');
			const [document] = await account.documents();
			expect(answers.map((answer) => JSON.parse(answer))).toEqual([
				[
					expect.objectContaining({
						id: document?.id,
						fileName: 'scan.pdf',
						pageCount: 2,
						service: service.name,
					}),
				],
			]);
			expect(answers[0]?.split('text of scan.pdf, page 2')).toHaveLength(2);
			expect(answers[0]).not.toMatch(/:(null|""|\[\]|\{\})/);
		});

		it('two calls of one file in one answer are two documents', async () => {
			const account = await service.open(n8n);
			const { calls } = read('/one/scan.pdf');

			const { answers } = await runAgent(n8n, {
				version,
				script: [{ calls: [...calls, ...calls] }, DONE],
				tools: [uploadTool(service, account)],
			});

			expect(idsIn(answers).toSorted()).toEqual(
				(await account.documents()).map(({ id }) => id).toSorted(),
			);
			expect(new Set(idsIn(answers)).size).toBe(2);
		});

		it('a call after a success is a new document, also for another file of the name and size', async () => {
			const account = await service.open(n8n);

			const { answers } = await runAgent(n8n, {
				version,
				script: [read('/one/scan.pdf'), read('/one/scan.pdf'), read('/two/scan.pdf'), DONE],
				tools: [uploadTool(service, account, { parameters: { waitForCompletion: false } })],
			});

			expect(idsIn(answers)).toEqual((await account.documents()).map(({ id }) => id));
			expect(new Set(idsIn(answers)).size).toBe(3);
		});

		it('Retry On Fail with a time-out pays once, and the model is told what to do', async () => {
			const account = await service.open(n8n);
			await account.hold();

			const { execution, answers } = await runAgent(n8n, {
				version,
				script: [read('/one/scan.pdf'), DONE],
				tools: [
					uploadTool(service, account, {
						options: { timeout: 1 },
						settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
					}),
				],
			});

			const documents = await account.documents();
			expect(documents).toHaveLength(1);
			expect(execution.status).toBe('success');
			expect(JSON.parse(answers[0] ?? '')).toEqual([
				{
					error: expect.stringMatching(
						new RegExp(
							`^Document ${documents[0]?.id} was not finished after 1 s.*\\. .*call the tool again`,
						),
					),
				},
			]);
		});

		it('a call that follows a failed one with the same content pays nothing', async () => {
			const account = await service.open(n8n);
			await account.hold();

			const { answers } = await runAgent(n8n, {
				version,
				script: [
					read('/one/scan.pdf'),
					async () => {
						await account.finish();
						return read('/one/scan.pdf');
					},
					DONE,
				],
				tools: [uploadTool(service, account, { options: { timeout: 2 } })],
			});

			const documents = await account.documents();
			expect(documents).toHaveLength(1);
			expect(JSON.parse(answers[0] ?? '')).toEqual([{ error: expect.any(String) }]);
			expect(idsIn(answers.slice(1))).toEqual([documents[0]?.id]);
		});

		it('a refusal of the service is a sentence with its next step', async () => {
			const account = await service.open(n8n);
			await account.refuse(401);

			const { execution, answers } = await runAgent(n8n, {
				version,
				script: [read('/one/scan.pdf'), DONE],
				tools: [uploadTool(service, account)],
			});

			expect(execution.status).toBe('success');
			expect(JSON.parse(answers[0] ?? '')).toEqual([
				{ error: expect.stringMatching(/[^.]\. [A-Z].*credential.*\.$/is) },
			]);
		});

		it('a failure before the first request is a sentence too', async () => {
			const account = await service.open(n8n);

			const { execution, answers } = await runAgent(n8n, {
				version,
				script: [{ calls: [{ name: READ, arguments: { [URL_ARGUMENT]: 'scan.pdf' } }] }, DONE],
				tools: [uploadTool(service, account)],
			});

			expect(execution.status).toBe('success');
			expect(JSON.parse(answers[0] ?? '')).toEqual([
				{
					error:
						'"Document URL" is not a web address: "scan.pdf". Give "Document URL" as an absolute URL that begins with https:// or http://.',
				},
			]);
		});
	});
});

it.each(agentVersions)(
	'%s has a file of an earlier node read, by an expression',
	async (_agent, version) => {
		const n8n = sharedN8n();
		const [service] = toolServices;
		const account = await service.open(n8n);

		const { answers } = await runAgent(n8n, {
			version,
			before: [
				{
					name: 'Fetch',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [0, 0],
					parameters: {
						url: `${web.url}/two/scan.pdf`,
						options: { response: { response: { responseFormat: 'file' } } },
					},
				},
			],
			script: [{ calls: [{ name: READ, arguments: {} }] }, DONE],
			tools: [
				uploadTool(service, account, {
					parameters: {
						inputSource: 'binary',
						inputDataFieldName: "={{ $('Fetch').item.binary.data }}",
						documentUrl: '',
					},
				}),
			],
		});

		expect(answers).toEqual([expect.stringContaining('text of scan.pdf, page 2')]);
	},
);

it.each(agentVersions)('%s reads a document in a streamed chat', async (_agent, version) => {
	const n8n = sharedN8n();
	const [service] = toolServices;
	const account = await service.open(n8n);

	const { answers, model } = await chatWithAgent(n8n, {
		version,
		script: [read('/two/scan.pdf'), DONE],
		tools: [uploadTool(service, account)],
	});

	expect(model.requests.map(({ stream }) => stream)).toEqual([true, true]);
	expect(answers).toEqual([expect.stringContaining('text of scan.pdf, page 2')]);
});

const idsIn = (answers: string[]): string[] =>
	answers.flatMap((answer) => (JSON.parse(answer) as Array<{ id: string }>).map(({ id }) => id));
