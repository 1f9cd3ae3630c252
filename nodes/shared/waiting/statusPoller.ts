import { pause } from '../core/cancel';
import { CanceledFailure, isTransient, toFailure } from '../core/errors';
import { PollSchedule } from './pollSchedule';
import { settleAll } from '../concurrency/pool';
import { type DocumentStatus, type StatusSource } from './documentStatus';
import { OpenDocument } from './openDocument';

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
	/**
	 * Whether the document is known to exist, as one that was uploaded in this run or is listed:
	 * then one refusal is no verdict. True unless `ready`.
	 */
	exists?: boolean;
}

/** From this many open documents on, one look at the list is cheaper than a look at each. */
const LIST_FROM = 4;
/** How often the loop checks what is due, in milliseconds; costs no request. */
const TICK = 50;
/** A look that takes longer than this keeps no other one waiting. Milliseconds. */
const HANGING = 5_000;

/**
 * The one wait loop of a run. Every item hands its document in and gets a promise; as long as
 * documents are open the loop looks at all of them together, so requests do not grow with documents
 * times polls. Looks go on beside the loop: one that hangs keeps neither a deadline, a cancellation
 * nor another document from being noticed.
 */
export class StatusPoller<Document> {
	private readonly open = new Map<string, OpenDocument<Document>>();
	private running = false;
	/** When the look under way has begun that was begun last; undefined while there is none. */
	private lookingSince: number | undefined;
	private listsUnderWay = 0;
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
		{ timeout, state = 'unknown', ready = false, exists = !ready }: WaitOrder,
	): Promise<DocumentStatus<Document>> {
		const document = this.open.get(id) ?? new OpenDocument<Document>(id, state, ready, exists);
		this.open.set(id, document);
		const result = document.result(timeout);
		if (!this.running) void this.run();
		return result;
	}

	private async run(): Promise<void> {
		this.running = true;
		try {
			while (this.open.size > 0) {
				await pause(TICK, this.signal);
				for (const { id } of [...this.open.values()].filter((document) => document.expire()))
					this.open.delete(id);
				const ripe = this.ripe();
				if (ripe.length > 0 && !this.isLooking() && Date.now() >= this.nextLook(ripe))
					void this.look(ripe);
			}
		} catch (error) {
			for (const id of [...this.open.keys()]) this.reject(id, error);
		} finally {
			this.running = false;
		}
	}

	private isLooking(): boolean {
		return this.lookingSince !== undefined && Date.now() < this.lookingSince + HANGING;
	}

	/** Documents that are old enough for a look. */
	private ripe(): Array<OpenDocument<Document>> {
		const now = Date.now();
		const age = this.pace.firstLook();
		return [...this.open.values()].filter(
			(document) =>
				!document.isLookedAt &&
				(document.ready || now >= document.since + age || document.wantsLastLook()),
		);
	}

	/** When these documents are due: new ones soon, and one that would be given up now at once. */
	private nextLook(ripe: ReadonlyArray<OpenDocument<Document>>): number {
		if (ripe.some((document) => document.wantsLastLook())) return 0;
		const hasNew = ripe.some(({ seen }) => !seen);
		return (
			this.lastLook + (hasNew ? Math.min(this.interval, this.pace.untilNewLook()) : this.interval)
		);
	}

	/** Never rejects. */
	private async look(documents: ReadonlyArray<OpenDocument<Document>>): Promise<void> {
		const startedAt = Date.now();
		this.lookingSince = startedAt;
		const before = documents.filter(({ seen }) => seen).map(({ id, state }) => [id, state]);
		for (const document of documents) document.seen = true;
		// A list that hangs is not asked for again.
		const many =
			documents.length >= (this.sight.manyFrom ?? LIST_FROM) && this.listsUnderWay === 0
				? this.sight.many?.bind(this.sight)
				: undefined;
		const single = many ? await this.lookAtList(many, documents) : documents;
		for (const document of documents) if (!single.includes(document)) document.lookedAt = startedAt;
		this.lastLook = Date.now();
		await settleAll(
			single,
			this.looksAtOnce,
			async (document) => await this.lookAt(document),
			() => !this.signal?.aborted,
		);
		const moved = before.some(([id = '', state]) => this.open.get(id)?.state !== state);
		if (!many) this.lastLook = Date.now();
		this.interval = this.pace.untilNextLook(
			[...this.open.values()].map(({ since }) => since),
			moved,
		);
		if (this.lookingSince === startedAt) this.lookingSince = undefined;
	}

	/**
	 * @returns the documents that need a look of their own: not on the list, or finished and to be
	 * fetched
	 */
	private async lookAtList(
		many: NonNullable<StatusSource<Document>['many']>,
		documents: ReadonlyArray<OpenDocument<Document>>,
	): Promise<Array<OpenDocument<Document>>> {
		this.listsUnderWay++;
		try {
			const listed = await many(new Set(documents.map(({ id }) => id)));
			return documents.filter((document) => {
				const status = listed.get(document.id);
				return !status || !this.settle(document, status);
			});
		} catch (error) {
			// A list that is refused for good leaves the looks at single documents.
			if (!isTransient(error) && !(error instanceof CanceledFailure)) return [...documents];
			for (const document of documents) document.trouble = toFailure(error);
			return [];
		} finally {
			this.listsUnderWay--;
		}
	}

	private async lookAt(document: OpenDocument<Document>): Promise<void> {
		// Another look must not be paid for a document that was given up meanwhile.
		if (!this.open.has(document.id) || document.isLookedAt) return;
		const startedAt = Date.now();
		document.isLookedAt = true;
		try {
			this.settle(document, await this.sight.one(document.id));
		} catch (error) {
			document.trouble = toFailure(error);
			if (document.refusals.isFinal(error)) this.reject(document.id, document.trouble);
		} finally {
			document.isLookedAt = false;
			document.lookedAt = startedAt;
		}
	}

	/** @returns false when the document is finished and its result has to be fetched */
	private settle(document: OpenDocument<Document>, status: DocumentStatus<Document>): boolean {
		if (!document.see(status)) return true;
		if (!status.complete) return false;
		if (this.open.get(document.id) !== document) return true;
		if (!document.ready) this.pace.observe(status.took ?? Date.now() - document.since);
		this.open.delete(document.id);
		document.resolve(status);
		return true;
	}

	private reject(id: string, error: unknown): void {
		const document = this.open.get(id);
		this.open.delete(id);
		document?.reject(error);
	}
}
