import fc from 'fast-check';

import { listDocuments } from '../../../../nodes/HandwritingOcr/api/documents.ts';
import { CanceledFailure } from '../../../../nodes/shared/core/errors.ts';
import { RateLimiter } from '../../../../nodes/shared/concurrency/rateLimiter.ts';
import { settleAll } from '../../../../nodes/shared/concurrency/pool.ts';
import { rateWindow } from '../../../../packages/ocriva/nodes/Ocriva/api/rateWindow.ts';
import { clientOf } from '../simulation/client.mts';
import { after, play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import { type Limit, LimitedService } from '../simulation/limiter.mts';

useSimulatedClock();

/**
 * Lets requests through the gate at the given times and tells when each left, in the order of
 * leaving.
 */
async function leaving(
	gate: RateLimiter,
	count: number,
): Promise<Array<{ request: number; at: number }>> {
	const left: Array<{ request: number; at: number }> = [];
	await Promise.all(
		Array.from({ length: count }, async (_, request) => {
			await gate.acquire();
			left.push({ request, at: Date.now() });
		}),
	);
	return left;
}

const distances = (left: Array<{ at: number }>) =>
	left.slice(1).map(({ at }, index) => at - (left[index]?.at ?? 0));

it('lets nothing leave before the time is over that the service asked for, then one by one in the order of asking', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(60_000), { minLength: 1, maxLength: 6 }),
			fc.integer({ min: 2, max: 20 }),
			async (delays, count) => {
				const gate = new RateLimiter();
				const refusedAt = Date.now();
				for (const delay of delays) gate.backOff(delay);
				const left = await play(leaving(gate, count));
				expect(left[0]?.at).toBe(refusedAt + Math.max(...delays));
				expect(left.map(({ request }) => request)).toEqual(left.map((_, index) => index));
				expect(Math.min(...distances(left))).toBeGreaterThanOrEqual(50);
			},
		),
	);
});

it('lets through what a window has left, in whatever order its answers come', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.nat(), async (together, seed) => {
			const limit = 20;
			const gate = new RateLimiter();
			await play(leaving(gate, together));
			const numbers = Array.from({ length: together }, (_, index) => limit - 1 - index);
			const answers = numbers.toSorted((left, right) => ((left * seed) % 7) - ((right * seed) % 7));
			for (const remaining of answers) gate.release({ limit, remaining, endsIn: 60_000 });
			const begin = Date.now();
			const left = await play(leaving(gate, limit));
			expect(left.filter(({ at }) => at < begin + 60_000)).toHaveLength(limit - together);
		}),
	);
});

it('counts refusals of requests that were under way together as one', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (together) => {
			const gate = new RateLimiter();
			await play(leaving(gate, together));
			for (let refused = 0; refused < together; refused++) gate.backOff(1_000);
			expect(new Set(distances(await play(leaving(gate, 5))))).toEqual(new Set([50]));
		}),
		// Found: six refusals in one go spaced the requests 1.6 s apart, ten by the 5 s that are meant
		// for a service that refuses on and on.
		{ examples: [[6]] },
	);
});

it('is at full speed again some successes after the last refusal, also for requests that wait already', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 30, max: 60 }),
			async (refusals, waiting) => {
				const gate = new RateLimiter();
				for (let refused = 0; refused < refusals; refused++) {
					await play(gate.acquire());
					gate.backOff(0);
				}
				const since = Date.now();
				const work = Promise.all(
					Array.from(
						{ length: waiting },
						async () => await gate.acquire().then(() => gate.succeed()),
					),
				);
				await play(work);
				// The widest distance is 5 s, and each success takes a fifth of it away: 25 s in all.
				expect(Date.now() - since).toBeLessThanOrEqual(30_100);
				expect(Math.max(0, ...distances(await play(leaving(gate, 10))))).toBe(0);
			},
		),
		// Found: requests that waited kept the distance of their first moment, here 60 x 5 s.
		{ examples: [[12, 60]] },
	);
});

it('lets go of all that wait within 100 ms when the execution is canceled, and nothing more leaves', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 30 }),
			fc.nat(10_000),
			fc.integer({ min: 1, max: 20_000 }),
			async (count, delay, canceledAfter) => {
				const halt = new AbortController();
				const gate = new RateLimiter();
				gate.backOff(delay);
				setTimeout(() => halt.abort(), canceledAfter);
				const canceledAt = Date.now() + canceledAfter;
				const passed = async () =>
					await gate.acquire(halt.signal).then(
						() => Date.now(),
						(error: unknown) => ({ error, at: Date.now() }),
					);
				for (const end of await play(Promise.all(Array.from({ length: count }, passed)))) {
					if (typeof end === 'number') expect(end).toBeLessThanOrEqual(canceledAt);
					else expect([end.error, end.at]).toEqual([expect.any(CanceledFailure), canceledAt]);
				}
				await playOut();
				await expect(play(gate.acquire(halt.signal))).rejects.toThrow(CanceledFailure);
			},
		),
	);
});

const limit: fc.Arbitrary<Limit> = fc.record({
	most: fc.integer({ min: 3, max: 60 }),
	window: fc.constantFrom(1_000, 10_000, 60_000),
	tells: fc.constantFrom('seconds', 'date', 'reset', 'nothing'),
	skew: fc.integer({ min: -300_000, max: 300_000 }),
	latency: fc.integer({ min: 10, max: 2_000 }),
	counts: fc.constantFrom(false as const, 'laravel' as const),
});

it('brings every request of a run to a service with a limit, and keeps to what the service asks for whatever its clock says', async () => {
	await fc.assert(
		fc.asyncProperty(
			limit,
			fc.integer({ min: 1, max: 100 }),
			fc.integer({ min: 1, max: 10 }),
			async (service, count, concurrency) => {
				const limited = new LimitedService(service);
				const client = clientOf(limited, { gate: new RateLimiter(), rateWindow });
				const since = Date.now();
				const requests = Array.from({ length: count }, (_, index) => index);
				const ends = await play(
					settleAll(requests, concurrency, async (page) => await listDocuments(client, page, 1)),
				);
				if (service.tells !== 'nothing') {
					expect(ends.filter((end) => end?.status !== 'fulfilled')).toEqual([]);
					const windows = Math.ceil(count / service.most);
					// Of each window's requests at most those are refused that were under way when the limit
					// was reached.
					expect(limited.refused.length).toBeLessThanOrEqual(
						windows * (concurrency + Math.ceil(service.latency / 50)),
					);
					expect(Date.now() - since).toBeLessThanOrEqual(
						windows * (service.window + 2_000 + concurrency * service.latency) +
							count * (service.latency + 100) +
							30_000,
					);
				} else
					for (const end of ends)
						if (end?.status === 'rejected') expect(end.reason).toMatchObject({ status: 429 });
				// While the gate is closed nothing leaves: the service told how long.
				for (const at of limited.refused)
					if (service.tells !== 'nothing')
						expect(
							limited.arrivals.filter(
								(arrival) =>
									arrival > at + service.latency &&
									arrival < at - (at % service.window) + service.window,
							),
						).toEqual([]);
			},
		),
		{
			examples: [
				[
					{ most: 3, window: 1_000, tells: 'date', skew: -300_000, latency: 100, counts: false },
					10,
					3,
				],
				// Found: after the first refusal that told of a window, requests left one by one, each when
				// the one before was answered.
				[
					{ most: 3, window: 1_000, tells: 'seconds', skew: 0, latency: 2_000, counts: 'laravel' },
					100,
					10,
				],
				// Found: one request was refused ten times in a row, as others overtook it each time.
				[{ most: 3, window: 10_000, tells: 'seconds', skew: 0, latency: 10, counts: false }, 56, 8],
			],
		},
	);
});

it('asks a service that tells how many requests are left for no more', async () => {
	const told = fc.record({
		most: fc.integer({ min: 3, max: 60 }),
		window: fc.constantFrom(10_000, 60_000),
		tells: fc.constant('seconds' as const),
		counts: fc.constant(true),
		skew: fc.integer({ min: -300_000, max: 300_000 }),
		latency: fc.integer({ min: 10, max: 500 }),
	});
	await fc.assert(
		fc.asyncProperty(
			told,
			fc.integer({ min: 1, max: 150 }),
			fc.integer({ min: 1, max: 10 }),
			async (service, count, concurrency) => {
				const limited = new LimitedService(service);
				const client = clientOf(limited, { gate: new RateLimiter(), rateWindow });
				const since = Date.now();
				const requests = Array.from({ length: count }, (_, index) => index);
				const ends = await play(
					settleAll(requests, concurrency, async (page) => await listDocuments(client, page, 1)),
				);
				expect(ends.filter((end) => end?.status !== 'fulfilled')).toEqual([]);
				// Only the first requests of a run, which leave before the first answer, know nothing of
				// the limit.
				expect(limited.refused.length).toBeLessThanOrEqual(Math.max(0, concurrency - service.most));
				// No more windows than the requests fill, but for one that was begun before and one that
				// those under way shorten.
				const windows = Math.ceil(count / Math.max(1, service.most - concurrency + 1)) + 1;
				expect(Date.now() - since).toBeLessThanOrEqual(
					windows * (service.window + 2_000) + count * service.latency,
				);
			},
		),
	);
});

it.each([0, 60])(
	'goes back to full speed when answers no longer tell of the window that a refusal told of (limit %d)',
	async (limit) => {
		const gate = new RateLimiter();
		// Found: requests left one by one, each when the one before was answered.
		await play(gate.acquire());
		gate.backOff(1_000);
		gate.release({ limit, remaining: 0, endsIn: 1_000 });
		const since = Date.now();
		const request = async () => {
			await gate.acquire();
			await after(1_000);
			gate.succeed();
			gate.release();
		};
		await play(settleAll(Array.from({ length: 200 }), 10, request));
		// Twenty rounds of ten take 20 s.
		expect(Date.now() - since).toBeLessThan(30_000);
	},
);
