import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Processing, Processings } from './processings.mts';

/** Pixels of a thumbnail's longer side (assumption). */
const thumbnailSide = 200;

/** The page images of finished processings, as JPEG. */
export class PageImages {
	readonly #processings: Processings;

	constructor(processings: Processings) {
		this.#processings = processings;
	}

	/**
	 * Keeps the images of recognised pages, in their order, unless the processing has been deleted
	 * meanwhile.
	 */
	async keep(processing: Processing, jpegs: readonly Uint8Array[]): Promise<void> {
		if (this.#processings.get(processing.id) !== processing) return;
		for (const [index, jpeg] of jpegs.entries())
			await writeFile(this.#processings.imagePath(processing, index + 1), jpeg);
	}

	/**
	 * A page as it was read; a white one when the page was made up. Null when there is no such page.
	 */
	async page(processing: Processing, pageNumber: number): Promise<Buffer | null> {
		const page = processing.pages[pageNumber - 1];
		if (!page) return null;
		const path = this.#processings.imagePath(processing, pageNumber);
		if (existsSync(path)) return await readFile(path);
		return await sharp({
			create: { width: page.width, height: page.height, channels: 3, background: '#ffffff' },
		})
			.jpeg()
			.toBuffer();
	}

	/**
	 * A page scaled down, never up, its proportions kept. With both sides given the larger number
	 * counts (documented as "the larger dimension").
	 * @param width pixels; null = as `height` says
	 */
	async scaled(
		processing: Processing,
		pageNumber: number,
		width: number | null,
		height: number | null,
	): Promise<Buffer | null> {
		const page = processing.pages[pageNumber - 1];
		const image = await this.page(processing, pageNumber);
		if (!page || !image || (width === null && height === null)) return image;
		const byWidth = (width ?? 0) >= (height ?? 0);
		const scale = Math.min(1, byWidth ? (width ?? 0) / page.width : (height ?? 0) / page.height);
		return await resized(image, page.width * scale, page.height * scale);
	}

	/** The first page, small. */
	async thumbnail(processing: Processing): Promise<Buffer | null> {
		const [page] = processing.pages;
		const image = await this.page(processing, 1);
		if (!page || !image) return null;
		const scale = Math.min(1, thumbnailSide / Math.max(page.width, page.height));
		return await resized(image, page.width * scale, page.height * scale);
	}
}

async function resized(image: Buffer, width: number, height: number): Promise<Buffer> {
	const [wide, high] = [width, height].map((side) => Math.max(1, Math.round(side)));
	return await sharp(image)
		.resize({ width: wide, height: high, fit: 'fill' })
		.jpeg({ quality: 85 })
		.toBuffer();
}
