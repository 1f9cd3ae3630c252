import { recognise } from './firstBytes';
import { PdfPages } from './pdfPages';
import { TiffPages } from './tiffPages';

/** What counts the pages of one kind of file. */
interface Counter {
	add(chunk: Uint8Array): void | Promise<void>;
	end(): number | null | Promise<number | null>;
}

/** The header of a PDF stands somewhere in this many bytes. */
const HEAD = 1024;

/**
 * An image is one page, whatever it holds: the services take GIF, APNG, WebP and HEIC as images and
 * say "per page or image" of what they charge, so the frames of an animation and the further
 * pictures of a HEIC file are no pages.
 */
const IMAGE: Counter = { add: () => undefined, end: () => 1 };
const UNKNOWN: Counter = { add: () => undefined, end: () => null };

/**
 * Pictures of one page; a file of another kind may hold several, or is none that a service reads.
 */
const SINGLE = new Set([
	'image/jpeg',
	'image/png',
	'image/gif',
	'image/webp',
	'image/bmp',
	'image/heic',
	'image/heif',
	'image/avif',
	'image/jp2',
]);

/**
 * Counts the pages of a document while its bytes pass by: images, TIFF and PDF by their first
 * bytes. At most 10 MB are held in memory, whatever the size of the file.
 */
export class PageCounter {
	private counter: Counter | undefined;
	/** What came before the kind of file is known. */
	private head: Uint8Array[] = [];
	private headSize = 0;

	/** @param chunk must not change afterwards */
	async add(chunk: Uint8Array): Promise<void> {
		if (this.counter) return await this.counter.add(chunk);
		this.head.push(chunk);
		this.headSize += chunk.length;
		if (this.headSize >= HEAD) await this.begin();
	}

	/** The pages, or null where they cannot be told: other files, broken and some encrypted ones. */
	async end(): Promise<number | null> {
		return await (this.counter ?? (await this.begin())).end();
	}

	/** Whether nothing that is still to come changes the answer. */
	get isDecided(): boolean {
		return this.counter === IMAGE || this.counter === UNKNOWN;
	}

	private async begin(): Promise<Counter> {
		const start = Buffer.concat(this.head.map((chunk) => chunk.subarray(0, HEAD)));
		const counter = counterFor(start.subarray(0, HEAD));
		this.counter = counter;
		for (const chunk of this.head.splice(0)) await counter.add(chunk);
		return counter;
	}
}

/**
 * Counts the pages of a document.
 *
 * @param source is read once, and only as far as it says something
 * @returns null where the pages cannot be told
 */
export async function countPages(
	source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number | null> {
	const counter = new PageCounter();
	for await (const chunk of source) {
		await counter.add(chunk);
		if (counter.isDecided) break;
	}
	return await counter.end();
}

function counterFor(head: Buffer): Counter {
	// Readers of PDF find the header also behind the beginning of a picture.
	const header = head.indexOf('%PDF-');
	if (header >= 0) return new PdfPages(header);
	const type = recognise(head)?.mimeType ?? '';
	if (type === 'image/tiff') return new TiffPages();
	return SINGLE.has(type) ? IMAGE : UNKNOWN;
}
