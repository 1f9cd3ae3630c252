import fc from 'fast-check';

import { HandwritingOcrDocuments } from '../../../../nodes/HandwritingOcr/api/documentService.ts';
import { RateLimiter } from '../../../../nodes/shared/concurrency/rateLimiter.ts';
import { settleAll, Slots } from '../../../../nodes/shared/concurrency/pool.ts';
import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';
import { StatusPoller } from '../../../../nodes/shared/waiting/statusPoller.ts';
import { clientOf } from '../simulation/client.mts';
import { play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import type { Fault } from '../simulation/exchange.mts';
import {
	answered,
	createdLate,
	lostAfter,
	lostBefore,
	refused,
	timedOut,
	uploaderOf,
} from '../simulation/flows.mts';
import {
	SimulatedService,
	type SimulatedRequest,
	type UploadPlan,
} from '../simulation/service.mts';

useSimulatedClock();

const MINUTES = 300_000;
const TIMEOUT = 120_000;

interface Run {
	items: Array<{ fileName: string; plan: UploadPlan }>;
	concurrency: number;
	foreign: number[];
	skew: number;
	/** What goes wrong with requests, one after the other, over and over. */
	faults: Array<Fault | null>;
}

const plan = fc
	.tuple(
		fc.oneof(
			{ weight: 8, arbitrary: answered },
			{ weight: 2, arbitrary: lostAfter },
			lostBefore,
			createdLate,
			timedOut,
			refused,
		),
		fc.nat(40_000),
		fc.constantFrom('processed' as const, 'processed' as const, 'failed' as const),
	)
	.map(([made, processing, ends]): UploadPlan => ({ ...made, processing, ends }));
const run: fc.Arbitrary<Run> = fc.record({
	items: fc.array(
		fc.record({
			fileName: fc.oneof(
				fc.constant('scan.pdf'),
				fc.integer({ min: 1, max: 999 }).map((number) => `${number}.pdf`),
			),
			plan,
		}),
		{ minLength: 1, maxLength: 15 },
	),
	concurrency: fc.integer({ min: 1, max: 6 }),
	foreign: fc.array(fc.integer({ min: -20_000, max: 20_000 }), { maxLength: 4 }),
	skew: fc.integer({ min: -MINUTES, max: MINUTES }),
	faults: fc.array(fc.option(fc.constantFrom<Fault[]>(429, 500, 503, 'reset'), { freq: 5 }), {
		maxLength: 10,
	}),
});

/** Uploads and waits as the operation "Upload" does: a pool of uploads, one wait loop, one gate. */
async function uploadAndWait({ items, concurrency, foreign, skew, faults }: Run) {
	let asked = 0;
	const trouble = (_request: SimulatedRequest): Fault | undefined =>
		faults[asked++ % Math.max(1, faults.length)] ?? undefined;
	const service = new SimulatedService({ skew, trouble });
	for (const at of foreign) service.addForeign('scan.pdf', Date.now() + at);
	const gate = new RateLimiter();
	const slots = new Slots(concurrency);
	const uploadThrough = uploaderOf(undefined, new InFlightUploads());
	const loop = new StatusPoller(new HandwritingOcrDocuments(clientOf(service, { gate })));
	const results = await settleAll(items, items.length, async (item, index) => {
		const client = clientOf(service, { gate, sender: `item ${index}`, plan: item.plan });
		const uploaded = await slots.run(async () => await uploadThrough(client, item.fileName));
		return await loop.finished(uploaded, { timeoutMs: TIMEOUT });
	});
	return { service, results };
}

it('ends each item with its own result, in its place, or with a failure that names its document; uploads each file once and fetches each result once', async () => {
	await fc.assert(
		fc.asyncProperty(run, async (spec) => {
			const { service, results } = await play(uploadAndWait(spec));
			await playOut();
			results.forEach((result, index) => {
				const own = service.documents.find(({ owner }) => owner === `item ${index}`);
				const uploads = service.requests.filter(
					({ route, sender }) => route === 'upload' && sender === `item ${index}`,
				);
				expect(
					service.documents.filter(({ owner }) => owner === `item ${index}`).length,
				).toBeLessThanOrEqual(1);
				// Only 429 is followed by another try.
				expect(uploads.length).toBeLessThanOrEqual(10);
				if (result?.status === 'fulfilled') {
					const { id, phase, results: pages } = result.value;
					if (own) expect(id).toBe(own.id);
					if (own && phase === 'done')
						expect(pages).toEqual([{ page_number: 1, transcript: `text of item ${index}` }]);
				} else if (own) {
					const { details, nextStep } = result?.reason as {
						details: { id?: string; candidates?: string[] };
						nextStep: string;
					};
					// A list that nobody could read for a minute names none.
					if (!nextStep.includes('the list of documents could not be read'))
						expect([details.id, ...(details.candidates ?? [])]).toContain(own.id);
				}
			});
			const given = results.flatMap((result) =>
				result?.status === 'fulfilled' ? [result.value.id] : [],
			);
			expect(new Set(given).size).toBe(given.length);
		}),
		{ numRuns: 100 * Number(process.env.PROPERTY_RUNS ?? 1) },
	);
});

it('costs an upload, a fetch and a fraction of a look a document while the service is well', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 30, max: 100 }),
			fc.integer({ min: 1_000, max: 30_000 }),
			fc.integer({ min: 3, max: 10 }),
			async (count, processing, concurrency) => {
				const items = Array.from({ length: count }, (_, index) => ({
					fileName: `${index}.pdf`,
					plan: {
						createdAfter: 200,
						answeredAfter: 300,
						answer: 'created',
						processing,
						ends: 'processed',
					} as const,
				}));
				const { service, results } = await play(
					uploadAndWait({ items, concurrency, foreign: [], skew: 0, faults: [] }),
				);
				expect(results.filter((result) => result?.status !== 'fulfilled')).toEqual([]);
				expect(service.count('upload')).toBe(count);
				expect(service.count('get')).toBeLessThanOrEqual(count + 4);
				expect(service.count('list')).toBeLessThanOrEqual(Math.max(16, 0.3 * count));
			},
		),
		{ numRuns: 20 },
	);
});
