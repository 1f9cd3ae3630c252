import { CanceledFailure, Failure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	DeadlineFailure,
	type Look,
	type Phase,
	type StatusSource,
	type Watched,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { ProcessingTimes } from '../../../../nodes/shared/waiting/processingTimes.ts';
import { StatusPoller } from '../../../../nodes/shared/waiting/statusPoller.ts';
import { after, play, playOut, useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

interface Letter extends Watched {
	/** How its result was fetched. */
	from?: 'list' | 'look';
}

const letter = (id: string, phase: Phase = 'pending'): Letter => ({ id, phase, state: phase });
const refused = (status: number) => new ServiceFailure(`Refused with ${status}`, '', status, {});
const silence = async () => await after(1_000_000);

/** A service whose answers a test sets, and that keeps a journal. Seconds since the start. */
class Service implements StatusSource<Letter> {
	readonly looks: Array<[id: string, at: number]> = [];
	readonly lists: number[] = [];
	/** When documents are finished; never where it is not said. */
	finishedAt: Record<string, number> = {};
	/** What the list leaves out. */
	unlisted: string[] = [];
	onList: () => Promise<void> = async () => {};
	onLook: (id: string, look: Look) => Promise<void> = async () => {};
	readonly listFrom = 2;
	private readonly since = Date.now();

	get now(): number {
		return (Date.now() - this.since) / 1_000;
	}

	async statuses(known: readonly Letter[]): Promise<Map<Letter, Letter>> {
		this.lists.push(this.now);
		await this.onList();
		const listed = known.filter(({ id }) => !this.unlisted.includes(id));
		return new Map(listed.map((one) => [one, { ...this.seen(one.id), from: 'list' }]));
	}

	async status({ id }: Letter, look: Look): Promise<Letter> {
		this.looks.push([id, this.now]);
		await this.onLook(id, look);
		return { ...this.seen(id), from: 'look' };
	}

	/** The documents of the looks, in their order. */
	get looked(): string[] {
		return this.looks.map(([id]) => id);
	}

	private seen(id: string): Letter {
		return letter(id, this.now >= (this.finishedAt[id] ?? Infinity) ? 'done' : 'pending');
	}
}

type Order = Parameters<StatusPoller<Letter>['finished']>[1];

/** The ends of waits for some documents, each a document or what went wrong. */
async function endsOf(
	poller: StatusPoller<Letter>,
	ids: readonly string[],
	order: Partial<Order> = {},
): Promise<unknown[]> {
	const waits = ids.map(
		async (id) => await poller.finished(letter(id), { timeoutMs: 20_000, ...order }),
	);
	const ends = await play(Promise.allSettled(waits));
	await playOut();
	return ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as unknown)));
}

describe('a look at the list', () => {
	it('serves all documents, and a result that it brings is not fetched again', async () => {
		const service = new Service();
		service.finishedAt = { a: 0, b: 0 };
		const poller = new StatusPoller(
			Object.assign(service, { isWhole: ({ from }: Letter) => from !== undefined }),
		);
		expect(await endsOf(poller, ['a', 'b'], { ready: true })).toMatchObject([
			{ id: 'a', from: 'list' },
			{ id: 'b', from: 'list' },
		]);
		expect([service.lists.length, service.looks]).toEqual([1, []]);
	});

	it('is followed by one at each document whose result it does not bring', async () => {
		const service = new Service();
		service.finishedAt = { a: 3, b: 3 };
		const ends = await endsOf(new StatusPoller(service), ['a', 'b'], { ready: true });
		expect(ends).toMatchObject([{ from: 'look' }, { from: 'look' }]);
		expect(service.looked).toEqual(['a', 'b']);
	});

	it('is followed by one at a document that is not on it', async () => {
		const service = new Service();
		service.finishedAt = { a: 0, b: 0 };
		service.unlisted = ['b'];
		await endsOf(new StatusPoller(service), ['a', 'b'], { ready: true });
		expect(service.looked).toEqual(['a', 'b']);
	});

	it('that the service cannot serve now is not replaced by looks at each', async () => {
		const service = new Service();
		service.onList = async () => {
			if (service.now < 10) throw refused(503);
		};
		service.finishedAt = { a: 1, b: 1 };
		const ends = await endsOf(new StatusPoller(service), ['a', 'b']);
		expect(ends).toMatchObject([{ from: 'look' }, { from: 'look' }]);
		expect(service.lists.length).toBeGreaterThan(3);
		expect(service.looks.every(([, at]) => at >= 10)).toBe(true);
	});

	it('that is refused for good leaves looks at each', async () => {
		const service = new Service();
		service.onList = async () => {
			throw refused(403);
		};
		service.finishedAt = { a: 1, b: 1 };
		const ends = await endsOf(new StatusPoller(service), ['a', 'b']);
		expect(ends).toMatchObject([{ from: 'look' }, { from: 'look' }]);
		expect([service.lists.length, service.looked]).toEqual([1, ['a', 'b']]);
	});

	it('that failed is told when the time is up', async () => {
		const service = new Service();
		service.onList = async () => {
			throw refused(503);
		};
		service.onLook = silence;
		const [end] = await endsOf(new StatusPoller(service), ['a', 'b']);
		expect(end).toMatchObject({
			message: expect.stringContaining('The last look at it met: Refused with 503'),
		});
	});

	it('that hangs for 5 s is not waited for, and not asked for again', async () => {
		const service = new Service();
		service.onList = silence;
		service.finishedAt = { a: 1, b: 1 };
		const ends = await endsOf(new StatusPoller(service), ['a', 'b'], { ready: true });
		expect(ends).toMatchObject([{ from: 'look' }, { from: 'look' }]);
		expect(service.lists).toHaveLength(1);
		const [[, first] = ['', 0]] = service.looks;
		expect(first - (service.lists[0] ?? 0)).toBeCloseTo(5, 0);
	});
});

describe('a look at one document', () => {
	it('that is refused for good ends its wait alone', async () => {
		const service = new Service();
		service.onLook = async (id) => {
			if (id === 'a') throw refused(401);
		};
		service.finishedAt = { b: 3 };
		const [refusal, other] = await endsOf(
			new StatusPoller(Object.assign(service, { listFrom: 9 })),
			['a', 'b'],
		);
		expect(refusal).toMatchObject({ status: 401 });
		expect(other).toMatchObject({ id: 'b', phase: 'done' });
		expect(service.looked.filter((id) => id === 'a')).toHaveLength(1);
		// Nothing is left that would keep the loop going.
		expect(service.now).toBeLessThan(5);
	});

	it.each([
		[{}, DeadlineFailure],
		[{ ready: true }, ServiceFailure],
		[{ ready: true, exists: true }, DeadlineFailure],
		[{ exists: false }, ServiceFailure],
	])('that does not find it is believed unless it is known to exist: %p', async (order, kind) => {
		const service = new Service();
		service.onLook = async () => {
			throw refused(404);
		};
		const [end] = await endsOf(new StatusPoller(service), ['a'], order);
		expect(end).toBeInstanceOf(kind);
	});

	it('tells what its tries met when the time is up', async () => {
		const service = new Service();
		service.onLook = async (_id, { waiter }) => {
			waiter.met?.(new Failure('The line is down', ''));
			await silence();
		};
		const [end] = await endsOf(new StatusPoller(service), ['a']);
		expect(end).toMatchObject({
			message: expect.stringContaining('The last look at it met: The line is down'),
		});
	});

	it('runs beside so many others as are allowed', async () => {
		const service = new Service();
		let [now, most] = [0, 0];
		service.onLook = async () => {
			most = Math.max(most, ++now);
			await after(1_000);
			now--;
		};
		const ids = ['a', 'b', 'c', 'd', 'e'];
		service.finishedAt = Object.fromEntries(ids.map((id) => [id, 0]));
		const source = Object.assign(service, { listFrom: 9 });
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 2 });
		const ends = await endsOf(poller, ids, { ready: true });
		expect(ends).toMatchObject(ids.map((id) => ({ id, phase: 'done' })));
		expect(most).toBe(2);
		expect(service.looked).toEqual(ids);
	});

	it('that hangs for 5 s keeps no other one waiting', async () => {
		const service = new Service();
		service.onLook = async (id) => (id === 'a' ? await silence() : undefined);
		service.finishedAt = { b: 0 };
		const source = Object.assign(service, { listFrom: 9 });
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 1 });
		const [, end] = await endsOf(poller, ['a', 'b'], { ready: true });
		expect(end).toMatchObject({ id: 'b', phase: 'done' });
		const [first = 0, second = 0] = service.looks.map(([, at]) => at);
		expect(second - first).toBeCloseTo(5, 0);
	});

	it('that the service holds has its turn until it comes back', async () => {
		const service = new Service();
		service.onLook = async (_id, look) => await after(look.hold() * 1_000);
		const source = Object.assign(service, { listFrom: 9, holds: { longest: 50, inTurn: 20 } });
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 1 });
		await endsOf(poller, ['a', 'b'], { timeoutMs: 60_000 });
		const [first = 0, second = 0] = service.looks.map(([, at]) => at);
		expect(second - first).toBeCloseTo(20, 0);
	});

	it('is held long where no more documents wait than are looked at', async () => {
		const service = new Service();
		const holds: number[] = [];
		service.onLook = async (_id, look) => void holds.push(look.hold());
		const source = Object.assign(service, { listFrom: 9, holds: { longest: 50, inTurn: 20 } });
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 2 });
		await endsOf(poller, ['a', 'b'], { timeoutMs: 100_000 });
		expect(holds.slice(0, 2)).toEqual([50, 50]);
	});

	it('is not begun for a document that was given up while it waited for its turn', async () => {
		const service = new Service();
		service.onLook = async (id) => (id === 'a' ? undefined : await silence());
		service.finishedAt = { a: 0 };
		const source = Object.assign(service, { listFrom: 9 });
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 1 });
		await Promise.all([
			endsOf(poller, ['b', 'c', 'd'], { ready: true, timeoutMs: 1 }),
			endsOf(poller, ['a'], { ready: true }),
		]);
		// The last looks at two of them hang, and by the turn of the third its time is up.
		expect(service.looked.toSorted()).toEqual(['a', 'b', 'c']);
	});
});

it.each([
	['finished', 'done', undefined],
	['said to be whole but not finished', 'pending', () => true],
] as const)('a document that is handed in %s is looked at', async (_case, phase, isWhole) => {
	const service = new Service();
	service.finishedAt = { a: 0 };
	const poller = new StatusPoller(Object.assign(service, isWhole && { isWhole }));
	const seen = await play(poller.finished(letter('a', phase), { timeoutMs: 20_000, ready: true }));
	expect(seen).toMatchObject({ phase: 'done', from: 'look' });
});

describe('a run', () => {
	it('that is canceled ends all waits', async () => {
		const service = new Service();
		const halt = new AbortController();
		setTimeout(() => halt.abort(), 3_000);
		const ends = await endsOf(new StatusPoller(service, halt.signal), ['a', 'b', 'c']);
		for (const end of ends) expect(end).toBeInstanceOf(CanceledFailure);
		expect(service.now).toBe(3);
	});

	it('waits for documents that come when all others are finished', async () => {
		const service = new Service();
		service.finishedAt = { a: 0, b: 10 };
		const poller = new StatusPoller(service);
		expect(await endsOf(poller, ['a'])).toMatchObject([{ id: 'a', phase: 'done' }]);
		expect(await endsOf(poller, ['b'])).toMatchObject([{ id: 'b', phase: 'done' }]);
	});

	it('learns once what a document took, and nothing from one that failed', async () => {
		const learned = async (end: Phase) => {
			const times = new ProcessingTimes();
			const source: StatusSource<Letter> = {
				listFrom: 1,
				statuses: async (known) => new Map(known.map((one) => [one, letter(one.id, end)])),
				status: async ({ id }) => letter(id, end),
				timeOf: () => 2_000,
			};
			await endsOf(new StatusPoller(source, undefined, { times }), ['a']);
			return times.of('');
		};
		expect([await learned('done'), await learned('failed')]).toEqual([[2_000], []]);
	});
});
