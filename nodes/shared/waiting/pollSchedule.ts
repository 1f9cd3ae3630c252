/**
 * When to look at a document, as functions of its age alone. The rules were chosen by simulation
 * over processing times from half a second to five minutes. All times in milliseconds.
 */

/** Nothing known: most photos take 3 to 4 s, some less. */
const FIRST_LOOK = 2_600;
/**
 * Distances grow with the age to the power of two thirds: less than in proportion, as lateness is
 * felt in seconds, and more than evenly, as requests count.
 */
const GROWTH = 6;
const SHORTEST_STEP = 1_000;
const LONGEST_STEP = 15_000;
/** A result may be late by so much, or by so large a share of its age, whichever is more. */
const TOLERANCE = 300;
const TOLERATED_SHARE = 0.05;
/** Between the moment a document should be ready and the look at it. */
const SLACK = 60;
/** One time says nothing of how far times differ: one more look comes at this share of it. */
const SHARE_OF_THE_ONLY_TIME = 0.7;
/** Documents that share a look are gathered: so long for one of many, divided by their root. */
const GATHERED_FOR = 3_000;
const LONGEST_GATHERING = 1_000;

/**
 * @param lookedAge the document's age at the last look at it; undefined before the first
 * @param times how long documents like it took, in ascending order; none where nothing is known
 * @returns the age at which the next look comes
 */
export function nextLook(lookedAge: number | undefined, times: readonly number[]): number {
	const age = lookedAge ?? 0;
	const longest = times.at(-1);
	if (longest === undefined) return lookedAge === undefined ? FIRST_LOOK : age + step(age);
	if (lookedAge === undefined && times.length === 1) return longest * SHARE_OF_THE_ONLY_TIME;
	const next = times.find((time) => time > age + SLACK);
	if (next === undefined) return age + Math.min(step(age), Math.max(tolerance(age), age - longest));
	// One look serves the times that lie close together.
	const group = times.findLast((time) => time <= next + step(next) / 2) ?? next;
	// Between the first and the last of different times it may end at any moment.
	const isAmong = times.length > 1 && next !== times[0];
	return isAmong ? Math.min(group + SLACK, age + step(age)) : group + SLACK;
}

/**
 * Looks that serve several open documents wait for each other so long, and are so far apart at
 * least.
 *
 * @param age of the oldest of them
 * @param isKnown whether it is known how long such documents take
 */
export function gatheringTime(documents: number, age: number, isKnown: boolean): number {
	if (!isKnown) return step(age);
	return Math.max(tolerance(age), Math.min(LONGEST_GATHERING, GATHERED_FOR / Math.sqrt(documents)));
}

/** The distance from a look at this age to the next, where nothing is known. */
function step(age: number): number {
	return Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, GROWTH * age ** (2 / 3)));
}

function tolerance(age: number): number {
	return Math.max(TOLERANCE, TOLERATED_SHARE * age);
}
