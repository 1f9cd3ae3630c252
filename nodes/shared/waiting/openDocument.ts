import { DeadlineFailure, type DocumentStatus } from './documentStatus';
import type { Failure } from '../core/errors';
import { Refusals } from './refusals';

/** A look so shortly before a document's deadline is its last one. Milliseconds. */
const LAST_LOOK = 1_000;
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

/** A document that is waited for. */
export class OpenDocument<Document> {
	readonly since = Date.now();
	readonly refusals: Refusals;
	/** Whether a list has shown it finished, so that its result is on its way. */
	ended = false;
	/** Whether any look at it was begun. */
	seen = false;
	/** Whether a look at it alone is under way. */
	isLookedAt = false;
	/** When the last look at it began that came to an end. */
	lookedAt = Number.NEGATIVE_INFINITY;
	/** What the last look met, unless it brought the document. */
	trouble: Failure | undefined;
	private waiters: Array<Waiter<Document>> = [];

	/**
	 * @param state the service's word for it
	 * @param ready whether it may have been finished long ago
	 * @param exists whether it is known to exist, so that a refusal may pass
	 */
	constructor(
		readonly id: string,
		public state: string,
		readonly ready: boolean,
		exists: boolean,
	) {
		this.refusals = new Refusals(exists);
	}

	/** @param timeout milliseconds from now */
	result(timeout: number): Promise<DocumentStatus<Document>> {
		return new Promise((resolve, reject) => {
			this.waiters.push({ deadline: Date.now() + timeout, timeout, resolve, reject });
		});
	}

	/** A look has brought it. @returns whether it is at its end */
	see({ state, phase }: DocumentStatus<Document>): boolean {
		this.state = state;
		this.ended = phase !== 'pending';
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
		const { id, state, ended, trouble } = this;
		return { id, state, ended, trouble };
	}

	private hadLastLook(deadline: number): boolean {
		return this.lookedAt >= deadline - LAST_LOOK;
	}
}
