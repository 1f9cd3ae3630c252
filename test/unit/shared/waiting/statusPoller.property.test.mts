import fc from 'fast-check';

import { HandwritingOcrDocuments } from '../../../../nodes/HandwritingOcr/api/documentService.ts';
import { readDocument } from '../../../../nodes/HandwritingOcr/api/parse.ts';
import { CanceledFailure } from '../../../../nodes/shared/core/errors.ts';
import { DeadlineFailure } from '../../../../nodes/shared/waiting/documentStatus.ts';
import { StatusPoller } from '../../../../nodes/shared/waiting/statusPoller.ts';
import { clientOf } from '../simulation/client.mts';
import { after, play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import type { Fault } from '../simulation/exchange.mts';
import { SimulatedService } from '../simulation/service.mts';
import { fault, outage, plain, wait, waitForAll } from '../simulation/waits.mts';

useSimulatedClock();

/**
 * A document is given up this much after its deadline at the latest: time for a last word of the
 * service. Milliseconds.
 */
const GRACE = 5_200;
/** More for a document that the list showed finished and whose result is on its way. */
const RESULT_GRACE = 60_200;

/** Found: looks that back off from 429 kept the deadline from being noticed, for minutes. */
const limitedBeyondTheDeadline = { waits: [plain()], outages: [], strayFaults: [429 as const] };
/**
 * Found: a document that the list shows finished was said to be queued when its result could not be
 * fetched.
 */
const resultThatDoesNotCome = {
	waits: [
		plain({ timeoutMs: 2_951 }),
		plain({ handedInAfter: 1 }),
		plain({ handedInAfter: 13_678, processing: 1_145, foreign: 1 }),
		plain({ handedInAfter: 15_643 }),
		plain({ processing: 7_653 }),
	],
	outages: [],
	strayFaults: ['silence' as const, null, null, null, 'silence' as const],
};

/** Found: a list at one deadline counted as the last look at a document whose result it lacked. */
const resultAtDeadline = [
	plain({ timeoutMs: 2_000 }),
	plain({ timeoutMs: 1_751 }),
	plain(),
	plain(),
];

it('gives each item its own document or says by the deadline that it is not finished, whatever fails meanwhile', async () => {
	const setting = fc.record({
		waits: fc.array(wait, { minLength: 1, maxLength: 12 }),
		outages: fc.array(outage, { maxLength: 2 }),
		strayFaults: fc.array(fc.option(fault, { freq: 6 }), { maxLength: 12 }),
	});
	await fc.assert(
		fc.asyncProperty(setting, async ({ waits, outages, strayFaults }) => {
			const { outcomes, service } = await play(waitForAll({ waits, outages, strayFaults }));
			await playOut();
			for (const { id, item, document, error, handedInAt, endedAt } of outcomes) {
				const { timeoutMs = 0, processing = 0, ends } = waits[item] ?? {};
				if (document) {
					expect([document.id, document.state]).toEqual([id, ends]);
					if (ends === 'processed')
						expect(document.results).toEqual([
							{ page_number: 1, transcript: `text of item ${item}` },
						]);
					expect(endedAt - handedInAt).toBeGreaterThanOrEqual(processing);
					expect(endedAt - handedInAt).toBeLessThanOrEqual(timeoutMs + RESULT_GRACE);
				} else {
					expect(error).toBeInstanceOf(DeadlineFailure);
					expect(error).toMatchObject({
						details: {
							id,
							status: expect.stringMatching(/^(queued|processing|processed|failed)$/),
						},
					});
					expect(endedAt - handedInAt).toBeGreaterThanOrEqual(timeoutMs);
					expect(endedAt - handedInAt).toBeLessThanOrEqual(
						timeoutMs +
							(/processing|queued/.test(String((error as DeadlineFailure).state))
								? GRACE
								: RESULT_GRACE),
					);
				}
			}
			expect(service.requests.every(({ route }) => route !== 'upload')).toBe(true);
		}),
		{ examples: [[limitedBeyondTheDeadline], [resultThatDoesNotCome]] },
	);
});

it('gives every document that was finished well before its deadline while the service answered', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(wait, { minLength: 1, maxLength: 30 }), async (waits) => {
			const { outcomes, service } = await play(waitForAll({ waits }));
			for (const { id, item, document } of outcomes) {
				const { processing = 0, timeoutMs = 0 } = waits[item] ?? {};
				if (processing <= timeoutMs - 2_000) expect(document?.id).toBe(id);
				if (processing > timeoutMs + 2_000) expect(document).toBeUndefined();
			}
			// A result comes with the look that finds it, so a look at one that finds something is its
			// last.
			for (const { id } of outcomes)
				expect(
					service.requests.filter(
						(request) =>
							request.id === id &&
							service.documents.some(
								(document) => document.id === id && request.at + 100 >= document.finishedAt,
							),
					).length,
				).toBeLessThanOrEqual(1);
		}),
		{ examples: [[resultAtDeadline]] },
	);
});

it('needs no list: where it is refused for good, each document is looked at', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(20_000), { minLength: 4, maxLength: 10 }), async (times) => {
			const service = new SimulatedService({
				trouble: ({ route }) => (route === 'list' ? 403 : undefined),
			});
			const loop = new StatusPoller(new HandwritingOcrDocuments(clientOf(service)));
			const ends = await play(
				Promise.all(
					times.map(async (processing, item) => {
						const { id } = service.addOwn('letter.png', `item ${item}`, processing);
						return await loop.finished(readDocument({ id }), { timeoutMs: 60_000 });
					}),
				),
			);
			expect(ends.map(({ results }) => results)).toEqual(
				times.map((_, item) => [{ page_number: 1, transcript: `text of item ${item}` }]),
			);
		}),
		// Found: the refusal ended the wait for all of them.
		{ numRuns: 15, examples: [[[0, 0, 0, 0]]] },
	);
});

it('lets go of everything within 100 ms when the execution is canceled, also while a look hangs', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(wait, { minLength: 1, maxLength: 8 }),
			fc.integer({ min: 1, max: 30_000 }),
			fc.boolean(),
			fc.option(fc.constant<Fault>('silence')),
			async (waits, canceledAfter, abortsRequests, hanging) => {
				const halt = new AbortController();
				const canceledAt = Date.now() + canceledAfter;
				setTimeout(() => halt.abort(), canceledAfter);
				const run = waitForAll({
					waits: waits.map((one) => ({ ...one, handedInAfter: one.handedInAfter % canceledAfter })),
					strayFaults: [hanging],
					signal: halt.signal,
					abortsRequests,
				});
				const { outcomes, service } = await play(run);
				for (const { error, endedAt } of outcomes.filter(({ document }) => !document)) {
					expect(endedAt).toBeLessThanOrEqual(canceledAt + 100);
					if (!(error instanceof DeadlineFailure)) expect(error).toBeInstanceOf(CanceledFailure);
				}
				const asked = service.requests.length;
				await playOut();
				expect(service.requests).toHaveLength(asked);
			},
		),
		// Found: a look that hung kept the cancellation from being noticed, where n8n does not end
		// requests.
		{ examples: [[[plain({ timeoutMs: 1_000 })], 1_001, false, 'silence']] },
	);
});

it('gives a document that several items wait for to all of them, each within its own deadline, by one fetch', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat(20_000),
			fc.array(
				fc.record({ delay: fc.nat(900), timeoutMs: fc.integer({ min: 1_000, max: 40_000 }) }),
				{ minLength: 2, maxLength: 5 },
			),
			async (processing, items) => {
				const service = new SimulatedService();
				const loop = new StatusPoller(new HandwritingOcrDocuments(clientOf(service)));
				const { id } = service.addOwn('letter.png', 'item', processing);
				const finishedAt = Date.now() + processing;
				const ends = await play(
					Promise.all(
						items.map(async ({ delay, timeoutMs }) => {
							await after(delay);
							const since = Date.now();
							const end = await loop
								.finished(readDocument({ id }), { timeoutMs })
								.catch((error: unknown) => error);
							return { end, waited: Date.now() - since, timeoutMs, deadline: since + timeoutMs };
						}),
					),
				);
				for (const { end, waited, timeoutMs, deadline } of ends) {
					expect(waited).toBeLessThanOrEqual(timeoutMs + 300);
					if (end instanceof DeadlineFailure) expect(finishedAt).toBeGreaterThan(deadline - 1_200);
					else expect(end).toMatchObject({ state: 'processed', id });
				}
				const lateFetches = service.requests.filter(({ at }) => at + 100 >= finishedAt);
				expect(lateFetches.length).toBeLessThanOrEqual(1);
			},
		),
		// Found: the later deadline held for both.
		{
			examples: [
				[
					0,
					[
						{ delay: 164, timeoutMs: 1_001 },
						{ delay: 0, timeoutMs: 1_351 },
					],
				],
			],
		},
	);
});
