/** Bytes as they are, or an object that the cross-reference leads to. */
export type PdfPart = string | PdfObject;

interface PdfObject {
	number: number;
	body: string;
	/** What stands before the body instead of `2 0 obj`. */
	header?: string;
	/** Bytes of a stream, as text. */
	stream?: string;
	/** What stands between the dictionary and the stream. */
	beforeStream?: string;
}

export const CATALOG: PdfObject = { number: 1, body: '<< /Type /Catalog /Pages 2 0 R >>' };

/** The root of the page tree. */
export const tree = (body: string): PdfObject => ({ number: 2, body });

/** References to so many objects, such as `10 0 R 11 0 R`. */
export const references = (count: number, first = 10): string =>
	Array.from({ length: count }, (_, index) => `${first + index} 0 R`).join(' ');

export const blankPages = (count: number): PdfObject[] =>
	Array.from({ length: count }, (_, index) => ({
		number: 10 + index,
		body: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>',
	}));

export interface PdfFile {
	bytes: Buffer;
	/** Where its last cross-reference stands. */
	referenceAt: number;
}

/** Writes parts as they are, and a right cross-reference behind them. */
export function writePdf(parts: PdfPart[], older?: PdfFile): PdfFile {
	const pieces = [older?.bytes ?? Buffer.from('%PDF-1.7\n')];
	let size = pieces[0]?.length ?? 0;
	const write = (text: string): void => {
		pieces.push(Buffer.from(text, 'latin1'));
		size += text.length;
	};
	const places = new Map<number, number>();
	for (const part of parts) {
		if (typeof part === 'string') write(part);
		else {
			places.set(part.number, size);
			write(textOf(part));
		}
	}
	const referenceAt = size;
	write('xref\n0 1\n0000000000 65535 f \n');
	for (const [number, at] of places)
		write(`${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`);
	const previous = older ? `/Prev ${older.referenceAt} ` : '';
	write(`trailer\n<< /Size 100 /Root 1 0 R ${previous}>>\nstartxref\n${referenceAt}\n%%EOF\n`);
	return { bytes: Buffer.concat(pieces), referenceAt };
}

function textOf({ number, body, header, stream, beforeStream = '\n' }: PdfObject): string {
	const content = stream === undefined ? '' : `${beforeStream}stream\n${stream}\nendstream`;
	return `${header ?? `${number} 0 obj`}\n${body}${content}\nendobj\n`;
}
