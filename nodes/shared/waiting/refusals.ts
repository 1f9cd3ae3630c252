import { CanceledFailure, ForeignAnswerFailure, isTransient, ServiceFailure } from '../core/errors';

/**
 * Statuses that speak of a document and may pass, as it may be unknown, locked or not ready for a
 * moment: others speak of the token, the plan or the address.
 */
const OF_A_DOCUMENT = new Set([400, 403, 404, 409, 410, 412, 421, 422, 423]);
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
