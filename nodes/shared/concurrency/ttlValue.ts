/** A failure is not kept for longer than this. */
const FAILURE_KEPT_MS = 2_000;

/**
 * A value that is costly to read: read again when it is older than a moment; who asks meanwhile
 * gets the same one, or the same failure.
 */
export class TtlValue<Value> {
	private value: Promise<Value> | undefined;
	private since = 0;
	private keptMs = 0;

	/** @param durationMs counted from the beginning of the reading */
	constructor(private readonly durationMs: number) {}

	async get(read: () => Promise<Value>): Promise<Value> {
		const now = Date.now();
		if (!this.value || Math.abs(now - this.since) >= this.keptMs) {
			const value = read();
			value.catch(() => {
				if (this.value === value) this.keptMs = Math.min(this.durationMs, FAILURE_KEPT_MS);
			});
			Object.assign(this, { value, since: now, keptMs: this.durationMs });
		}
		return await (this.value ?? read());
	}
}
