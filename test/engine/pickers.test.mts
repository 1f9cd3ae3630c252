import { file, startFileServer, type FileServer, type Route } from '../support/fileServer.mts';
import { PAGES } from '../support/strangers.mts';
import { withClock } from './harness/clock.mts';
import { createEngine, type Engine } from './harness/index.mts';

/** What the lists show from which the user picks something in the editor. */
let engine: Engine;
beforeAll(async () => (engine = await createEngine()));
afterAll(async () => await engine?.close());

interface Picker {
	type: string;
	credential: string;
	method: string;
	/** A list of entries, as the service gives it. */
	listOf: (entries: object[]) => unknown;
	/** The keys of an entry's id and name. */
	keys: [id: string, name: string];
	what: string;
	state?: string;
}

const ocriva = { type: 'ocriva', credential: 'ocrivaApi' };
const pickers: Picker[] = [
	{
		type: 'handwritingOcr',
		credential: 'handwritingOcrApi',
		method: 'searchDocuments',
		listOf: (documents) => ({ documents, last_page: 1, next_page_url: null }),
		keys: ['id', 'file_name'],
		what: 'documents',
	},
	{
		type: 'natifAi',
		credential: 'natifAiApi',
		method: 'searchWorkflows',
		listOf: (workflows) => workflows,
		keys: ['workflow_id', 'name'],
		what: 'workflows',
	},
	{
		...ocriva,
		method: 'searchProjects',
		listOf: (projects) => projects,
		keys: ['id', 'name'],
		what: 'projects',
	},
	{
		...ocriva,
		method: 'searchTemplates',
		listOf: (templates) => templates,
		keys: ['templateId', 'name'],
		what: 'templates',
	},
	{
		...ocriva,
		method: 'searchRecords',
		listOf: (data) => ({ data, pagination: { page: 1, limit: 10, total: 1, pages: 1 } }),
		keys: ['id', 'fileName'],
		what: 'records',
	},
];

describe.each(pickers.map((picker): [string, Picker] => [picker.method, picker]))(
	'%s',
	(method, { type, credential, listOf, keys: [id, name], what }) => {
		let server: FileServer;
		afterEach(async () => await server.stop());

		const search = async (route: Route, filter?: string) => {
			server = await startFileServer({ '*': route });
			const values = { apiToken: 'abcdefgh', apiKey: 'abcdefgh', baseUrl: `${server.url}/v3` };
			return await withClock(
				{ speed: 200 },
				async () =>
					await engine.listSearch({ type, credentials: { [credential]: values } }, method, filter),
			);
		};
		const json = (body: unknown): Route => file(JSON.stringify(body), 'application/json');
		const entry = (itsId: unknown, itsName: unknown) => ({
			[id]: itsId,
			[name]: itsName,
			status: type === 'ocriva' ? 'completed' : 'processed',
		});

		it('shows what can be picked, by its id where it has no name', async () => {
			const entries = [
				entry('a', 'Letter'),
				entry('', 'empty'),
				entry(null, 'nothing'),
				entry({ of: 'x' }, 'object'),
				{ [name]: 'without' },
				entry('b', ''),
				entry('c', ' '),
				entry('d', null),
				entry('e', { de: 'Brief' }),
				entry(7, 8),
			];
			const { results } = await search(json(listOf(entries)));
			const shown = results.map((result) => `${result.value} ${result.name}`).toSorted();
			expect(shown).toEqual(['7 8', 'a Letter', 'b b', 'c c', 'd d', 'e e']);
		});

		it('says what to do when something else answers', async () => {
			await expect(search(file(PAGES['a firewall'], 'text/html'))).rejects.toMatchObject({
				message: `The service answered with something else than a list of ${what}: a web page titled "Attention Required! | Cloudflare"`,
				description: expect.stringMatching(/^Check the Base URL in the credential: .*\.$/),
			});
		});

		it('says what to do where a key is wrong', async () => {
			const refused: Route = (_request, response) =>
				response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
			await expect(search(refused)).rejects.toMatchObject({
				message: expect.stringMatching(/^The API (key|token) is not valid/),
				description: expect.stringMatching(/^[A-Z].*\.$/),
			});
		});

		it('asks once more, and does not let the user wait for long', async () => {
			let asked = 0;
			const busy = (once: boolean, headers: Record<string, string>): Route => {
				asked = 0;
				return (request, response) => {
					if (asked++ > 0 && once) return json(listOf([]))(request, response);
					response.writeHead(503, headers).end('busy');
				};
			};
			expect(await search(busy(true, {}))).toMatchObject({ results: [] });
			expect(asked).toBe(2);
			await server.stop();
			await expect(search(busy(false, {}))).rejects.toThrow('status 503');
			expect(asked).toBe(2);
			await server.stop();
			await expect(search(busy(false, { 'retry-after': '120' }))).rejects.toThrow('status 503');
			expect(asked).toBe(1);
		});
	},
);
