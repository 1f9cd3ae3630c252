const MINUTE_MS = 60_000;

/** So many a minute: as many at once as a minute allows, then one by one as time passes. */
export class TokenBucket {
	private left: number;
	private countedAt = Date.now();

	constructor(private readonly perMinute: number) {
		this.left = perMinute;
	}

	/** @returns whether there is one left, which is taken then */
	take(): boolean {
		const now = Date.now();
		const passed = Math.max(0, now - this.countedAt);
		this.left = Math.min(this.perMinute, this.left + (passed * this.perMinute) / MINUTE_MS);
		this.countedAt = now;
		if (this.left < 1) return false;
		this.left -= 1;
		return true;
	}
}
