/** The last bytes of a stream, kept as the pieces in which they came. */
export class RecentBytes {
	/** Position of the first byte that is still there. */
	start = 0;
	/** Position behind the last byte that has come. */
	end = 0;

	private pieces: Uint8Array[] = [];

	/** @param limit bytes that stay, and at most one piece more */
	constructor(private readonly limit: number) {}

	add(piece: Uint8Array): void {
		this.pieces.push(piece);
		this.end += piece.length;
	}

	/** Lets go of what is not among the last bytes. */
	forget(): void {
		let count = 0;
		for (const { length } of this.pieces) {
			if (this.end - this.start - length < this.limit) break;
			this.start += length;
			count++;
		}
		this.pieces.splice(0, count);
	}

	/** @returns undefined when the bytes are not all there */
	read(at: number, length: number): Buffer | undefined {
		if (at < this.start || at + length > this.end) return undefined;
		const bytes = Buffer.allocUnsafe(length);
		let position = this.end;
		// Mostly the newest bytes are asked for.
		for (let index = this.pieces.length - 1; index >= 0 && position > at; index--) {
			const piece = this.pieces[index] ?? bytes;
			position -= piece.length;
			if (position >= at + length) continue;
			const from = Math.max(0, at - position);
			bytes.set(piece.subarray(from, at + length - position), Math.max(0, position - at));
		}
		return bytes;
	}
}
