import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Document, Documents } from './documents.mts';

/**
 * Types that the API takes, as documented; others are answered 415, although the vendor's own
 * clients offer more.
 */
export const acceptedTypes: ReadonlySet<string> = new Set([
	'application/pdf',
	'image/jpeg',
	'image/png',
	'image/tiff',
	'image/heic',
	'image/gif',
]);

/** Makes page images when they are asked for first. */
export class PageImages {
	readonly #documents: Documents;
	readonly #rendering = new Map<string, Promise<void>>();

	constructor(documents: Documents) {
		this.#documents = documents;
	}

	/** Path of a page's JPEG, or null when the document has no such page. */
	async path(document: Document, pageNumber: number): Promise<string | null> {
		if (!Number.isInteger(pageNumber) || pageNumber < 1 || pageNumber > document.pageCount)
			return null;
		const path = this.#documents.imagePath(document, pageNumber);
		if (existsSync(path)) return path;
		const rendering = this.#rendering.get(document.id) ?? this.#render(document);
		this.#rendering.set(document.id, rendering);
		await rendering.finally(() => this.#rendering.delete(document.id));
		return path;
	}

	/** Keeps page images, unless the document has been deleted meanwhile. */
	async keep(
		document: Document,
		pages: ReadonlyArray<{ pageNumber: number; jpeg: Uint8Array }>,
	): Promise<void> {
		if (this.#documents.get(document.id) !== document) return;
		for (const { pageNumber, jpeg } of pages)
			await writeFile(this.#documents.imagePath(document, pageNumber), jpeg);
	}

	async #render(document: Document): Promise<void> {
		const pages = await this.#drawn(document);
		const blank = pages.length < document.pageCount ? await blankPage() : undefined;
		for (let pageNumber = 1; pageNumber <= document.pageCount; pageNumber += 1) {
			const jpeg = pages[pageNumber - 1]?.jpeg ?? blank;
			if (jpeg) await this.keep(document, [{ pageNumber, jpeg }]);
		}
	}

	/**
	 * Pages out of the file; none when there is no file (a seeded document) or it cannot be opened.
	 */
	async #drawn(document: Document): Promise<ReadonlyArray<{ jpeg: Uint8Array }>> {
		if (document.mimeType === null) return [];
		const { renderPages, UnreadableFileError } = await import('../../ocr/index.mts');
		try {
			return await renderPages(
				await readFile(this.#documents.filePath(document)),
				document.mimeType,
			);
		} catch (error) {
			if (error instanceof UnreadableFileError) return [];
			throw error;
		}
	}
}

async function blankPage(): Promise<Uint8Array> {
	const { default: sharp } = await import('sharp');
	return sharp({ create: { width: 620, height: 877, channels: 3, background: '#ffffff' } })
		.jpeg()
		.toBuffer();
}
