import { TtlSet } from '../concurrency/ttlSet';
import type { Candidate, Creation } from '../operations/documentService';
import { isRespelled } from './sentFile';

/**
 * An upload whose document is not known: it is under way, or its answer got lost. Times in
 * milliseconds since 1970.
 */
export interface OpenUpload {
	/** What the service lists its document under. */
	key: string;
	startedAt: number;
	/** Its document was not created after this moment; endless while it is under way. */
	latest: number;
}

const REMEMBERED_MS = 3_600_000;
const MOST = 10_000;

/**
 * What the runs of one process know of each other's uploads: executions of one workflow often send
 * files of the same name at the same time, and none may take another one's document for its own.
 */
export class InFlightUploads {
	private readonly open = new Set<OpenUpload>();
	private readonly claimed = new TtlSet(REMEMBERED_MS, MOST);

	start(key: string): OpenUpload {
		const now = Date.now();
		for (const upload of this.open)
			if (upload.startedAt < now - REMEMBERED_MS) this.open.delete(upload);
		const upload = { key, startedAt: now, latest: Infinity };
		this.open.add(upload);
		return upload;
	}

	/** The upload's document is known, by each of these ids. */
	claim(upload: OpenUpload, ...ids: string[]): void {
		this.open.delete(upload);
		for (const id of ids) this.claimed.add(id);
	}

	/** The upload has created nothing. */
	drop(upload: OpenUpload): void {
		this.open.delete(upload);
	}

	/**
	 * Whether the document could be this upload's: it is nobody's yet, and was created in the
	 * upload's time.
	 */
	fits(upload: OpenUpload, ids: readonly string[], creation: Creation): boolean {
		return !ids.some((id) => this.claimed.has(id)) && isWithin(upload, creation);
	}

	/**
	 * Whether the document could be another upload's too.
	 * @param own uploads of the same request, among which it is told otherwise
	 */
	isDisputed(
		upload: OpenUpload,
		{ key, created }: Pick<Candidate<unknown>, 'key' | 'created'>,
		own: readonly OpenUpload[] = [upload],
	): boolean {
		return [...this.open].some(
			(other) =>
				!own.includes(other) &&
				isWithin(other, created) &&
				(other.key === upload.key || isRespelled(other.key, key)),
		);
	}
}

function isWithin(upload: OpenUpload, creation: Creation): boolean {
	return creation.latest >= upload.startedAt && creation.earliest <= upload.latest;
}
