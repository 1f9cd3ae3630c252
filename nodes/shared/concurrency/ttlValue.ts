/**
 * A value that is costly to read: read again when it is older than a moment; who asks while it is
 * being read gets the same one.
 */
export class TtlValue<Value> {
	private latest: { value: Promise<Value>; since: number } | undefined;

	/** @param duration milliseconds, counted from the beginning of the reading */
	constructor(private readonly duration: number) {}

	/** Rejects as `read` does; a rejection is not kept. */
	async get(read: () => Promise<Value>): Promise<Value> {
		const now = Date.now();
		if (this.latest && Math.abs(now - this.latest.since) < this.duration)
			return await this.latest.value;
		const latest = { value: read(), since: now };
		this.latest = latest;
		latest.value.catch(() => {
			if (this.latest === latest) this.latest = undefined;
		});
		return await latest.value;
	}
}
