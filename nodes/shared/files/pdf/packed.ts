import type { PdfDictionary, PdfValue } from './syntax';
import { numberIn } from './syntax';

/** What a stream holds: all of it, or what came before its end or the limit was reached. */
interface Unpacked {
	bytes: Buffer;
	whole: boolean;
}

/** Predictors of PNG: each row begins with a byte that names its filter. */
const PNG_PREDICTOR = 10;

/**
 * Unpacks the bytes of an object stream or a cross-reference stream.
 *
 * @param limit bytes of the result; the rest is not unpacked
 * @returns undefined where a filter is used that producers do not use for these streams
 */
export async function unpack(
	packed: Buffer,
	dictionary: PdfDictionary,
	limit: number,
): Promise<Unpacked | undefined> {
	const filter = single(dictionary.get('Filter'));
	if (filter === undefined) return { bytes: packed, whole: true };
	if (filter !== 'FlateDecode' && filter !== 'Fl') return undefined;
	const unpacked = await inflate(packed, limit);
	const parameters = single(dictionary.get('DecodeParms'));
	if (!(parameters instanceof Map)) return parameters === undefined ? unpacked : undefined;
	const predictor = numberIn(parameters, 'Predictor') ?? 1;
	if (predictor === 1) return unpacked;
	const bytes =
		predictor < PNG_PREDICTOR ? undefined : undoRows(unpacked.bytes, bytesOfRow(parameters));
	return bytes && { ...unpacked, bytes };
}

/** The value, or the only one of a list; undefined for nothing, null for a longer list. */
function single(value: PdfValue | undefined): PdfValue | undefined {
	if (!Array.isArray(value)) return value ?? undefined;
	return value.length > 1 ? null : (value[0] ?? undefined);
}

async function inflate(packed: Buffer, limit: number): Promise<Unpacked> {
	const stream = new DecompressionStream('deflate');
	const writer = stream.writable.getWriter();
	// What goes wrong here is told by the reader too.
	const writing = writer.write(packed).then(async () => await writer.close());
	writing.catch(() => undefined);
	// Its own function: what is read must not live as long as the writing does.
	return await readUpTo(limit, stream.readable.getReader());
}

async function readUpTo(
	limit: number,
	reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Unpacked> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	try {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return { bytes: Buffer.concat(pieces), whole: true };
			size += value.length;
			if (size > limit) break;
			pieces.push(value);
		}
		await reader.cancel();
		return { bytes: Buffer.concat(pieces), whole: false };
	} catch (error) {
		return { bytes: Buffer.concat(pieces), whole: isTrailing(error) };
	}
}

/** Newer versions of Node.js refuse a line break behind the packed bytes; all came before it. */
function isTrailing(error: unknown): boolean {
	return (
		error instanceof Error && 'code' in error && error.code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END'
	);
}

function bytesOfRow(parameters: PdfDictionary): number {
	const columns = numberIn(parameters, 'Columns') ?? 1;
	const colors = numberIn(parameters, 'Colors') ?? 1;
	const bits = numberIn(parameters, 'BitsPerComponent') ?? 8;
	return Math.ceil((columns * colors * bits) / 8);
}

/**
 * Takes back PNG's row filters None, Sub (of one byte) and Up, which are what producers use here.
 */
function undoRows(bytes: Buffer, rowBytes: number): Buffer | undefined {
	if (!(rowBytes > 0 && rowBytes < bytes.length)) return undefined;
	const rows = Math.floor(bytes.length / (rowBytes + 1));
	const plain = Buffer.alloc(rows * rowBytes);
	for (let row = 0; row < rows; row++) {
		const filter = bytes[row * (rowBytes + 1)] ?? 0;
		if (filter > 2) return undefined;
		for (let column = 0; column < rowBytes; column++) {
			const at = row * rowBytes + column;
			let added = 0;
			if (filter === 1 && column > 0) added = plain[at - 1] ?? 0;
			if (filter === 2) added = plain[at - rowBytes] ?? 0;
			plain[at] = (bytes[row * (rowBytes + 1) + 1 + column] ?? 0) + added;
		}
	}
	return plain;
}
