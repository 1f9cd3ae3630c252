const FIRST_LOOK = 3_000;
/** Distance between looks when documents are finishing, in milliseconds. */
export const EAGER = 1_000;
const LONGEST = 15_000;
const GROWTH = 1.25;

/**
 * When to look again. The first look comes when a short document can be ready (3 to 4 s were observed for a photo); then the
 * distance grows by a quarter up to 15 s, and falls back to a second when something moved, as documents that were uploaded
 * together finish together. All times in milliseconds.
 */
export class Pace {
	private interval = EAGER * GROWTH;

	/** @param firstLook time between a document's upload and the first look at it */
	constructor(readonly firstLook = FIRST_LOOK) {}

	/** @param moved whether the last look found a document in a new state */
	next(moved: boolean): number {
		const interval = moved ? EAGER : this.interval;
		this.interval = Math.min(LONGEST, interval * GROWTH);
		return interval;
	}
}
