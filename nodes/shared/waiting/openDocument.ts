import type { Failure } from '../core/errors';
import { DeadlineFailure, type Watched } from './documentStatus';
import { Refusals } from './refusals';

/** A look so shortly before a document's deadline is its last one. */
const LAST_LOOK_MS = 500;
/**
 * How long after its deadline the answer to a last look at a document may come, and the result of
 * one that is finished.
 */
const LAST_WORD_MS = 5_000;
const LAST_RESULT_MS = 60_000;

/** One item that waits for a document. */
interface Waiter<Document> {
	deadline: number;
	timeoutMs: number;
	resolve: (document: Document) => void;
	reject: (error: unknown) => void;
}

/** What is known of a wait before the first look. */
interface WaitDetails {
	/** Whether the document may have been finished long ago. */
	ready: boolean;
	/** Whether it is known to exist, so that a refusal may pass. */
	exists: boolean;
	/** What it has in common with documents that take as long. */
	kind: string;
	/** Of its file. */
	sizeBytes: number | undefined;
}

/** A document that is waited for. */
export class OpenDocument<Document extends Watched> {
	readonly since = Date.now();
	readonly refusals: Refusals;
	/** Aborted when nobody waits for it any more. */
	readonly closed = new AbortController();
	/** Whether it was shown finished, so that its result is on its way. */
	ended: boolean;
	/** The service's word for its status. */
	private state: string;
	/** Whether a look at it alone is under way, or waits for its turn. */
	hasOwnLook = false;
	/** When the last look at it began that came to an end. */
	lookedAt: number | undefined;
	/** What the last look met, unless it brought the document. */
	trouble: Failure | undefined;
	/** How old it was when it was last seen not finished. */
	private pendingAge = 0;
	private waiters: Array<Waiter<Document>> = [];

	private readonly id: string;

	/** @param latest what is known of the document now */
	constructor(
		readonly key: string,
		public latest: Document,
		readonly known: WaitDetails,
	) {
		this.id = latest.id;
		this.state = known.ready ? 'unknown' : latest.state;
		this.ended = latest.phase !== 'pending';
		this.refusals = new Refusals(known.exists);
	}

	/** @param timeoutMs from now */
	result(timeoutMs: number): Promise<Document> {
		return new Promise((resolve, reject) => {
			this.waiters.push({ deadline: Date.now() + timeoutMs, timeoutMs, resolve, reject });
		});
	}

	/**
	 * A look has brought it.
	 *
	 * @param lookedAt when the look began
	 * @returns whether it is at its end
	 */
	see(latest: Document, lookedAt: number): boolean {
		this.latest = latest;
		this.state = latest.state;
		this.ended = latest.phase !== 'pending';
		// One that has ended is looked at once more where its result did not come along.
		if (!this.ended) {
			this.lookedAt = lookedAt;
			this.pendingAge = lookedAt - this.since;
		}
		this.trouble = undefined;
		this.refusals.clear();
		return this.ended;
	}

	resolve(): void {
		this.closed.abort();
		for (const waiter of this.waiters) waiter.resolve(this.latest);
	}

	reject(error: unknown): void {
		this.closed.abort();
		for (const waiter of this.waiters) waiter.reject(error);
	}

	get age(): number {
		return Date.now() - this.since;
	}

	/** How old it was when the last look at it began. */
	get lookedAge(): number | undefined {
		return this.lookedAt === undefined ? undefined : this.lookedAt - this.since;
	}

	/** Milliseconds to the deadline that comes next; 0 when all are over. */
	get timeLeft(): number {
		const left = this.waiters.map(({ deadline }) => deadline - Date.now()).filter((ms) => ms > 0);
		return left.length > 0 ? Math.min(...left) : 0;
	}

	/**
	 * How long it took, to be asked when a look shows its end; undefined when it may be older than
	 * the wait. The service's dates may be rounded, and the moment of a look alone is a bound.
	 *
	 * @param took as the service tells it. Milliseconds
	 */
	processingTime(took: number | undefined): number | undefined {
		if (this.known.ready) return undefined;
		const middle = (this.pendingAge + this.age) / 2;
		return Math.min(this.age, Math.max(this.pendingAge, took ?? middle));
	}

	/** Whether it would be given up now without another look. */
	wantsLastLook(): boolean {
		return this.waiters.some(
			({ deadline }) => Date.now() >= deadline && !this.hadLastLook(deadline),
		);
	}

	/**
	 * Ends those that are over their deadline once it has had its last look, or when that takes too
	 * long.
	 *
	 * @returns whether nobody waits any more
	 */
	expire(): boolean {
		const now = Date.now();
		const grace = this.ended ? LAST_RESULT_MS : LAST_WORD_MS;
		const over = this.waiters.filter(
			({ deadline }) => now >= deadline && (this.hadLastLook(deadline) || now >= deadline + grace),
		);
		const { id, latest, state, ended, trouble } = this;
		for (const { reject, timeoutMs } of over)
			reject(new DeadlineFailure({ id, seenId: latest.id, state, timeoutMs, ended, trouble }));
		this.waiters = this.waiters.filter((waiter) => !over.includes(waiter));
		if (this.waiters.length > 0) return false;
		this.closed.abort();
		return true;
	}

	private hadLastLook(deadline: number): boolean {
		return this.lookedAt !== undefined && this.lookedAt >= deadline - LAST_LOOK_MS;
	}
}
