import type { INodeParameters } from 'n8n-workflow';
import { startFileServer, type FileServer } from '../support/fileServer.mts';
import { createEngine, type Engine } from './harness/index.mts';

/** What one page of a list says. */
type Page = { ids: number[]; total?: unknown; isLast?: boolean };
/** What a service answers for a page. @param page from 1 */
type List = (page: number, size: number) => Page;

let engine: Engine;
let server: FileServer;
let list: List = () => ({ ids: [] });
let asked = 0;

const minute = (id: number) => `2026-03-05T10:${String(id % 60).padStart(2, '0')}:00.000Z`;

const SERVICES = [
	{
		type: 'handwritingOcr',
		parameters: { resource: 'document', operation: 'getAll' },
		credentials: (url: string) => ({
			handwritingOcrApi: { apiToken: '7|abcdefgh', baseUrl: `${url}/v3` },
		}),
		things: 'documents',
		body: ({ ids, total, isLast = false }: Page, page: number, size: number) => ({
			documents: ids.map((id) => ({
				id: `d${id}`,
				file_name: `${id}.png`,
				action: 'transcribe',
				status: 'processed',
				created_at: minute(id),
			})),
			total,
			per_page: size,
			current_page: page,
			next_page_url: isLast ? null : `https://x.test/documents?page=${page + 1}`,
		}),
	},
	{
		type: 'ocriva',
		parameters: { resource: 'record', operation: 'getAll' },
		credentials: (url: string) => ({ ocrivaApi: { apiKey: 'ocr_abcdefgh', baseUrl: `${url}/v1` } }),
		things: 'records',
		body: ({ ids, total, isLast = false }: Page, page: number, size: number) => ({
			data: ids.map((id) => ({
				id: `d${id}`,
				fileName: `${id}.png`,
				status: 'completed',
				processingResult: { id },
				createdAt: minute(id),
			})),
			pagination: { page, limit: size, total, pages: isLast ? page : page + 1 },
		}),
	},
];

let service = SERVICES[0];

beforeAll(async () => {
	engine = await createEngine();
	server = await startFileServer({
		'*': ({ url = '' }, response) => {
			asked++;
			const { searchParams } = new URL(url, 'http://x.test');
			const page = Number(searchParams.get('page'));
			const size = Number(searchParams.get('per_page') ?? searchParams.get('limit'));
			const body = JSON.stringify(service?.body(list(page, size), page, size));
			response.writeHead(200, { 'content-type': 'application/json' }).end(body);
		},
	});
});
afterAll(async () => await Promise.all([engine?.close(), server?.stop()]));

const range = (count: number, start = 0) => Array.from({ length: count }, (_, at) => start + at);
/** The whole list, page by page. */
const pageOf = (count: number, page: number, size: number) =>
	range(count).slice((page - 1) * size, page * size);

describe.each(SERVICES)('$type', (tested) => {
	const listed = async (pages: List, parameters: INodeParameters = { returnAll: true }) => {
		service = tested;
		list = pages;
		asked = 0;
		const { type, parameters: operation } = tested;
		const { items, hints, status } = await engine.run({
			type,
			parameters: { ...operation, ...parameters },
			credentials: tested.credentials(server.url),
			clockSpeed: 20,
		});
		expect(status).toBe('success');
		return { ids: items.map(({ json }) => json.id), told: hints.map(({ message }) => message) };
	};
	const all = (count: number) => range(count).map((id) => `d${id}`);

	it.each([0, -1, '0', 1e12])('comes whole where the total is said to be %p', async (total) => {
		const { ids, told } = await listed((page, size) => ({
			ids: pageOf(430, page, size),
			total,
			isLast: Number(total) <= 0,
		}));
		expect(ids).toEqual(all(430));
		const surplus = `The service speaks of 1000000000000 ${tested.things}, but its list has only 430.`;
		expect(told).toEqual(total === 1e12 ? [surplus] : []);
		expect(asked).toBeLessThan(15);
	});

	it('goes on behind a page with nothing in it', async () => {
		const { ids, told } = await listed((page, size) => ({
			ids: page === 2 ? [] : pageOf(250, Math.max(1, page - 1), size),
			total: 250,
			isLast: page > 250 / size + 1,
		}));
		expect(ids).toEqual(all(250));
		expect(told).toEqual([]);
	});

	it.each([
		['a page comes again and again', (size: number) => range(size)],
		['a page has less than it should', (size: number) => range(size - 20)],
	])('tells what is missing where %s', async (_case, first) => {
		const { ids, told } = await listed((page, size) => ({
			ids: first(size),
			total: 700,
			isLast: page >= 700 / size,
		}));
		expect(told).toEqual([
			`The service speaks of 700 ${tested.things}, but its list has only ${ids.length}.`,
		]);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('has each once where a page has one twice', async () => {
		const { ids } = await listed(() => ({ ids: [0, 1, 1, 0, 2], total: 5, isLast: true }));
		expect(ids).toEqual(all(3));
	});
});

describe('Handwriting OCR, with a filter by date', () => {
	const since = async (ids: number[], createdAfter: string) => {
		[service] = SERVICES;
		list = () => ({ ids, total: ids.length, isLast: true });
		const { items } = await engine.run({
			type: 'handwritingOcr',
			parameters: { ...SERVICES[0]?.parameters, returnAll: true, filters: { createdAfter } },
			credentials: SERVICES[0]?.credentials(server.url) ?? {},
		});
		return items.map(({ json }) => json.id);
	};

	it.each([
		['oldest first', [1, 2, 3, 4], ['d3', 'd4']],
		['newest first', [4, 3, 2, 1], ['d4', 'd3']],
		['in no order', [3, 4, 1, 2, 5], ['d3', 'd4', 'd5']],
	])('leaves out nothing of a list that is %s', async (_case, ids, wanted) => {
		expect(await since(ids, '2026-03-05T10:03:00Z')).toEqual(wanted);
	});
});
