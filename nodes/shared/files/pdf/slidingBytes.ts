/** A stretch of a file that comes in pieces: it grows at its end and is dropped from its start. */
export class SlidingBytes {
	/** Position in the file of the first byte. */
	at = 0;

	private memory: Buffer;
	private start = 0;
	private end = 0;

	/** @param size in bytes that are held without taking more memory */
	constructor(size: number) {
		this.memory = Buffer.allocUnsafe(size);
	}

	/** Valid until the next piece comes. */
	get bytes(): Buffer {
		return this.memory.subarray(this.start, this.end);
	}

	/** @param piece is copied */
	add(piece: Uint8Array): void {
		if (this.end + piece.length > this.memory.length) this.makeRoom(piece.length);
		this.memory.set(piece, this.end);
		this.end += piece.length;
	}

	drop(count: number): void {
		this.start += count;
		this.at += count;
	}

	private makeRoom(needed: number): void {
		const size = this.end - this.start;
		const roomy = size + needed <= this.memory.length;
		const target = roomy ? this.memory : Buffer.allocUnsafe(2 * (size + needed));
		this.memory.copy(target, 0, this.start, this.end);
		this.memory = target;
		this.start = 0;
		this.end = size;
	}
}
