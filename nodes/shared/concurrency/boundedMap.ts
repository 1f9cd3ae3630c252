/** A map that forgets the entry that was set the longest ago once it has too many. */
export class BoundedMap<Value> extends Map<string, Value> {
	/** @param most entries that it keeps */
	constructor(private readonly most: number) {
		super();
	}

	override set(key: string, value: Value): this {
		this.delete(key);
		super.set(key, value);
		const [oldest] = this.keys();
		if (this.size > this.most && oldest !== undefined) this.delete(oldest);
		return this;
	}
}
