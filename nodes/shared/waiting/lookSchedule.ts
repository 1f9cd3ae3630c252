import type { StatusSource, Watched } from './documentStatus';
import type { OpenDocument } from './openDocument';
import { gatheringTime, nextLook } from './pollSchedule';
import type { ProcessingTimes } from './processingTimes';

/** From this many open documents on, one look at the list is cheaper than a look at each. */
const LIST_FROM = 4;
/** Between the starts of two looks that the service may hold, where it does not. */
const BETWEEN_HELD_MS = 2_000;

/** Which of the open documents of a run are due for a look, and whether the list is worth one. */
export class LookSchedule<Document extends Watched> {
	/** When documents may be looked at again that are looked at together. */
	private notBefore = 0;

	/** @param open all documents that are waited for, as they come and go */
	constructor(
		private readonly open: ReadonlyMap<string, OpenDocument<Document>>,
		private readonly source: StatusSource<Document>,
		private readonly times: ProcessingTimes,
	) {}

	/** Those that are due, first come, first served, once no others are worth waiting for. */
	due(documents: ReadonlyArray<OpenDocument<Document>>): Array<OpenDocument<Document>> {
		const now = Date.now();
		const ordered = documents
			.map((document) => ({ document, at: this.dueAt(document) }))
			.toSorted((left, right) => left.at - right.at);
		const due = ordered.filter(({ at }) => at <= now).map(({ document }) => document);
		if (due.some((document) => document.wantsLastLook())) return due;
		const [first] = ordered;
		if (!first || due.length === 0 || now < this.notBefore) return [];
		const until = this.isWorthList(documents) ? first.at + this.gatheringTime() : first.at;
		return ordered.some(({ at }) => at > now && at <= until) ? [] : due;
	}

	/** Looks begin now. */
	begin(): void {
		this.notBefore = Date.now() + (this.source.spacing?.(this.open.size) ?? 0);
	}

	/** A look at the list has ended. */
	listed(): void {
		this.notBefore = Math.max(this.notBefore, Date.now() + this.gatheringTime());
	}

	isWorthList(documents: ReadonlyArray<OpenDocument<Document>>): boolean {
		const from = this.source.listFrom ?? LIST_FROM;
		return this.source.statuses !== undefined && documents.length >= from;
	}

	private dueAt(document: OpenDocument<Document>): number {
		const { since, lookedAt, lookedAge, known } = document;
		if (document.wantsLastLook()) return -Infinity;
		if (lookedAt === undefined && (known.ready || this.source.holds)) return since;
		if (lookedAt !== undefined && this.source.holds) return lookedAt + BETWEEN_HELD_MS;
		return since + nextLook(lookedAge, this.timesOf(document));
	}

	private timesOf({ known }: OpenDocument<Document>): readonly number[] {
		return known.ready ? [] : this.times.of(known.kind, known.sizeBytes);
	}

	private gatheringTime(): number {
		const [oldest] = this.open.values();
		if (!oldest) return 0;
		return gatheringTime(this.open.size, oldest.age, this.timesOf(oldest).length > 0);
	}
}
