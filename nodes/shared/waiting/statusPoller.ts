import { pause } from '../core/cancel';
import { CanceledFailure, isTransient, toFailure } from '../core/errors';
import { PollSchedule } from './pollSchedule';
import { settleAll } from '../concurrency/pool';
import { DeadlineFailure, type StatusSource, type DocumentStatus } from './documentStatus';

export interface WaitOrder {
	/** Milliseconds from now. */
	timeout: number;
	/** The service's word for the document's state, where it is known. */
	state?: string;
	/**
	 * True for a document that may have been finished long ago: it is looked at without the time that
	 * a fresh upload needs.
	 */
	ready?: boolean;
}

/** One item that waits for a document. */
interface Waiter<Document> {
	deadline: number;
	timeout: number;
	resolve: (sighting: DocumentStatus<Document>) => void;
	reject: (error: unknown) => void;
}

interface Open<Document> {
	id: string;
	since: number;
	ready: boolean;
	state: string;
	/** Whether a list has shown it finished, so that its result is on its way. */
	ended: boolean;
	seen: boolean;
	/** When the last look at it began that came to an end. */
	lookedAt: number;
	waiters: Array<Waiter<Document>>;
}

/** From this many open documents on, one look at the list is cheaper than a look at each. */
const LIST_FROM = 4;
/** How often the loop checks what is due, in milliseconds; costs no request. */
const TICK = 50;
/** A look so shortly before a document's deadline is its last one. Milliseconds. */
const LAST_LOOK = 1_000;
/**
 * How long after its deadline the answer to a last look at a document may come, and the result of
 * one that is finished. Milliseconds.
 */
const LAST_WORD = 5_000;
const LAST_RESULT = 60_000;

/**
 * The one wait loop of a run. Every item hands its document in and gets a promise; as long as
 * documents are open the loop looks at all of them together, so requests do not grow with documents
 * times polls. Looks go on beside the loop: one that hangs keeps neither a deadline nor a
 * cancellation from being noticed.
 */
export class StatusPoller<Document> {
	private readonly open = new Map<string, Open<Document>>();
	private running = false;
	private looking = false;
	/**
	 * When the last look at the list was answered, or the last looks at single documents came to an
	 * end.
	 */
	private lastLook = 0;
	/** Distance between looks, in milliseconds. */
	private interval = 0;

	constructor(
		private readonly sight: StatusSource<Document>,
		private readonly signal?: AbortSignal,
		private readonly pace = new PollSchedule(),
		/** Looks at single documents that run at the same time. */
		private readonly looksAtOnce = 10,
	) {}

	/**
	 * Resolves with the finished document, done or failed. Items that wait for the same document
	 * share its looks.
	 *
	 * @throws DeadlineFailure, CanceledFailure, or the failure of a look that will not go away
	 */
	finished(
		id: string,
		{ timeout, state = 'unknown', ready = false }: WaitOrder,
	): Promise<DocumentStatus<Document>> {
		return new Promise((resolve, reject) => {
			const now = Date.now();
			const entry = this.open.get(id) ?? {
				id,
				since: now,
				ready,
				state,
				ended: false,
				seen: false,
				lookedAt: Number.NEGATIVE_INFINITY,
				waiters: [],
			};
			entry.waiters.push({ deadline: now + timeout, timeout, resolve, reject });
			this.open.set(id, entry);
			if (!this.running) void this.run();
		});
	}

	private async run(): Promise<void> {
		this.running = true;
		try {
			while (this.open.size > 0) {
				await pause(TICK, this.signal);
				this.expire();
				const ripe = this.ripe();
				if (!this.looking && ripe.length > 0 && Date.now() >= this.lastLook + this.distance(ripe))
					void this.look(ripe);
			}
		} catch (error) {
			for (const id of [...this.open.keys()]) this.reject(id, error);
		} finally {
			this.running = false;
		}
	}

	/** Documents that are old enough for a look. */
	private ripe(): Array<Open<Document>> {
		const now = Date.now();
		const age = this.pace.firstLook();
		return [...this.open.values()].filter(
			(entry) => entry.ready || now >= entry.since + age || wantsLastLook(entry),
		);
	}

	/**
	 * How long after the last look these documents are due: new ones soon, and one that would be
	 * given up now at once.
	 */
	private distance(ripe: ReadonlyArray<Open<Document>>): number {
		if (ripe.some(wantsLastLook)) return 0;
		return ripe.some(({ seen }) => !seen)
			? Math.min(this.interval, this.pace.untilNewLook())
			: this.interval;
	}

	/** Never rejects. */
	private async look(entries: ReadonlyArray<Open<Document>>): Promise<void> {
		this.looking = true;
		const startedAt = Date.now();
		const before = entries.filter(({ seen }) => seen).map(({ id, state }) => [id, state] as const);
		for (const entry of entries) entry.seen = true;
		const many =
			entries.length >= (this.sight.manyFrom ?? LIST_FROM)
				? this.sight.many?.bind(this.sight)
				: undefined;
		const single = many ? await this.lookAtList(many, entries) : entries.map(({ id }) => id);
		this.lastLook = Date.now();
		await settleAll(
			single,
			this.looksAtOnce,
			async (id) => await this.lookAt(id),
			() => !this.signal?.aborted,
		);
		const moved = before.some(([id, state]) => this.open.get(id)?.state !== state);
		for (const entry of entries) entry.lookedAt = startedAt;
		if (!many) this.lastLook = Date.now();
		this.interval = this.pace.untilNextLook(
			[...this.open.values()].map(({ since }) => since),
			moved,
		);
		this.looking = false;
	}

	/**
	 * @returns the documents that need a look of their own: not on the list, or finished and to be
	 * fetched
	 */
	private async lookAtList(
		many: NonNullable<StatusSource<Document>['many']>,
		entries: ReadonlyArray<Open<Document>>,
	): Promise<string[]> {
		const ids = entries.map(({ id }) => id);
		try {
			const listed = await many(new Set(ids));
			return ids.filter((id) => {
				const sighting = listed.get(id);
				return !sighting || !this.settle(id, sighting);
			});
		} catch (error) {
			return isWaitedFor(error) ? [] : ids;
		}
	}

	private async lookAt(id: string): Promise<void> {
		// Another look must not be paid for a document that was given up meanwhile.
		if (!this.open.has(id)) return;
		try {
			this.settle(id, await this.sight.one(id));
		} catch (error) {
			if (!isWaitedFor(error)) this.reject(id, toFailure(error));
		}
	}

	/** @returns false when the document is finished and its result has to be fetched */
	private settle(id: string, sighting: DocumentStatus<Document>): boolean {
		const entry = this.open.get(id);
		if (!entry) return true;
		entry.state = sighting.state;
		entry.ended = sighting.phase !== 'pending';
		if (!entry.ended) return true;
		if (!sighting.complete) return false;
		if (!entry.ready) this.pace.observe(sighting.took ?? Date.now() - entry.since);
		this.open.delete(id);
		for (const { resolve } of entry.waiters) resolve(sighting);
		return true;
	}

	private reject(id: string, error: unknown): void {
		const entry = this.open.get(id);
		this.open.delete(id);
		for (const { reject } of entry?.waiters ?? []) reject(error);
	}

	/** Gives up on what is over its deadline and has had its last look, or waits for one too long. */
	private expire(): void {
		const now = Date.now();
		for (const entry of this.open.values()) {
			const over = entry.waiters.filter(
				({ deadline }) =>
					now >= deadline &&
					(hadLastLook(entry, deadline) ||
						now >= deadline + (entry.ended ? LAST_RESULT : LAST_WORD)),
			);
			for (const { reject, timeout } of over)
				reject(new DeadlineFailure(entry.id, entry.state, timeout / 1_000, entry.ended));
			entry.waiters = entry.waiters.filter((waiter) => !over.includes(waiter));
			if (entry.waiters.length === 0) this.open.delete(entry.id);
		}
	}
}

function wantsLastLook<Document>(entry: Open<Document>): boolean {
	return entry.waiters.some(
		({ deadline }) => Date.now() >= deadline && !hadLastLook(entry, deadline),
	);
}

function hadLastLook<Document>({ lookedAt }: Open<Document>, deadline: number): boolean {
	return lookedAt >= deadline - LAST_LOOK;
}

/**
 * A service that is down for a while must not cost a document that was paid for: such failures wait
 * for the deadline.
 */
function isWaitedFor(error: unknown): boolean {
	return isTransient(error) || error instanceof CanceledFailure;
}
