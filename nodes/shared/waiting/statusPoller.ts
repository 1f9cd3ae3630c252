import { pause, throwIfCanceled } from '../core/cancel';
import { CanceledFailure, type Failure, isTransient, toFailure } from '../core/errors';
import type { StatusSource, Watched } from './documentStatus';
import { LookSchedule } from './lookSchedule';
import { OpenDocument } from './openDocument';
import { ProcessingTimes } from './processingTimes';

interface WaitOrder {
	/** From now. */
	timeoutMs: number;
	/** Whether the document may have been finished long ago. */
	ready?: boolean;
	/** Whether it is known to exist; unless given, one that is not {@link ready}. */
	exists?: boolean | undefined;
	/** Of its file. */
	sizeBytes?: number | undefined;
}

interface PollerSettings {
	/** Looks at single documents that run at the same time. */
	looksAtOnce?: number;
	/** How many documents will be handed in, as far as is known. */
	documents?: number;
	/** What earlier documents took, which is added to. */
	times?: ProcessingTimes;
}

/** How often the loop checks what is due; costs no request. */
const TICK_MS = 50;
/** A look that takes longer than this keeps no other one waiting. */
const HANGING_MS = 5_000;
/**
 * The one wait loop of a run. Every item hands its document in and gets a promise; as long as
 * documents are open the loop looks at all of them together, so requests do not grow with documents
 * times polls. Looks go on beside the loop: one that hangs keeps neither a deadline, a cancellation
 * nor another document from being noticed.
 */
export class StatusPoller<Document extends Watched> {
	private readonly open = new Map<string, OpenDocument<Document>>();
	private running = false;
	/** Documents that wait for a look of their own. */
	private readonly queue: Array<OpenDocument<Document>> = [];
	/** Those that are looked at alone, and until when their looks keep others waiting. */
	private readonly slots = new Map<OpenDocument<Document>, number>();
	/** When the look at the list has begun that is under way. */
	private listingSince: number | undefined;
	private readonly looksAtOnce: number;
	private readonly documents: number;
	private readonly times: ProcessingTimes;
	private readonly schedule: LookSchedule<Document>;

	constructor(
		private readonly source: StatusSource<Document>,
		private readonly signal?: AbortSignal,
		{ looksAtOnce = 10, documents = 0, times = new ProcessingTimes() }: PollerSettings = {},
	) {
		this.looksAtOnce = looksAtOnce;
		this.documents = documents;
		this.times = times;
		this.schedule = new LookSchedule(this.open, source, times);
	}

	/**
	 * Resolves with the finished document, done or failed. Items that wait for the same document
	 * share its looks.
	 *
	 * @throws DeadlineFailure, CanceledFailure, or the failure of a look that will not go away
	 */
	async finished(
		known: Document,
		{ timeoutMs, ready = false, exists = !ready, sizeBytes }: WaitOrder,
	): Promise<Document> {
		const { source, open } = this;
		if (known.phase !== 'pending' && source.isWhole?.(known)) return known;
		const key = source.keyOf?.(known) ?? known.id;
		const kind = source.kindOf?.(known) ?? '';
		const document =
			open.get(key) ?? new OpenDocument(key, known, { ready, exists, kind, sizeBytes });
		open.set(key, document);
		const result = document.result(timeoutMs);
		if (document.ended) this.lookAtAlone(document);
		this.startOwnLooks();
		if (!this.running) void this.run();
		const seen = await result;
		return source.merge?.(known, seen) ?? seen;
	}

	private async run(): Promise<void> {
		this.running = true;
		try {
			while (this.open.size > 0) {
				await pause(TICK_MS, this.signal);
				this.expire();
				this.look();
			}
		} catch (error) {
			for (const document of [...this.open.values()]) this.reject(document, error);
		} finally {
			this.running = false;
		}
	}

	private expire(): void {
		for (const document of this.open.values())
			if (document.expire()) this.open.delete(document.key);
	}

	/** Begins the looks that are due now. */
	private look(): void {
		const free = [...this.open.values()].filter(({ hasOwnLook }) => !hasOwnLook);
		const due = this.isListing ? [] : this.schedule.due(free);
		if (due.length > 0) this.schedule.begin();
		// A list that hangs is not asked for again.
		if (due.length > 0 && this.schedule.isWorthList(free) && this.listingSince === undefined)
			void this.lookAtList(free, due);
		else for (const document of due) this.lookAtAlone(document);
		this.startOwnLooks();
	}

	private get isListing(): boolean {
		return this.listingSince !== undefined && Date.now() < this.listingSince + HANGING_MS;
	}

	/**
	 * Documents that are not on the list, or finished and to be fetched, get a look of their own.
	 * Never rejects.
	 */
	private async lookAtList(
		documents: ReadonlyArray<OpenDocument<Document>>,
		due: ReadonlyArray<OpenDocument<Document>>,
	): Promise<void> {
		const startedAt = Date.now();
		this.listingSince = startedAt;
		try {
			const isDue = new Set(due);
			const known = documents.map(({ latest }) => latest);
			const listed = await this.source.statuses?.(known);
			for (const [index, document] of documents.entries()) {
				const seen = known[index] && listed?.get(known[index]);
				const isWhole = seen !== undefined && this.source.isWhole?.(seen) === true;
				const needsLook = seen
					? !this.settle(document, seen, { startedAt, isWhole })
					: isDue.has(document);
				if (needsLook) this.lookAtAlone(document);
			}
		} catch (error) {
			this.listFailed(error, due, startedAt);
		} finally {
			this.listingSince = undefined;
		}
		this.schedule.listed();
		this.startOwnLooks();
	}

	/** A list that is refused for good leaves the looks at single documents. */
	private listFailed(
		error: unknown,
		due: ReadonlyArray<OpenDocument<Document>>,
		startedAt: number,
	): void {
		const mayPass = isTransient(error) || error instanceof CanceledFailure;
		for (const document of due) {
			if (!mayPass) this.lookAtAlone(document);
			else {
				document.trouble = toFailure(error);
				document.lookedAt = startedAt;
			}
		}
	}

	private lookAtAlone(document: OpenDocument<Document>): void {
		if (document.hasOwnLook) return;
		document.hasOwnLook = true;
		this.queue.push(document);
	}

	private startOwnLooks(): void {
		while (this.queue.length > 0 && !this.signal?.aborted) {
			const now = Date.now();
			const taken = [...this.slots.values()].filter((until) => now < until).length;
			// Last looks, which hold nothing up, have slots of their own.
			const most = 2 * this.looksAtOnce;
			const next =
				taken < this.looksAtOnce ? 0 : this.queue.findIndex((document) => document.wantsLastLook());
			const [document] = next < 0 || taken >= most ? [] : this.queue.splice(next, 1);
			if (!document) return;
			void this.lookAt(document);
		}
	}

	/** Never rejects. */
	private async lookAt(document: OpenDocument<Document>): Promise<void> {
		const startedAt = Date.now();
		const hold = () => this.holdFor(document);
		const until = document.closed.signal;
		this.slots.set(document, startedAt + hold() * 1_000 + HANGING_MS);
		try {
			// Another look must not be paid for a document that was given up meanwhile.
			throwIfCanceled(until);
			const met = (failure: Failure) => void (document.trouble = failure);
			const seen = await this.source.status(document.latest, { hold, waiter: { until, met } });
			this.settle(document, seen, { startedAt, isWhole: true });
		} catch (error) {
			document.trouble = toFailure(error);
			if (document.refusals.isFinal(error)) this.reject(document, document.trouble);
		} finally {
			document.hasOwnLook = false;
			document.lookedAt = startedAt;
			this.slots.delete(document);
		}
		this.startOwnLooks();
	}

	/** Seconds for which the service may hold a look: never beyond a deadline. */
	private holdFor({ timeLeft }: OpenDocument<Document>): number {
		const { longest, inTurn } = this.source.holds ?? { longest: 0, inTurn: 0 };
		const isCrowded = Math.max(this.open.size, this.documents) > this.looksAtOnce;
		return Math.min(isCrowded ? inTurn : longest, Math.floor(timeLeft / 1_000));
	}

	/** @returns false when the document is finished and its result has to be fetched */
	private settle(
		document: OpenDocument<Document>,
		seen: Document,
		{ startedAt, isWhole }: { startedAt: number; isWhole: boolean },
	): boolean {
		const isNews = !document.ended;
		if (!document.see(seen, startedAt)) return true;
		const { kind, sizeBytes } = document.known;
		const time = document.processingTime(this.source.timeOf?.(seen));
		if (isNews && seen.phase === 'done' && time !== undefined)
			this.times.add(time, kind, sizeBytes);
		if (!isWhole) return false;
		if (this.open.get(document.key) !== document) return true;
		this.open.delete(document.key);
		document.resolve();
		return true;
	}

	private reject(document: OpenDocument<Document>, error: unknown): void {
		if (this.open.get(document.key) === document) this.open.delete(document.key);
		document.reject(error);
	}
}
