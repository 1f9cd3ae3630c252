/**
 * When a short document can be ready: 3 to 4 s were observed for a photo. All times in
 * milliseconds.
 */
const FIRST_LOOK = 3_000;
const LATEST_FIRST_LOOK = 30_000;
const LONGEST = 15_000;
/** Distance between looks, as a share of the documents' age: a quarter for a few. */
const SHARE = 0.25;
const SMALLEST_SHARE = 0.08;
/**
 * One look at the list serves all, so for many documents the share falls, and looks stay below a
 * fifth of the documents.
 */
const SHARED_LOOKS = 22;
/**
 * Distance between looks while documents are finishing: one look at the list serves many, so it may
 * come sooner for many.
 */
const EAGER = 1_000;
const EAGER_FOR_MANY = 500;
const MANY = 10;
/**
 * How far ahead documents are gathered for one look, in milliseconds: the more there are, the
 * sooner, as the results of one look should be here before the next batch is ready; but not below a
 * share of the processing time, which many looks have gone into already.
 */
const SHORTEST_HORIZON = 300;
const LONGEST_HORIZON = 1_500;
const HORIZON_OF_ONE = 30_000;
const HORIZON_SHARE = 0.06;
/** Between the moment a document should be ready and the look at it. */
const SLACK = 60;
const REMEMBERED = 20;

/**
 * When to look next. Nothing known: first look after 3 s, then distances that grow with the
 * documents' age up to 15 s, and short ones again when something moved. Once documents of the run
 * have finished, their times tell when the others are due.
 */
export class PollSchedule {
	private readonly times: number[] = [];
	private interval = EAGER;

	/** How long a document took from its upload to its result. */
	observe(time: number): void {
		this.times.push(Math.max(0, time));
		if (this.times.length > REMEMBERED) this.times.shift();
	}

	/** Time between a document's upload and the first look at it. */
	firstLook(): number {
		const expected = this.expected();
		return expected === undefined
			? FIRST_LOOK
			: Math.min(LATEST_FIRST_LOOK, Math.max(EAGER, expected + SLACK));
	}

	/**
	 * Distance between looks while documents come in that were not looked at yet; they must not cause
	 * a look each.
	 */
	untilNewLook(): number {
		return this.expected() === undefined ? Math.max(EAGER, this.interval / 3) : EAGER;
	}

	/**
	 * @param uploaded when each open document was uploaded
	 * @param moved whether the last look found a document in a new state
	 */
	untilNextLook(uploaded: readonly number[], moved: boolean, now = Date.now()): number {
		const horizon = this.horizon(uploaded.length);
		const eager = Math.min(horizon, uploaded.length < MANY ? EAGER : EAGER_FOR_MANY);
		const due = this.nextDue(uploaded, now, horizon);
		if (due !== undefined) {
			this.interval = eager;
			return Math.min(LONGEST, Math.max(eager, due - now));
		}
		this.interval = moved
			? eager
			: Math.min(LONGEST, Math.max(eager, age(uploaded, now) * shareFor(uploaded.length)));
		return this.interval;
	}

	/**
	 * The moment that catches the documents which are due soon in one look; undefined when all are
	 * overdue or nothing is known.
	 */
	private nextDue(uploaded: readonly number[], now: number, horizon: number): number | undefined {
		const expected = this.expected();
		if (expected === undefined) return undefined;
		const due = uploaded.map((time) => time + expected + SLACK).filter((time) => time > now);
		const soon = due.filter((time) => time <= now + horizon);
		if (soon.length > 0) return Math.max(...soon);
		return due.length > 0 ? Math.min(...due) : undefined;
	}

	private horizon(documents: number): number {
		if (documents < MANY) return 2 * EAGER;
		return Math.min(
			LONGEST_HORIZON,
			Math.max(
				SHORTEST_HORIZON,
				HORIZON_OF_ONE / documents,
				(this.expected() ?? 0) * HORIZON_SHARE,
			),
		);
	}

	/** The median of the times observed last. */
	private expected(): number | undefined {
		return this.times.toSorted((left, right) => left - right)[this.times.length >> 1];
	}
}

/** How old the oldest document is, in milliseconds. */
function age(uploaded: readonly number[], now: number): number {
	return uploaded.length > 0 ? now - Math.min(...uploaded) : 0;
}

function shareFor(documents: number): number {
	return Math.min(SHARE, Math.max(SMALLEST_SHARE, SHARED_LOOKS / documents));
}
