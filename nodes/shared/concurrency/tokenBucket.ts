const MINUTE = 60_000;

/** So many a minute: as many at once as a minute allows, then one by one as time passes. */
export class TokenBucket {
	private left: number;
	private countedAt = Date.now();

	constructor(private readonly perMinute: number) {
		this.left = perMinute;
	}

	/** Milliseconds until the next one may be taken; 0 when it may now. */
	delay(): number {
		const now = Date.now();
		this.left = Math.min(
			this.perMinute,
			this.left + (Math.max(0, now - this.countedAt) * this.perMinute) / MINUTE,
		);
		this.countedAt = now;
		return this.left >= 1 ? 0 : Math.ceil(((1 - this.left) * MINUTE) / this.perMinute);
	}

	take(): void {
		this.left -= 1;
	}

	giveBack(): void {
		this.left += 1;
	}
}
