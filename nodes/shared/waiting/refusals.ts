import { CanceledFailure, ForeignAnswerFailure, isTransient, ServiceFailure } from '../core/errors';

/** Statuses that speak of a document and may pass: others speak of the request or the token. */
const OF_A_DOCUMENT = new Set([403, 404, 410]);
/** How often and for how long a look has to fail alike before that is final. */
const FEWEST = 3;
const LASTING_MS = 30_000;

/**
 * What the looks at one document met in a row. A single refusal of a document that exists is no
 * verdict: a server that lags behind does not know a new one yet, and access can be denied for a
 * moment. A service that is down must not cost a document that was paid for.
 */
export class Refusals {
	private count = 0;
	private since = 0;

	/** @param exists whether the document is known to exist, as one that was uploaded in this run */
	constructor(private exists: boolean) {}

	/** To be asked once for each look that failed: whether there is no use in another one. */
	isFinal(failure: unknown): boolean {
		const isForeign = failure instanceof ForeignAnswerFailure;
		if (failure instanceof CanceledFailure) return false;
		if (isForeign ? this.exists : isTransient(failure)) return false;
		if (!isForeign && !(this.exists && isOfADocument(failure))) return true;
		if (this.count++ === 0) this.since = Date.now();
		return this.count >= FEWEST && Date.now() >= this.since + LASTING_MS;
	}

	/** A look has brought the document. */
	clear(): void {
		this.exists = true;
		this.count = 0;
	}
}

function isOfADocument(failure: unknown): boolean {
	return failure instanceof ServiceFailure && OF_A_DOCUMENT.has(failure.status);
}
