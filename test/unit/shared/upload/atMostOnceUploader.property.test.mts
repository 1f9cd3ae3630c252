import fc from 'fast-check';

import { CanceledFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';
import { play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import {
	anyPlan,
	answered,
	createdLate,
	flowOf,
	type Flow,
	lostAfter,
	lostBefore,
	runFlows,
	timedOut,
	type UploadEnd,
} from '../simulation/flows.mts';
import {
	SimulatedService,
	type SimulatedServiceOptions,
	type UploadPlan,
} from '../simulation/service.mts';

useSimulatedClock();

const MORE = Number(process.env.PROPERTY_RUNS ?? 1);
const MINUTES = 300_000;
const sameName = fc.constantFrom('scan.pdf', 'scan.pdf', 'scan.pdf', 'letter.png');
const skew = fc.integer({ min: -MINUTES, max: MINUTES });
const flows = fc.array(flowOf(sameName, anyPlan), { minLength: 1, maxLength: 3 });

/** A flow of one file. */
const one = (plan: Omit<UploadPlan, 'processing' | 'ends'>): Flow => ({
	startsAfter: 0,
	concurrency: 1,
	items: [
		{
			fileName: 'scan.pdf',
			readyAfter: 0,
			plan: { ...plan, processing: 1_000, ends: 'processed' },
		},
	],
});

async function upload(options: SimulatedServiceOptions, atOnce: Flow[], foreign: number[] = []) {
	const service = new SimulatedService(options);
	for (const after of foreign) service.addForeign('scan.pdf', Date.now() + after);
	const ends = await play(runFlows(service, atOnce));
	await playOut();
	return { service, ends };
}

/** What the failure of an upload says about its document. */
const candidatesOf = ({ error }: UploadEnd): unknown =>
	(error as { details?: { candidates?: unknown } }).details?.candidates;

/**
 * Holds whatever happens: nothing is sent twice, no document has two owners, and none that was paid
 * for is lost.
 */
function expectOnceAndNoneLost(service: SimulatedService, ends: UploadEnd[]): void {
	for (const { sender } of ends)
		expect(
			service.requests.filter((request) => request.route === 'upload' && request.sender === sender),
		).toHaveLength(1);
	const given = ends.flatMap(({ document }) => document?.id ?? []);
	expect(new Set(given).size).toBe(given.length);
	for (const end of ends) {
		const { own, document, item, error } = end;
		if (own && document) expect(document.id).toBe(own.id);
		else if (own) expect(candidatesOf(end)).toContain(own.id);
		else if (typeof item.plan.answer === 'number' && item.plan.answer < 500)
			expect(error).toBeInstanceOf(ServiceFailure);
		else if (error)
			expect(error).toMatchObject({
				message: expect.stringMatching(/was not confirmed|got lost/),
				details: { fileName: item.fileName },
			});
	}
}

it('uploads each file once and gives it its own document or says which it may be, with flows of one process and clocks apart', async () => {
	await fc.assert(
		fc.asyncProperty(flows, skew, async (atOnce, apart) => {
			const { service, ends } = await upload({ skew: apart }, atOnce);
			expectOnceAndNoneLost(service, ends);
			for (const { own, document } of ends) if (!own) expect(document).toBeUndefined();
		}),
		{ numRuns: 150 * MORE },
	);
});

it('never takes a document of another process when its own is there too', async () => {
	await fc.assert(
		fc.asyncProperty(
			flows,
			skew,
			fc.array(fc.integer({ min: -20_000, max: 30_000 }), { maxLength: 12 }),
			async (atOnce, apart, foreign) => {
				const { service, ends } = await upload({ skew: apart }, atOnce, foreign);
				expectOnceAndNoneLost(service, ends);
			},
		),
		{ numRuns: 150 * MORE },
	);
});

it('finds the document of every lost answer where no two uploads have the same name', async () => {
	const plan = fc.oneof(answered, lostAfter, createdLate, timedOut);
	await fc.assert(
		fc.asyncProperty(
			fc.array(flowOf(fc.constant(''), plan), { minLength: 1, maxLength: 3 }),
			skew,
			fc.array(fc.integer({ min: -MINUTES, max: -8_000 }), { maxLength: 5 }),
			fc.boolean(),
			async (atOnce, apart, older, dated) => {
				const named = atOnce.map((flow, number) => ({
					...flow,
					items: flow.items.map((item, index) => ({ ...item, fileName: `${number}-${index}.png` })),
				}));
				const { service, ends } = await upload({ skew: apart, dated }, named, older);
				expectOnceAndNoneLost(service, ends);
				expect(ends.filter(({ error }) => error)).toEqual([]);
				// Each lost answer costs one look at the list.
				expect(service.count('list')).toBe(
					ends.filter(({ item }) => item.plan.answer !== 'created').length,
				);
			},
		),
	);
});

it('finds it among items of the same name when one answer at a time gets lost, with older documents of that name about', async () => {
	await fc.assert(
		fc.asyncProperty(
			flowOf(fc.constant('scan.pdf'), answered, 20),
			fc.nat(),
			lostAfter,
			skew,
			fc.array(fc.integer({ min: -MINUTES, max: -8_000 }), { maxLength: 5 }),
			async (flow, which, plan, apart, older) => {
				const items = flow.items.map((item, index) =>
					index === which % flow.items.length ? { ...item, plan } : item,
				);
				const { service, ends } = await upload({ skew: apart }, [{ ...flow, items }], older);
				expectOnceAndNoneLost(service, ends);
				expect(ends.filter(({ error }) => error)).toEqual([]);
			},
		),
	);
});

it('says that it is not known what was created when the list cannot be read for long, and looks again after a short outage', async () => {
	const item = { fileName: 'scan.pdf', readyAfter: 0 };
	await fc.assert(
		fc.asyncProperty(
			lostAfter,
			fc.integer({ min: 10_000, max: 150_000 }),
			fc.constantFrom(503 as const, 'reset' as const),
			async (plan, lasts, fault) => {
				const since = Date.now();
				const trouble = ({ at }: { at: number }) => (at < since + lasts ? fault : undefined);
				const { ends } = await upload({ trouble }, [
					{ startsAfter: 0, concurrency: 1, items: [{ ...item, plan }] },
				]);
				const [{ own, document, error } = {}] = ends;
				if (lasts < 50_000) expect(document?.id).toBe(own?.id);
				if (!document)
					expect(error).toMatchObject({
						nextStep: expect.stringContaining('Whether the document was created is not known'),
						details: { fileName: 'scan.pdf' },
					});
			},
		),
		// Found: the failure said that the service lists no such document, though nobody could read the
		// list.
		{
			numRuns: 20,
			examples: [
				[
					{
						createdAfter: 0,
						answeredAfter: 0,
						answer: 'reset',
						processing: 1_000,
						ends: 'processed',
					},
					150_000,
					503,
				],
			],
		},
	);
});

it('ends within 100 ms when the execution is canceled; other flows still take nothing that it may have created', async () => {
	const plan = fc.oneof(answered, lostAfter, createdLate, lostBefore, timedOut);
	await fc.assert(
		fc.asyncProperty(
			flowOf(sameName, plan),
			fc.integer({ min: 1, max: 15_000 }),
			fc.boolean(),
			flowOf(sameName, fc.oneof(answered, lostBefore)),
			async (flow, canceledAfter, abortsRequests, other) => {
				const service = new SimulatedService();
				const registry = new InFlightUploads();
				const halt = new AbortController();
				const canceledAt = Date.now() + canceledAfter;
				setTimeout(() => halt.abort(), canceledAfter);
				const [canceled, ends] = await play(
					Promise.all([
						runFlows(service, [flow], {
							registry,
							signal: halt.signal,
							abortsRequests,
							label: 'canceled',
						}),
						runFlows(service, [other], { registry }),
					]),
				);
				for (const { error, askedAt, endedAt } of canceled)
					if (error)
						expect(endedAt).toBeLessThanOrEqual(
							Math.max(canceledAt, askedAt) + (error instanceof CanceledFailure ? 100 : 0),
						);
				for (const { askedAt, sender } of canceled)
					if (askedAt > canceledAt)
						expect(service.requests.filter((request) => request.sender === sender)).toEqual([]);
				expectOnceAndNoneLost(service, ends);
				for (const { own, document } of ends) if (!own) expect(document).toBeUndefined();
				await playOut();
			},
		),
		{
			examples: [
				[
					one({ createdAfter: 100, answeredAfter: 3_000, answer: 'created' }),
					1_000,
					true,
					one({ createdAfter: null, answeredAfter: 500, answer: 'reset' }),
				],
			],
		},
	);
});
