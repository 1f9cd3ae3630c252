import { RateLimiter } from '../../../../nodes/shared/concurrency/rateLimiter.ts';
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

const TIMEOUT_MS = 10_000;

interface Letter extends Watched {
	text?: string;
}

const letter = (id: string, phase: Phase = 'pending'): Letter => ({
	id,
	phase,
	state: phase === 'pending' ? 'processing' : 'processed',
});

/** A list that shows every document finished; its result takes so long to come. */
function slowResults(resultAfterMs: number): StatusSource<Letter> {
	return {
		listFrom: 1,
		statuses: async (known) =>
			new Map(known.map((document) => [document, letter(document.id, 'done')])),
		status: async ({ id }) => {
			await after(resultAfterMs);
			return { ...letter(id, 'done'), text: 'Dear' };
		},
	};
}

async function waitFor(resultAfterMs: number) {
	const poller = new StatusPoller(slowResults(resultAfterMs));
	const startedAt = Date.now();
	const end = await play(
		poller.finished(letter('a'), { timeoutMs: TIMEOUT_MS }).catch((error) => error),
	);
	const tookMs = Date.now() - startedAt;
	await playOut();
	return { end, tookMs };
}

it('gives a result that is on its way when the time is up another minute', async () => {
	const { end, tookMs } = await waitFor(60_000);
	expect(end).toMatchObject({ id: 'a', text: 'Dear' });
	expect(tookMs).toBeGreaterThan(TIMEOUT_MS + 50_000);
});

it('gives it no more than that', async () => {
	const { end, tookMs } = await waitFor(90_000);
	expect(end).toBeInstanceOf(DeadlineFailure);
	expect(end.message).toMatch(/^The result of document a could not be fetched within 10 s/);
	expect(Math.round(tookMs / 1_000)).toBe(70);
});

/** A service that holds looks open, or would if it were asked; it never finishes anything. */
class HoldingSource implements StatusSource<Letter> {
	readonly holds = { longest: 55, inTurn: 3 };
	readonly looks: Array<{ id: string; at: number; hold: number }> = [];
	private readonly since = Date.now();

	/** @param isHolding false for one that answers at once, whatever it is asked */
	constructor(private readonly isHolding = true) {}

	async status({ id }: Letter, { hold }: Look): Promise<Letter> {
		const seconds = hold();
		this.looks.push({ id, at: Math.round((Date.now() - this.since) / 1_000), hold: seconds });
		await after(100 + (this.isHolding ? seconds * 1_000 : 0));
		return letter(id);
	}
}

it('lets no look begin for a document that was given up while the look waited for its turn', async () => {
	const limiter = new RateLimiter();
	let looks = 0;
	const poller = new StatusPoller<Letter>({
		status: async (known, { waiter }) => {
			await limiter.acquire(waiter.until);
			limiter.release();
			looks++;
			limiter.backOff(20 * TIMEOUT_MS);
			return known;
		},
	});
	const end = poller.finished(letter('a'), { timeoutMs: TIMEOUT_MS }).catch((error) => error);
	expect(await play(end)).toBeInstanceOf(DeadlineFailure);
	await playOut();
	expect(looks).toBe(1);
});

describe('a service that holds looks open', () => {
	const giveUp = async (poller: StatusPoller<Letter>, ids: string[], timeoutMs: number) =>
		await Promise.all(
			ids.map(
				async (id) => await poller.finished(letter(id), { timeoutMs }).catch((error) => error),
			),
		);

	it('is asked at once, and to hold no longer than there is time', async () => {
		const source = new HoldingSource();
		const [end] = await play(giveUp(new StatusPoller(source), ['a'], 60_000));
		expect(end).toBeInstanceOf(DeadlineFailure);
		expect(source.looks.map(({ at, hold }) => [at, hold])).toEqual([
			[0, 55],
			[55, 4],
			[59, 0],
			[60, 0],
		]);
	});

	it('is asked to hold shortly where more documents wait than are looked at, each in its turn', async () => {
		const source = new HoldingSource();
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 2 });
		await play(giveUp(poller, ['a', 'b', 'c'], 9_000));
		expect(source.looks.slice(0, 4).map(({ id, hold }) => [id, hold])).toEqual([
			['a', 3],
			['b', 3],
			['c', 3],
			['a', 3],
		]);
	});

	it('is asked to hold shortly where more documents will come', async () => {
		const source = new HoldingSource();
		const poller = new StatusPoller(source, undefined, { looksAtOnce: 2, documents: 3 });
		await play(giveUp(poller, ['a'], 5_000));
		expect(source.looks[0]?.hold).toBe(3);
	});

	it('is asked every two seconds when it does not hold', async () => {
		const source = new HoldingSource(false);
		await play(giveUp(new StatusPoller(source), ['a'], 9_000));
		expect(source.looks.map(({ at }) => at)).toEqual([0, 2, 4, 6, 8, 9]);
	});
});

it('gives at once what is handed in whole, and fetches only the result of what is finished', async () => {
	const poller = new StatusPoller({
		...slowResults(100),
		isWhole: ({ text }) => text !== undefined,
	});
	const whole = { ...letter('a', 'done'), text: 'Sir' };
	const order = { timeoutMs: TIMEOUT_MS, ready: true };
	const startedAt = Date.now();
	const ends = await play(
		Promise.all([poller.finished(whole, order), poller.finished(letter('b', 'done'), order)]),
	);
	expect(ends.map(({ text }) => text)).toEqual(['Sir', 'Dear']);
	expect(Date.now() - startedAt).toBe(100);
});

it('shares looks by key, not by id', async () => {
	const looked: Array<string | undefined> = [];
	const source: StatusSource<Letter> = {
		keyOf: ({ text = '' }) => text,
		status: async ({ id, text = '' }) => {
			looked.push(text);
			return { ...letter(id, 'done'), text };
		},
	};
	const poller = new StatusPoller(source);
	const order = { timeoutMs: TIMEOUT_MS, ready: true };
	const ends = await play(
		Promise.all(
			['x', 'y', 'y'].map(async (text) => await poller.finished({ ...letter('a'), text }, order)),
		),
	);
	expect(ends.map(({ text }) => text)).toEqual(['x', 'y', 'y']);
	expect(looked).toEqual(['x', 'y']);
});

it('leaves as much time between looks as the service wants', async () => {
	const looks: number[] = [];
	const source: StatusSource<Letter> = {
		spacing: (documents) => documents * 3_000,
		status: async ({ id }) => {
			looks.push(Date.now());
			return letter(id);
		},
	};
	const poller = new StatusPoller(source);
	const waits = ['a', 'b'].map(
		async (id) =>
			await poller.finished(letter(id), { timeoutMs: 60_000, ready: true }).catch(() => {}),
	);
	await play(Promise.all(waits));
	const rounds = [...new Set(looks)];
	// The last look, before it is given up, comes in any case.
	for (const [index, at] of rounds.slice(1, -1).entries())
		expect(at - (rounds[index] ?? 0)).toBeGreaterThanOrEqual(6_000);
	expect(rounds.length).toBeGreaterThan(4);
});

describe('what documents took', () => {
	const finishedAfter = (ms: number, took?: number): StatusSource<Letter> => {
		const end = Date.now() + ms;
		return {
			status: async ({ id }) => letter(id, Date.now() >= end ? 'done' : 'pending'),
			kindOf: () => 'text',
			timeOf: () => took,
		};
	};
	const learn = async (ms: number, took?: number, ready = false) => {
		const times = new ProcessingTimes();
		const poller = new StatusPoller(finishedAfter(ms, took), undefined, { times });
		await play(poller.finished(letter('a'), { timeoutMs: 600_000, sizeBytes: 1_000, ready }));
		return times.of('text', 1_000);
	};

	it('is told by the service', async () => expect(await learn(7_000, 6_900)).toEqual([6_900]));

	it('lies between the looks, where the service tells nothing', async () => {
		const [time = 0] = await learn(7_500);
		expect(Math.abs(time - 7_500)).toBeLessThan(2_000);
	});

	it('is neither shorter than a look that found it unfinished nor longer than the wait', async () => {
		const [early = 0] = await learn(7_000, 1);
		expect(early).toBeGreaterThan(4_000);
		const [late = 0] = await learn(7_000, 100_000);
		expect(late).toBeLessThan(10_000);
	});

	it('is not learned from one that may have been finished before', async () => {
		expect(await learn(0, 5_000, true)).toEqual([]);
	});

	it('is learned by runs at the same time', async () => {
		const times = new ProcessingTimes();
		const runs = [3_000, 5_000].map(async (ms) => {
			const poller = new StatusPoller(finishedAfter(ms, ms), undefined, { times });
			await poller.finished(letter('a'), { timeoutMs: 60_000 });
		});
		await play(Promise.all(runs));
		expect(times.of('text')).toEqual([3_000, 5_000]);
	});
});
