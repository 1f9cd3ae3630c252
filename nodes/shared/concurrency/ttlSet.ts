import { BoundedMap } from './boundedMap';

/**
 * Texts that were met in the last moments; at most so many of them, the oldest are forgotten first.
 */
export class TtlSet {
	private readonly since: BoundedMap<number>;

	/** @param durationMs for which a text is remembered */
	constructor(
		private readonly durationMs: number,
		most = 1_000,
	) {
		this.since = new BoundedMap(most);
	}

	has(text: string): boolean {
		const since = this.since.get(text);
		return since !== undefined && Date.now() - since < this.durationMs;
	}

	add(text: string): void {
		this.since.set(text, Date.now());
	}
}
