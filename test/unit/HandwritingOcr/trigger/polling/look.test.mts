import type { IPollFunctions } from 'n8n-workflow';
import type { HandwritingOcr } from '../../../../../nodes/HandwritingOcr/api/client.ts';
import { begin, look } from '../../../../../nodes/HandwritingOcr/trigger/polling/look.ts';
import {
	type PollState,
	readState,
} from '../../../../../nodes/HandwritingOcr/trigger/polling/state.ts';
import { readSettings } from '../../../../../nodes/HandwritingOcr/trigger/settings.ts';

type Wire = { id: string; status: string; created_at?: string | null };

const MINUTE = 60_000;
const START = Date.parse('2026-03-05T14:00:00Z');
const parameters: Record<string, unknown> = {
	events: ['processed', 'failed'],
	output: 'document',
};
const settings = readSettings((name) => parameters[name] ?? {});

const wire = (id: string, createdAt: number, status = 'processed'): Wire => ({
	id,
	status,
	created_at: new Date(createdAt).toISOString(),
});
const many = (
	count: number,
	first: number,
	apart: number,
	prefix: string,
	status?: string,
): Wire[] =>
	Array.from({ length: count }, (_, index) =>
		wire(`${prefix}${index}`, first + index * apart, status),
	);

/** An account in memory, and n8n around it. */
class Account {
	/** Newest first. */
	documents: Wire[] = [];

	requests: string[] = [];

	/** What n8n allows for a poll, in milliseconds. */
	budget = 300_000;

	/** Time that passes with each document, in milliseconds. */
	duration = 0;

	private now = START;

	private readonly service = {
		dialect: 'v3',
		client: {
			request: async ({
				path,
				query,
			}: {
				path: string;
				query?: { page: number; per_page: number };
			}) => {
				this.requests.push(path);
				return query
					? { status: 200, headers: {}, body: this.page(query) }
					: { status: 200, headers: {}, body: this.document(path) };
			},
		},
	} as unknown as HandwritingOcr;

	private readonly context = {
		logger: { warn: () => {} },
		getNode: () => ({ name: 'Trigger' }),
		getPollBudgetMs: () => this.budget,
	} as unknown as IPollFunctions;

	async begin(): Promise<PollState> {
		return await begin(this.service, 'account');
	}

	/** One look, from a state that went through n8n's database. */
	async look(state: PollState) {
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => this.now);
		const saved = readState(JSON.parse(JSON.stringify(state)));
		if (!saved) throw new Error('the state cannot be read');
		this.requests = [];
		const { next, found, failure } = await look(
			{ context: this.context, service: this.service, settings },
			saved,
			'account',
		).finally(() => clock.mockRestore());
		return { next, found: found.map(({ document }) => document.id), failure };
	}

	private page({ page, per_page: perPage }: { page: number; per_page: number }) {
		const end = page * perPage;
		return {
			documents: this.documents.slice(end - perPage, end),
			per_page: perPage,
			total: this.documents.length,
			next_page_url: end < this.documents.length ? 'more' : null,
		};
	}

	private document(path: string): Wire & { results: unknown[] } {
		this.now += this.duration;
		const found = this.documents.find(({ id }) => path.endsWith(`/${id}`));
		if (!found) throw new Error(`no ${path}`);
		return { ...found, results: [{ page_number: 1, transcript: '' }] };
	}
}

it('stops in time where n8n limits how long a poll may take, and goes on with the next', async () => {
	const account = new Account();
	let state = await account.begin();
	account.documents = many(60, START, MINUTE, 'new').reverse();
	account.budget = 30_000;
	account.duration = 1_000;
	const passedOn: string[] = [];
	for (let round = 0; round < 3; round++) {
		const { next, found } = await account.look(state);
		expect(found.length).toBeGreaterThan(15);
		expect(found.length).toBeLessThan(30);
		passedOn.push(...found);
		state = next;
	}
	expect(passedOn).toEqual(many(60, START, MINUTE, 'new').map(({ id }) => id));
	expect((await account.look(state)).found).toEqual([]);
});

it('goes on with the next poll also when new documents push the rest off the newest pages', async () => {
	const account = new Account();
	let state = await account.begin();
	account.budget = 100_000;
	account.duration = 1_000;
	const passedOn: string[] = [];
	for (let round = 0; round < 4; round++) {
		account.documents.unshift(
			...many(150, START + round * 150 * MINUTE, MINUTE, `round${round}-`).reverse(),
		);
		const { next, found } = await account.look(state);
		state = next;
		passedOn.push(...found);
	}
	account.duration = 0;
	for (let found = ['']; found.length > 0; ) {
		const result = await account.look(state);
		found = result.found;
		state = result.next;
		passedOn.push(...found);
	}
	expect(passedOn).toHaveLength(600);
	expect(new Set(passedOn).size).toBe(600);
});

it('keeps no more than 500 older documents in its state, and finds all of them', async () => {
	const account = new Account();
	account.documents = many(900, START, MINUTE, 'waiting', 'processing').reverse();
	let state = await account.begin();
	account.documents.unshift(...many(300, START + 1_000 * MINUTE, MINUTE, 'new').reverse());
	const first = await account.look(state);
	state = first.next;
	expect(state.waiting.length).toBeLessThanOrEqual(500);
	account.documents = account.documents.map((document) => ({ ...document, status: 'processed' }));
	const passedOn = [...first.found];
	for (let round = 0; round < 100; round++) {
		const { next, found } = await account.look(state);
		state = next;
		passedOn.push(...found);
	}
	expect([...passedOn].sort()).toEqual(
		[...many(900, START, MINUTE, 'waiting'), ...many(300, START, MINUTE, 'new')]
			.map(({ id }) => id)
			.sort(),
	);
	expect(state.waiting).toEqual([]);
});

it('takes a document for no new one that a lagging server hid for a while', async () => {
	const account = new Account();
	account.documents = many(50, START, MINUTE, 'old').reverse();
	let state = await account.begin();
	const all = account.documents;
	for (let round = 0; round < 5; round++) {
		account.documents = all.slice(round % 2 === 0 ? 5 : 0);
		const { next, found } = await account.look(state);
		expect(found).toEqual([]);
		state = next;
	}
});

describe('a list with documents that have no date', () => {
	it('gives them the date of their neighbour', async () => {
		const account = new Account();
		account.documents = many(300, START, MINUTE, 'old').reverse();
		let state = await account.begin();
		account.documents.unshift(
			{ id: 'undated', status: 'processed', created_at: null },
			wire('dated', START + 400 * MINUTE),
		);
		for (const expected of [['dated', 'undated'], [], []]) {
			const { next, found } = await account.look(state);
			expect([...found].sort()).toEqual(expected);
			state = next;
		}
	});

	it('is told when none has one', async () => {
		const account = new Account();
		const state = await account.begin();
		account.documents = [{ id: 'undated', status: 'processed' }];
		await expect(account.look(state)).rejects.toThrow(
			'The list of documents has no dates of creation',
		);
	});
});

it('ends a list that gives the same page for ever', async () => {
	const account = new Account();
	const state = await account.begin();
	const page = many(200, START, 0, 'same');
	account.documents = new Proxy(page, {
		get: (target, key) => {
			if (key === 'slice') return () => target;
			return key === 'length' ? 1_000_000 : Reflect.get(target, key);
		},
	});
	const { found } = await account.look(state);
	expect(new Set(found).size).toBe(200);
	expect(account.requests.filter((path) => path === '/documents').length).toBeLessThan(20);
});
