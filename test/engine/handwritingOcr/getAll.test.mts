import type { SeedInput } from '../../../sandbox/client.mts';
import { useWorld, type OpenedAccount } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T12:00:00Z');

/** Documents of consecutive days, oldest first; they never expire here. */
const seed = async (
	account: OpenedAccount,
	count: number,
	more: (number: number) => SeedInput = () => ({}),
) =>
	await world.sandbox.control.seedDocuments(
		account.token,
		Array.from({ length: count }, (_, number) => ({
			fileName: `scan ${number}.pdf`,
			createdAt: START + number * DAY,
			deletesAt: '2099-01-01',
			...more(number),
		})),
	);

const names = (items: Array<{ json: object }>) =>
	items.map(({ json }) => ('fileName' in json ? json.fileName : undefined));
const queries = async (account: OpenedAccount) =>
	(await world.requests(account, 'list')).map(({ path }) => path.split('?')[1]);

it('lists the newest 50, without results', async () => {
	const account = await world.openAccount();
	const documents = await seed(account, 60);
	const { items } = await world.document(account, 'getAll');
	expect(names(items)).toEqual(
		documents
			.slice(10)
			.reverse()
			.map(({ fileName }) => fileName),
	);
	expect(items[0]).toEqual({
		json: {
			id: documents[59]?.id,
			service: 'Handwriting OCR',
			fileName: 'scan 59.pdf',
			action: 'transcribe',
			status: 'processed',
			pageCount: 1,
			createdAt: new Date(START + 59 * DAY).toISOString(),
			updatedAt: new Date(START + 59 * DAY).toISOString(),
			deletesAt: '2099-01-01T00:00:00.000Z',
		},
		pairedItem: { item: 0 },
	});
	expect(await queries(account)).toEqual(['page=1&per_page=50']);
});

it.each([
	[7, 7, ['page=1&per_page=7']],
	[250, 250, ['page=1&per_page=200', 'page=2&per_page=200']],
	[1000, 450, ['page=1&per_page=200', 'page=2&per_page=200', 'page=3&per_page=200']],
])('takes up to a limit of %d', async (limit, found, asked) => {
	const account = await world.openAccount();
	await seed(account, 450);
	const { items } = await world.document(account, 'getAll', { limit });
	expect(items).toHaveLength(found);
	expect(await queries(account)).toEqual(asked);
});

it.each([
	['plainly', {}],
	['with the faults of the documented example', { listQuirks: true }],
])('gives all over several pages, each once, %s', async (_case, settings) => {
	const account = await world.openAccount({ settings });
	const documents = await seed(account, 450);
	const { items } = await world.document(account, 'getAll', { returnAll: true });
	expect(items.map(({ json }) => json.id)).toEqual(documents.map(({ id }) => id).reverse());
	expect(await queries(account)).toHaveLength(3);
});

it('gives none of an empty account', async () => {
	const account = await world.openAccount();
	const { items, error } = await world.document(account, 'getAll', { returnAll: true });
	expect([items, error]).toEqual([[], undefined]);
});

it('gives each document once when new ones shift the pages meanwhile', async () => {
	const account = await world.openAccount();
	const documents = await seed(account, 250);
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'list',
		skip: 1,
		hold: true,
	});
	const running = world.document(account, 'getAll', { returnAll: true });
	await until(async () => (await world.requests(account, 'list')).length >= 2);
	await seed(account, 5, (number) => ({
		fileName: `late ${number}.pdf`,
		createdAt: START + (1000 + number) * DAY,
	}));
	await world.sandbox.control.clearFaults(account.token);
	const { items } = await running;
	expect(items.map(({ json }) => json.id)).toEqual(documents.map(({ id }) => id).reverse());
});

describe('filters', () => {
	const ACTIONS = ['transcribe', 'tables', 'extractor'] as const;
	const STATUSES = ['processed', 'failed', 'queued', 'processing'];
	const filter = async (filters: Record<string, string>, more = {}) => {
		const account = await world.openAccount();
		await seed(account, 24, (number) => ({
			action: ACTIONS[number % 3],
			status: STATUSES[number % 4],
			fileName: `${number % 2 ? 'Invoice' : 'Letter'} ${number}.pdf`,
		}));
		const { items, error } = await world.document(account, 'getAll', {
			returnAll: true,
			filters,
			...more,
		});
		expect(error).toBeUndefined();
		return names(items).map((name) => Number(/\d+/.exec(String(name))?.[0]));
	};

	it.each([
		['status', { status: 'failed' }, [21, 17, 13, 9, 5, 1]],
		['queued', { status: 'queued' }, [22, 18, 14, 10, 6, 2]],
		['action', { documentAction: 'tables' }, [22, 19, 16, 13, 10, 7, 4, 1]],
		['a part of the name in any case', { fileName: 'invoice 1' }, [19, 17, 15, 13, 11, 1]],
		['created after, that time included', { createdAfter: '2026-03-22T12:00:00Z' }, [23, 22, 21]],
		['created before, that time not included', { createdBefore: '2026-03-03T12:00:00Z' }, [1, 0]],
		['a date without a time', { createdAfter: '2026-03-24' }, [23]],
		['a time with a zone', { createdAfter: '2026-03-24T14:00:00+02:00' }, [23]],
		[
			'several at once',
			{
				status: 'failed',
				fileName: 'invoice',
				createdAfter: '2026-03-10T00:00:00Z',
				createdBefore: '2026-03-20T00:00:00Z',
			},
			[17, 13, 9],
		],
		['nothing that there is', { fileName: 'receipt' }, []],
	])('%s', async (_case, filters, expected) => {
		expect(await filter(filters)).toEqual(expected);
	});

	it.each(['2026-03-02T08:00:00', '2026-03-02T08:00', '2026-03-02 08:00'])(
		'take %s, without a zone, as a time of the workflow',
		async (createdAfter) => {
			const account = await world.openAccount();
			await seed(account, 3);
			const { items } = await world.document(
				account,
				'getAll',
				{ filters: { createdAfter } },
				{ settings: { timezone: 'America/New_York' } },
			);
			expect(names(items)).toEqual(['scan 2.pdf']);
		},
	);

	it.each([
		['composed', 'NFC', 'NFD'],
		['decomposed, as macOS has it', 'NFD', 'NFC'],
	])('find a name that is written %s', async (_case, form, other) => {
		const account = await world.openAccount();
		await seed(account, 3, (number) => ({
			fileName: `${['Übung', 'Ubung', 'Größe'][number]} 1.pdf`.normalize(form),
		}));
		const { items } = await world.document(account, 'getAll', {
			filters: { fileName: 'übung'.normalize(other) },
		});
		expect(names(items)).toEqual(['Übung 1.pdf'.normalize(form)]);
	});

	it.each([
		['a date of Luxon', '={{ DateTime.fromISO("2026-03-03T00:00:00Z") }}'],
		['a Date', '={{ new Date("2026-03-03T00:00:00Z") }}'],
		['a text', '={{ "2026-03-03T00:00:00.000Z" }}'],
	])('take %s from an expression', async (_case, createdAfter) => {
		expect(await filter({ createdAfter, createdBefore: '2026-03-05T00:00:00Z' })).toEqual([3, 2]);
	});

	it('apply before the limit', async () => {
		expect(await filter({ status: 'failed' }, { returnAll: false, limit: 2 })).toEqual([21, 17]);
	});

	it('stop at the first document that is too old', async () => {
		const account = await world.openAccount();
		await seed(account, 450);
		const { items } = await world.document(account, 'getAll', {
			returnAll: true,
			filters: { createdAfter: new Date(START + 440 * DAY).toISOString() },
		});
		expect(items).toHaveLength(10);
		expect(await queries(account)).toEqual(['page=1&per_page=200']);
	});
});

it("lists once for each item, with that item's filter", async () => {
	const account = await world.openAccount();
	await seed(account, 3);
	const input = [1, 2].map((number) => ({ json: { name: `scan ${number}` } }));
	const { items } = await world.document(
		account,
		'getAll',
		{ filters: { fileName: '={{ $json.name }}' } },
		{ input },
	);
	expect(items).toMatchObject([
		{ json: { fileName: 'scan 1.pdf' }, pairedItem: { item: 0 } },
		{ json: { fileName: 'scan 2.pdf' }, pairedItem: { item: 1 } },
	]);
});
