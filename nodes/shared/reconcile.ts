import { pause } from './cancel';
import { ConnectionFailure, Failure, isAmbiguous, toFailure } from './errors';

/** A document that the service lists and that may be the one whose answer got lost. */
export interface Candidate<Document> {
	id: string;
	/** Milliseconds since 1970 on the service's clock; NaN when unknown. */
	createdAt: number;
	document: Document;
}

/** Documents of one name and action. */
export interface Recent<Document> {
	candidates: Array<Candidate<Document>>;
	/** The service's clock minus this machine's, in milliseconds. */
	skew: number;
}

export interface UploadAttempt<Document> {
	/** What the service would list the document under: uploads with the same key can be mistaken for each other. */
	key: string;
	/** Shown to the user. */
	fileName: string;
	send(): Promise<Document>;
	/** Lists what was created under the key since a time, in milliseconds since 1970 on the service's clock, read generously. */
	recent(since: number): Promise<Recent<Document>>;
	idOf(document: Document): string;
}

interface Lost<Document> {
	attempt: UploadAttempt<Document>;
	startedAt: number;
	endedAt: number;
	cause: Failure;
	found: Promise<Document>;
	resolve: (document: Document) => void;
	reject: (error: unknown) => void;
}

interface Group<Document> {
	underWay: number;
	lost: Array<Lost<Document>>;
	/** The search under way for lost uploads of this key; new ones of the key wait for its end. */
	search?: Promise<void> | undefined;
}

/** When to look for a document whose answer got lost, in milliseconds after the last look: it may be created late. */
const LOOKS = [500, 2_000, 5_000];
/** Dates in HTTP headers have whole seconds. */
const CLOCK_TOLERANCE = 2_000;

/**
 * Uploads of one run, each exactly once. There is no idempotency key, and a repeat would be paid again; so after a failure that
 * leaves open whether the document was created, it is looked for among the newest and claimed when it can be no other one.
 */
export class UploadLedger<Document> {
	private readonly groups = new Map<string, Group<Document>>();
	private readonly claimed = new Set<string>();

	constructor(private readonly signal?: AbortSignal) {}

	/** @throws Failure that says whether the document may exist, with the ids in question under `details` */
	async upload(attempt: UploadAttempt<Document>): Promise<Document> {
		const group = this.groupOf(attempt.key);
		while (group.search) await group.search;
		group.underWay++;
		const startedAt = Date.now();
		let lost: Lost<Document> | undefined;
		try {
			const document = await attempt.send();
			this.claimed.add(attempt.idOf(document));
			return document;
		} catch (error) {
			if (!isAmbiguous(error)) throw toFailure(error);
			lost = { attempt, startedAt, endedAt: Date.now(), cause: error, ...promiseParts<Document>() };
			group.lost.push(lost);
		} finally {
			group.underWay--;
			// A sibling still under way could own the document that a search would find.
			if (group.underWay === 0 && group.lost.length > 0) group.search = this.searchAll(group);
		}
		return await lost.found;
	}

	private groupOf(key: string): Group<Document> {
		const group = this.groups.get(key) ?? { underWay: 0, lost: [] };
		this.groups.set(key, group);
		return group;
	}

	/** Settles every lost upload of the group. */
	private async searchAll(group: Group<Document>): Promise<void> {
		let open = group.lost.splice(0);
		try {
			for (const [look, delay] of LOOKS.entries()) {
				await pause(delay, this.signal);
				open = this.match(open, await this.recent(open), look === LOOKS.length - 1);
				if (open.length === 0) break;
			}
		} catch (error) {
			for (const { cause, attempt, reject } of open) reject(error instanceof Failure && !isAmbiguous(error) ? error : unconfirmed(attempt, cause));
		} finally {
			group.search = undefined;
		}
	}

	private async recent(open: ReadonlyArray<Lost<Document>>): Promise<Recent<Document>> {
		const [first] = open;
		if (!first) return { candidates: [], skew: 0 };
		const found = await first.attempt.recent(Math.min(...open.map(({ startedAt }) => startedAt)));
		return { ...found, candidates: found.candidates.filter(({ id }) => !this.claimed.has(id)) };
	}

	/** Gives each document to the one upload that it fits. @returns the uploads for which none was found yet */
	private match(lost: Array<Lost<Document>>, { candidates, skew }: Recent<Document>, isLastLook: boolean): Array<Lost<Document>> {
		const fits = new Map(lost.map((entry) => [entry, candidates.filter((candidate) => fitsInto(entry, candidate.createdAt - skew))]));
		const open: Array<Lost<Document>> = [];
		for (const entry of lost) {
			const own = fits.get(entry) ?? [];
			const [candidate] = own;
			const rivals = lost.filter((other) => other !== entry && fits.get(other)?.some(({ id }) => id === candidate?.id));
			if (candidate && own.length === 1 && rivals.length === 0) {
				this.claimed.add(candidate.id);
				entry.resolve(candidate.document);
			} else if (own.length > 0 && isLastLook) entry.reject(undecided(entry.attempt, own.map(({ id }) => id)));
			else if (isLastLook) entry.reject(unconfirmed(entry.attempt, entry.cause));
			else open.push(entry);
		}
		return open;
	}
}

/** Created while the request was under way; a request that timed out may be served later. */
function fitsInto<Document>({ startedAt, endedAt, cause }: Lost<Document>, createdAt: number): boolean {
	if (Number.isNaN(createdAt)) return true;
	const open = cause instanceof ConnectionFailure;
	return createdAt >= startedAt - CLOCK_TOLERANCE && (open || createdAt <= endedAt + CLOCK_TOLERANCE);
}

function unconfirmed<Document>({ fileName }: UploadAttempt<Document>, cause: Failure): Failure {
	return new Failure(
		`The upload of "${fileName}" was not confirmed: ${cause.message}`,
		'The service lists no such document, so most likely nothing was created or charged. It was not sent again by itself, as that could be paid twice; check with Document > Get Many, then run it again.',
	).with({ fileName, cause: cause.message });
}

function undecided<Document>({ fileName }: UploadAttempt<Document>, ids: string[]): Failure {
	return new Failure(
		`The answer to the upload of "${fileName}" got lost, and more than one new document fits: ${ids.join(', ')}`,
		'Nothing was sent again. Open these documents to see which one is yours, then continue with the operation "Wait".',
	).with({ fileName, candidates: ids });
}

function promiseParts<Value>(): { found: Promise<Value>; resolve: (value: Value) => void; reject: (error: unknown) => void } {
	let resolve: (value: Value) => void = () => {};
	let reject: (error: unknown) => void = () => {};
	const found = new Promise<Value>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	// The upload awaits it later; a rejection before that is no unhandled one.
	found.catch(() => {});
	return { found, resolve, reject };
}
