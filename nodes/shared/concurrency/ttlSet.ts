/**
 * Texts that were met in the last moments; at most so many of them, the oldest are forgotten first.
 */
export class TtlSet {
	private readonly since = new Map<string, number>();

	/** @param duration milliseconds for which a text is remembered */
	constructor(
		private readonly duration: number,
		private readonly most = 1_000,
	) {}

	has(text: string): boolean {
		const since = this.since.get(text);
		return since !== undefined && Date.now() - since < this.duration;
	}

	add(text: string): void {
		this.since.delete(text);
		this.since.set(text, Date.now());
		const [oldest] = this.since.keys();
		if (this.since.size > this.most && oldest !== undefined) this.since.delete(oldest);
	}
}
