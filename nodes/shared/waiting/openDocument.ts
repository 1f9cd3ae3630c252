import { DeadlineFailure, type DocumentStatus } from './documentStatus';
import type { Failure } from '../core/errors';
import { Refusals } from './refusals';

/** A look so shortly before a document's deadline is its last one. Milliseconds. */
const LAST_LOOK = 500;
/**
 * How long after its deadline the answer to a last look at a document may come, and the result of
 * one that is finished. Milliseconds.
 */
const LAST_WORD = 5_000;
const LAST_RESULT = 60_000;

/** One item that waits for a document. */
interface Waiter<Document> {
	deadline: number;
	timeout: number;
	resolve: (status: DocumentStatus<Document>) => void;
	reject: (error: unknown) => void;
}

/** What is known of a document before the first look at it. */
export interface Awaited {
	id: string;
	/** The service's word for it. */
	state: string;
	/** Whether it may have been finished long ago. */
	ready: boolean;
	/** Whether it is known to exist, so that a refusal may pass. */
	exists: boolean;
	/** What it has in common with documents that take as long. */
	kind: string;
	sizeBytes: number | undefined;
}

/** A document that is waited for. */
export class OpenDocument<Document> {
	readonly since = Date.now();
	readonly refusals: Refusals;
	state: string;
	/** Whether a list has shown it finished, so that its result is on its way. */
	ended = false;
	/** Whether a look at it alone is under way, or waits for its turn. */
	hasOwnLook = false;
	/** When the last look at it began that came to an end. */
	lookedAt: number | undefined;
	/** What the last look met, unless it brought the document. */
	trouble: Failure | undefined;
	/** How old it was when it was last seen not finished. */
	private pendingAge = 0;
	private waiters: Array<Waiter<Document>> = [];

	/** @param key what its source knows it by */
	constructor(
		readonly key: string,
		readonly known: Awaited,
	) {
		this.state = known.state;
		this.refusals = new Refusals(known.exists);
	}

	/** @param timeout milliseconds from now */
	result(timeout: number): Promise<DocumentStatus<Document>> {
		return new Promise((resolve, reject) => {
			this.waiters.push({ deadline: Date.now() + timeout, timeout, resolve, reject });
		});
	}

	/**
	 * A look has brought it.
	 *
	 * @param lookedAt when the look began
	 * @returns whether it is at its end
	 */
	see({ state, phase }: DocumentStatus<Document>, lookedAt: number): boolean {
		this.state = state;
		this.ended = phase !== 'pending';
		// One that has ended is looked at once more where its result did not come along.
		if (!this.ended) {
			this.lookedAt = lookedAt;
			this.pendingAge = lookedAt - this.since;
		}
		this.trouble = undefined;
		this.refusals.clear();
		return this.ended;
	}

	resolve(status: DocumentStatus<Document>): void {
		for (const waiter of this.waiters) waiter.resolve(status);
	}

	reject(error: unknown): void {
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
	 * How long it took, to be asked when a look shows its end; undefined when it may be older than the
	 * wait. The service's dates may be rounded, and the moment of a look alone is a bound.
	 */
	processingTime({ took }: DocumentStatus<Document>): number | undefined {
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
		const grace = this.ended ? LAST_RESULT : LAST_WORD;
		const over = this.waiters.filter(
			({ deadline }) => now >= deadline && (this.hadLastLook(deadline) || now >= deadline + grace),
		);
		for (const { reject, timeout } of over) reject(new DeadlineFailure({ ...this.told, timeout }));
		this.waiters = this.waiters.filter((waiter) => !over.includes(waiter));
		return this.waiters.length === 0;
	}

	private get told() {
		const { known, state, ended, trouble } = this;
		return { id: known.id, state, ended, trouble };
	}

	private hadLastLook(deadline: number): boolean {
		return this.lookedAt !== undefined && this.lookedAt >= deadline - LAST_LOOK;
	}
}
