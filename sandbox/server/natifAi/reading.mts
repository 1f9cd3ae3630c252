import { readFile } from 'node:fs/promises';
import { BoundedQueue } from '../shared/boundedQueue.mts';
import type { ServerOptions } from '../shared/service.mts';
import { beginnings } from './beginnings.mts';
import { fixedPages } from './fixedPages.mts';
import type { PageImages } from './images.mts';
import type { Processing, Processings, ReadPage } from './processings.mts';
import { workflowOf } from './workflows.mts';

/** How a processing came out. */
export type Outcome = Pick<Processing, 'status' | 'error' | 'pages'>;

/** Documents whose pages are read at the same time; each may use several OCR workers. */
const readings = 2;

/** A document whose file name holds this fails. */
const failingName = 'fail';

/** Turns files into pages, by real OCR or by rule. */
export class Reading {
	readonly #engine: ServerOptions['engine'];
	readonly #processings: Processings;
	readonly #images: PageImages;
	readonly #queue = new BoundedQueue(() => readings);

	constructor(engine: ServerOptions['engine'], processings: Processings, images: PageImages) {
		this.#engine = engine;
		this.#processings = processings;
		this.#images = images;
	}

	/** Reads a document; what goes wrong becomes a `failed` outcome. */
	async read(processing: Processing, signal: AbortSignal): Promise<Outcome> {
		const { fileName, pageCount, mimeType } = processing;
		const workflow = workflowOf(processing.workflow);
		if (fileName.includes(failingName) || !workflow)
			return failure('The document could not be processed.');
		if (this.#engine === 'fixed' || mimeType === null)
			return { status: 'done', error: null, pages: fixedPages(fileName, pageCount, workflow) };
		return await this.#queue.run(async () => {
			if (signal.aborted) return failure('The processing was ended.');
			try {
				return { status: 'done', error: null, pages: await this.#recognize(processing, mimeType) };
			} catch (error) {
				return failure(error instanceof Error ? error.message : String(error));
			}
		});
	}

	async #recognize(processing: Processing, mimeType: string): Promise<ReadPage[]> {
		const { recognize } = await import('../../ocr/index.mts');
		const found = await recognize(await readFile(this.#processings.filePath(processing)), mimeType);
		await this.#images.keep(
			processing,
			found.map(({ image }) => image.jpeg),
		);
		const pages = found.map(({ text, lines, image: { width, height } }) => ({
			width,
			height,
			text,
			lines,
		}));
		const starts = beginnings(pages);
		return pages.map((page, index) => ({
			...page,
			begins: starts[index]?.begins ?? true,
			confidence: starts[index]?.confidence ?? 1,
		}));
	}
}

function failure(error: string): Outcome {
	return { status: 'failed', error, pages: [] };
}
