import { pause, throwIfCanceled, unlessCanceled } from '../core/cancel';
import {
	CanceledFailure,
	type Failure,
	mayHaveSucceeded,
	isTransient,
	ServiceFailure,
	toFailure,
} from '../core/errors';
import type {
	Candidate,
	DocumentService,
	ServiceDocument,
	Upload,
} from '../operations/documentService';
import { withoutFingerprint } from './fingerprint';
import { namingFiles, undecided, unconfirmed, unlisted, type UploadWords } from './uploadErrors';
import { type OpenUpload, InFlightUploads } from './inFlightUploads';

interface UnacknowledgedUpload<Document, Fields> {
	sent: Upload<Fields>;
	upload: OpenUpload;
	cause: Failure;
	/** The documents that fitted it at the last look. */
	fitting: string[];
	resolve: (document: Document) => void;
	reject: (error: unknown) => void;
}

/** Uploads of one key. */
interface Group<Document, Fields> {
	sending: Set<Promise<Document>>;
	lost: Array<UnacknowledgedUpload<Document, Fields>>;
	/** The search under way for lost uploads of this key; new ones of the key wait for its end. */
	search?: Promise<void> | undefined;
}

/**
 * When to look for a document whose answer got lost, in milliseconds after the failure and after
 * the first look. Not sooner: it may be created late, and until then a document of another flow
 * would seem to be the only one that fits.
 */
export const LOOKS_MS = [4_000, 6_000];
/** How long the list is asked for while the service is down, and how often. */
const PATIENCE_MS = 60_000;
const ASK_AGAIN_MS = 5_000;
/**
 * A request that timed out or that a gateway gave up may still be served for so long.
 */
const LATEST_CREATION_MS = 60_000;

/** What the runs of this process share. */
export const inFlightUploads = new InFlightUploads();

/** What of a service uploads need. */
type UploadService<Document extends ServiceDocument, Fields> = Pick<
	DocumentService<Document, Fields>,
	'lookWith' | 'resumeWith' | 'upload' | 'uploadKey' | 'recent'
>;

/**
 * Uploads of one run, each exactly once. There is no idempotency key, and a repeat would be paid
 * again; so after a failure that leaves open whether the document was created, it is looked for
 * among the newest and claimed when it can be no other one.
 */
export class AtMostOnceUploader<Document extends ServiceDocument, Fields> {
	private readonly groups = new Map<string, Group<Document, Fields>>();
	private readonly signal: AbortSignal | undefined;

	/**
	 * @param signals `sending` ends with the run. What was paid for has to be found and named even
	 * then, so that only `canceled` ends the search.
	 */
	constructor(
		private readonly service: UploadService<Document, Fields>,
		private readonly signals: { sending: AbortSignal; canceled: AbortSignal | undefined },
		private readonly registry = inFlightUploads,
	) {
		this.signal = signals.canceled;
	}

	/**
	 * @throws Failure that says whether the document may exist, with the ids in question under
	 * `details`; CanceledFailure at once
	 */
	async upload(upload: Upload<Fields>): Promise<Document> {
		const document = this.service.recent
			? this.sendOnce(upload)
			: this.service.upload(upload, this.signals.sending);
		try {
			return await unlessCanceled(document, this.signal);
		} catch (error) {
			throw namingFiles(error, [upload.file]);
		}
	}

	private async sendOnce(sent: Upload<Fields>): Promise<Document> {
		const key = this.service.uploadKey?.(sent) ?? '';
		const group = this.groupOf(key);
		while (group.search) await group.search;
		throwIfCanceled(this.signal);
		const upload = this.registry.start(key);
		const sending = this.service.upload(sent, this.signals.sending);
		group.sending.add(sending);
		try {
			const document = await sending;
			this.registry.claim(upload, document.id);
			return document;
		} catch (error) {
			const failure = toFailure(error);
			upload.latest = latestCreation(failure);
			if (upload.latest < upload.startedAt) this.registry.drop(upload);
			if (!mayHaveSucceeded(failure)) throw failure;
			return await new Promise<Document>((resolve, reject) => {
				group.lost.push({ sent, upload, cause: failure, fitting: [], resolve, reject });
				group.search ??= this.search(group);
			});
		} finally {
			group.sending.delete(sending);
		}
	}

	private groupOf(key: string): Group<Document, Fields> {
		const group = this.groups.get(key) ?? { sending: new Set(), lost: [] };
		this.groups.set(key, group);
		return group;
	}

	/** Settles every lost upload of the group. */
	private async search(group: Group<Document, Fields>): Promise<void> {
		// A sibling still under way could own the document that is found.
		await Promise.allSettled(group.sending);
		let open = group.lost.splice(0);
		try {
			for (const delay of LOOKS_MS) {
				await pause(delay, this.signal);
				open = this.match(open, await this.candidates(open));
				if (open.length === 0) break;
			}
			for (const { sent, upload, cause, fitting, reject } of open) {
				const mayStillCome = upload.latest > Date.now();
				reject(
					fitting.length > 0
						? undecided(this.toldOf(sent), fitting)
						: unconfirmed(this.toldOf(sent), cause, mayStillCome),
				);
			}
		} catch (error) {
			const failure = toFailure(error);
			for (const { sent, cause, reject } of open)
				reject(
					failure instanceof CanceledFailure
						? failure
						: unlisted(this.toldOf(sent), cause, failure),
				);
		} finally {
			group.search = undefined;
		}
	}

	private toldOf({ file }: Upload<Fields>): UploadWords {
		const { lookWith, resumeWith } = this.service;
		return { fileName: withoutFingerprint(file.name), lookWith, resumeWith };
	}

	/** Each document once: pages of a list shift while it is read. */
	private async candidates(
		open: ReadonlyArray<UnacknowledgedUpload<Document, Fields>>,
	): Promise<Array<Candidate<Document>>> {
		const since = Math.min(...open.map(({ upload }) => upload.startedAt));
		const [first] = open;
		const listed =
			first &&
			(await patiently(async () => await this.service.recent?.(first.sent, since), this.signal));
		return [...new Map((listed ?? []).map((candidate) => [candidate.id, candidate])).values()];
	}

	/**
	 * Gives each document to the one upload that it fits.
	 * @returns the uploads for which that cannot be told
	 */
	private match(
		lost: Array<UnacknowledgedUpload<Document, Fields>>,
		candidates: Array<Candidate<Document>>,
	): Array<UnacknowledgedUpload<Document, Fields>> {
		return lost.filter((entry) => {
			const { upload, resolve } = entry;
			const fitting = candidates.filter((candidate) =>
				this.registry.fits(upload, idsOf(candidate), candidate.created),
			);
			const [candidate] = fitting;
			entry.fitting = fitting.map(({ id }) => id);
			// Without a date nothing tells an old document of the same name from this upload's.
			const isDated = candidate !== undefined && Number.isFinite(candidate.created.earliest);
			if (!candidate || !isDated || fitting.length > 1) return true;
			if (this.registry.isDisputed(upload, candidate)) return true;
			this.registry.claim(upload, ...idsOf(candidate));
			resolve(candidate.document);
			return false;
		});
	}
}

/** Asks again while the service is down, for a minute at most. @throws what the last try met */
export async function patiently<Answer>(
	ask: () => Promise<Answer>,
	signal: AbortSignal | undefined,
): Promise<Answer> {
	for (const giveUpAt = Date.now() + PATIENCE_MS; ; await pause(ASK_AGAIN_MS, signal)) {
		try {
			return await ask();
		} catch (error) {
			if (!isTransient(error) || Date.now() >= giveUpAt) throw toFailure(error);
		}
	}
}

export function idsOf({ id, otherIds = [] }: Candidate<unknown>): string[] {
	return [id, ...otherIds];
}

/**
 * Until when the document of a failed upload can have been created: with 500 the service itself has
 * answered and is done with it.
 */
export function latestCreation(failure: Failure): number {
	if (failure instanceof ServiceFailure && failure.status === 500) return Date.now();
	return mayHaveSucceeded(failure) || failure instanceof CanceledFailure
		? Date.now() + LATEST_CREATION_MS
		: -Infinity;
}
