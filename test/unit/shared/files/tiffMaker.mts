/** A directory of a TIFF: an image of 8 x 1 points, black and white. */
export interface TiffImage {
	/** `NewSubfileType`: 1 for a reduced copy, 2 for a page of several, 4 for a mask. */
	kind?: number;
	/** How many values the entry of `NewSubfileType` claims to have; 1 when left out. */
	kinds?: number;
	/** The older `SubfileType`: 2 for a reduced copy. */
	oldKind?: number;
	/** Bytes of other content before the directory. */
	gap?: number;
	/** Whether the entry is left out that all directories should have. */
	withoutPhotometric?: boolean;
}

export interface TiffShape {
	images: TiffImage[];
	littleEndian: boolean;
	big: boolean;
	/** In which order of the images the directories stand in the file; as listed when left out. */
	order?: number[];
	/** The image that the last directory names as the next one. */
	loopTo?: number;
}

const SHORT = 3;
const LONG = 4;

/** Writes a TIFF with directories of a wanted shape. */
export function makeTiff(shape: TiffShape): Buffer {
	const { images, big, order = images.map((_, index) => index) } = shape;
	const writer = new Numbers(shape.littleEndian);
	const headerSize = big ? 16 : 8;
	const data = Buffer.from([0b10101010, 0]);
	const entriesOf = (image: TiffImage): Array<[tag: number, type: number, value: number]> => [
		...(image.kind === undefined ? [] : [[254, LONG, image.kind] as [number, number, number]]),
		...(image.oldKind === undefined
			? []
			: [[255, SHORT, image.oldKind] as [number, number, number]]),
		[256, SHORT, 8],
		[257, SHORT, 1],
		[258, SHORT, 1],
		[259, SHORT, 1],
		...(image.withoutPhotometric ? [] : [[262, SHORT, 1] as [number, number, number]]),
		[273, LONG, headerSize],
		[277, SHORT, 1],
		[278, SHORT, 1],
		[279, LONG, 1],
	];
	const places = new Map<number, number>();
	let end = headerSize + data.length;
	for (const index of order) {
		const image = images[index] ?? {};
		end += image.gap ?? 0;
		places.set(index, end);
		const count = entriesOf(image).length;
		end += big ? 8 + count * 20 + 8 : 2 + count * 12 + 4;
	}
	const file = Buffer.alloc(end);
	const offset = (value: number, at: number): void => writer.write(file, at, value, big ? 8 : 4);
	file.write(shape.littleEndian ? 'II' : 'MM', 'latin1');
	writer.write(file, 2, big ? 43 : 42, 2);
	if (big) writer.write(file, 4, 8, 2);
	offset(places.get(0) ?? 0, big ? 8 : 4);
	data.copy(file, headerSize);
	images.forEach((image, index) => {
		let at = places.get(index) ?? 0;
		const entries = entriesOf(image);
		writer.write(file, at, entries.length, big ? 8 : 2);
		at += big ? 8 : 2;
		for (const [tag, type, value] of entries) {
			writer.write(file, at, tag, 2);
			writer.write(file, at + 2, type, 2);
			writer.write(file, at + 4, tag === 254 ? (image.kinds ?? 1) : 1, big ? 8 : 4);
			writer.write(file, at + (big ? 12 : 8), value, type === SHORT ? 2 : 4);
			at += big ? 20 : 12;
		}
		const isLast = index === images.length - 1;
		offset(places.get(isLast ? (shape.loopTo ?? -1) : index + 1) ?? 0, at);
	});
	return file;
}

class Numbers {
	private readonly littleEndian: boolean;

	constructor(littleEndian: boolean) {
		this.littleEndian = littleEndian;
	}

	write(file: Buffer, at: number, value: number, size: 2 | 4 | 8): void {
		const bytes = Buffer.alloc(8);
		bytes.writeBigUInt64BE(BigInt(value));
		const wanted = bytes.subarray(8 - size);
		file.set(this.littleEndian ? wanted.reverse() : wanted, at);
	}
}
