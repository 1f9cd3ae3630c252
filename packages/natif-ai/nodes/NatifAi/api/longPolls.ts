import { pause, throwIfCanceled } from '../../shared/core/cancel';
import { type Failure, toFailure } from '../../shared/core/errors';
import { DeadlineFailure } from '../../shared/waiting/documentStatus';
import { Refusals } from '../../shared/waiting/refusals';
import { getResult } from './results';
import type { NatifAi } from './client';
import type { Processing } from './parse';

/**
 * How often it is checked what is due; costs no request. Milliseconds, as all times here but holds.
 */
const TICK = 50;
/**
 * How long the service holds a long poll: it may do so for 180 s, but proxies often end requests
 * after 60 s. Seconds.
 */
const LONG_HOLD = 55;
/** The same while other documents wait for their turn. Seconds. */
const SHORT_HOLD = 3;
/** Between the starts of two looks at a document, where the service does not hold requests. */
const GAP = 2_000;
/** After a look that met a fault of the service. */
const AFTER_FAULT = 2_000;
/** How long after its deadline the answer to a last look at a document may come. */
const LAST_WORD = 5_000;

interface Open {
	known: Processing;
	timeout: number;
	deadline: number;
	looking: boolean;
	/** No look before this moment. */
	notBefore: number;
	refusals: Refusals;
	/** What the last look met, unless it brought the processing. */
	trouble: Failure | undefined;
	resolve: (processing: Processing) => void;
	reject: (error: unknown) => void;
}

/**
 * Waits for the processings of a run by the service's own long poll, so many at a time. Those that
 * were started first are looked at first, as they end first; one that runs still goes to the end of
 * the queue.
 */
export class LongPolls {
	private readonly open = new Set<Open>();
	private underWay = 0;
	private running = false;

	/**
	 * @param slots long polls at a time
	 * @param expected documents that the run may still hand in or has handed in
	 * @param signal ends the waiting
	 */
	constructor(
		private readonly service: NatifAi,
		private readonly slots: number,
		private expected: number,
		private readonly signal: AbortSignal,
	) {}

	/** One of the expected documents will not come. */
	lessExpected(): void {
		this.expected--;
	}

	/**
	 * Resolves with the finished processing, done or failed.
	 *
	 * @param timeout milliseconds from now
	 * @throws DeadlineFailure, CanceledFailure, or the failure of a look that will not go away
	 */
	finished(known: Processing, timeout: number): Promise<Processing> {
		return new Promise((resolve, reject) => {
			const now = Date.now();
			this.open.add({
				known,
				timeout,
				deadline: now + timeout,
				looking: false,
				notBefore: now,
				// The name is known of a document that was sent in this run.
				refusals: new Refusals(known.fileName !== null),
				trouble: undefined,
				resolve,
				reject,
			});
			if (!this.running) void this.run();
		});
	}

	private async run(): Promise<void> {
		this.running = true;
		try {
			while (this.open.size > 0) {
				throwIfCanceled(this.signal);
				this.expire();
				this.start();
				await pause(TICK, this.signal);
			}
		} catch (error) {
			for (const entry of [...this.open]) this.end(entry, () => entry.reject(error));
		} finally {
			this.running = false;
		}
	}

	/**
	 * Looks at what is due as long as there are slots; last looks, which hold nothing up, have slots
	 * of their own.
	 */
	private start(): void {
		const now = Date.now();
		for (const entry of [...this.open]) {
			const limit = now >= entry.deadline ? 2 * this.slots : this.slots;
			if (!entry.looking && now >= entry.notBefore && this.underWay < limit) void this.look(entry);
		}
	}

	/** Never rejects. */
	private async look(entry: Open): Promise<void> {
		const startedAt = Date.now();
		entry.looking = true;
		this.underWay++;
		try {
			const processing = await getResult(
				this.service,
				entry.known,
				() => this.holdFor(entry),
				() => this.open.has(entry),
			);
			entry.trouble = undefined;
			entry.refusals.clear();
			if (processing.phase !== 'pending') this.end(entry, () => entry.resolve(processing));
			else this.requeue(entry, startedAt, startedAt + GAP);
		} catch (error) {
			const failure = toFailure(error);
			entry.trouble = failure;
			if (entry.refusals.isFinal(error)) this.end(entry, () => entry.reject(failure));
			else this.requeue(entry, startedAt, Date.now() + AFTER_FAULT);
		} finally {
			this.underWay--;
		}
		if (this.running && !this.signal.aborted) this.start();
	}

	/** Seconds for which the service may hold a look: never beyond the deadline. */
	private holdFor({ deadline }: Open): number {
		const longest = Math.max(this.open.size, this.expected) > this.slots ? SHORT_HOLD : LONG_HOLD;
		return Math.max(0, Math.min(longest, Math.floor((deadline - Date.now()) / 1_000)));
	}

	private requeue(entry: Open, startedAt: number, notBefore: number): void {
		entry.looking = false;
		if (!this.open.has(entry)) return;
		if (startedAt >= entry.deadline) return this.giveUp(entry);
		this.open.delete(entry);
		entry.notBefore = Math.min(notBefore, entry.deadline);
		// What is left of the last second is too short for the service to hold a request.
		if (entry.deadline - Date.now() < 1_000) entry.notBefore = entry.deadline;
		this.open.add(entry);
	}

	/** Gives up on documents whose last look takes too long. */
	private expire(): void {
		const now = Date.now();
		for (const entry of [...this.open]) if (now >= entry.deadline + LAST_WORD) this.giveUp(entry);
	}

	private giveUp(entry: Open): void {
		this.end(entry, () =>
			entry.reject(
				new DeadlineFailure({
					id: entry.known.id,
					state: entry.known.state,
					timeout: entry.timeout,
					trouble: entry.trouble,
				}),
			),
		);
	}

	private end(entry: Open, tell: () => void): void {
		if (!this.open.delete(entry)) return;
		this.lessExpected();
		tell();
	}
}
