import fc from 'fast-check';

import { HandwritingOcrDocuments } from '../../../../nodes/HandwritingOcr/api/documentService.ts';
import { type OcrDocument, readDocument } from '../../../../nodes/HandwritingOcr/api/parse.ts';
import { ProcessingTimes } from '../../../../nodes/shared/waiting/processingTimes.ts';
import { StatusPoller } from '../../../../nodes/shared/waiting/statusPoller.ts';
import { clientOf } from './client.mts';
import { after } from './clock.mts';
import type { Fault } from './exchange.mts';
import { SimulatedService, type SimulatedRequest } from './service.mts';

/** One item: times in milliseconds. */
export interface Wait {
	handedInAfter: number;
	processing: number;
	timeoutMs: number;
	ends: 'processed' | 'failed';
	/** Documents of other flows that come in just before. */
	foreign: number;
}

export const wait: fc.Arbitrary<Wait> = fc.record({
	handedInAfter: fc.nat(20_000),
	processing: fc.oneof(fc.nat(8_000), fc.nat(60_000)),
	timeoutMs: fc.oneof(fc.constant(60_000), fc.integer({ min: 1_000, max: 90_000 })),
	ends: fc.constantFrom('processed', 'processed', 'failed'),
	foreign: fc.nat(3),
});
export const fault: fc.Arbitrary<Fault> = fc.constantFrom<Fault[]>(
	429,
	500,
	503,
	'reset',
	'silence',
);
export const outage = fc.record({ from: fc.nat(80_000), lasts: fc.nat(40_000), fault });

/** How the wait of an item ended. */
export interface Outcome {
	id: string;
	item: number;
	handedInAt: number;
	endedAt: number;
	document?: OcrDocument;
	error?: unknown;
}

export interface WaitSetting {
	waits: Wait[];
	/** Spans of time from the start in which every look fails. */
	outages?: Array<{ from: number; lasts: number; fault: Fault }>;
	/** What goes wrong with the looks outside of an outage, one after the other, over and over. */
	strayFaults?: Array<Fault | null>;
	signal?: AbortSignal;
	abortsRequests?: boolean;
	/** What was learned before, and is added to. */
	times?: ProcessingTimes;
}

/** Hands documents in over time, each as soon as it is uploaded, and tells how each wait ended. */
export async function waitForAll({
	waits,
	outages = [],
	strayFaults = [],
	signal,
	abortsRequests = true,
	times = new ProcessingTimes(),
}: WaitSetting) {
	const start = Date.now();
	let asked = 0;
	const trouble = ({ at }: SimulatedRequest): Fault | undefined =>
		outages.find(({ from, lasts }) => at - start >= from && at - start < from + lasts)?.fault ??
		strayFaults[asked++ % Math.max(1, strayFaults.length)] ??
		undefined;
	const service = new SimulatedService({ trouble, skew: 90_000 });
	const documents = new HandwritingOcrDocuments(
		clientOf(service, { abortsRequests, ...(signal && { signal }) }),
	);
	const loop = new StatusPoller(documents, signal, { times });
	const outcomes = await Promise.all(
		waits.map(
			async ({ handedInAfter, processing, timeoutMs, ends, foreign }, item): Promise<Outcome> => {
				await after(handedInAfter);
				for (let number = 0; number < foreign; number++)
					service.addForeign('other.png', Date.now());
				const { id } = service.addOwn('letter.png', `item ${item}`, processing, ends);
				const outcome = { id, item, handedInAt: Date.now() };
				try {
					const known = readDocument({ id, status: 'queued' });
					const document = await loop.finished(known, { timeoutMs });
					return { ...outcome, document, endedAt: Date.now() };
				} catch (error) {
					return { ...outcome, error, endedAt: Date.now() };
				}
			},
		),
	);
	return { service, documents, outcomes };
}

/** An item without peculiarities. */
export const plain = (changes: Partial<Wait> = {}): Wait => ({
	handedInAfter: 0,
	processing: 0,
	timeoutMs: 60_000,
	ends: 'processed',
	foreign: 0,
	...changes,
});
