/**
 * How far the clocks of this machine and a service may lie apart while nothing is known.
 */
const UNKNOWN_MS = 600_000;
/** Dates of HTTP headers, and of some services, have whole seconds: they are up to a second old. */
const SECOND_MS = 1_000;
/** The machines of a service differ among themselves. */
const TOLERANCE_MS = 1_000;

/** A service's clock, within the bounds that its answers set. */
export class ServiceClock {
	/** The service's clock minus this machine's, at least and at most, in milliseconds. */
	private least = -UNKNOWN_MS;
	private most = UNKNOWN_MS;

	/**
	 * Learns from the `Date` of an answer; the answer that was fastest counts.
	 *
	 * @param askedAt milliseconds since 1970 on this machine's clock, as is `answeredAt`
	 */
	observe(date: unknown, askedAt: number, answeredAt: number): void {
		const time = typeof date === 'string' ? Date.parse(date) : NaN;
		const least = time - answeredAt;
		const most = time + SECOND_MS - askedAt;
		if (most - least < this.most - this.least) [this.least, this.most] = [least, most];
	}

	/**
	 * When a moment of the service's clock was on this machine's, at the earliest and at the latest;
	 * any time for NaN.
	 */
	here(time: number): { earliest: number; latest: number } {
		if (Number.isNaN(time)) return { earliest: -Infinity, latest: Infinity };
		return {
			earliest: time - this.most - TOLERANCE_MS,
			latest: time + SECOND_MS - this.least + TOLERANCE_MS,
		};
	}
}
