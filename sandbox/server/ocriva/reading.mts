import { readFile } from 'node:fs/promises';
import { BoundedQueue } from '../shared/boundedQueue.mts';
import type { JsonValue } from '../shared/json.mts';
import { pageCountOf } from '../shared/pageCount.mts';
import type { ServerOptions } from '../shared/service.mts';
import { fixedPages, fixedValue } from './fixedPages.mts';
import type { Template } from './organizations.mts';
import type { HistoryRecord } from './records.mts';
import { resultOf, type ReadPage } from './results.mts';

/** How a record came out. */
export type Outcome = { status: string; processingResult: JsonValue; error: string | null };

/** Documents whose pages are read at the same time; each may use several OCR workers. */
const readings = 2;

/** Turns files into results, by real OCR or by rule. */
export class Reading {
	readonly #engine: ServerOptions['engine'];
	readonly #queue = new BoundedQueue(() => readings);

	constructor(engine: ServerOptions['engine']) {
		this.#engine = engine;
	}

	/**
	 * Reads the file at `path`; what goes wrong becomes a `failed` outcome. With the `fixed` engine a
	 * file name that contains `fail` does too.
	 * @param template the result's shape; without one it holds everything
	 */
	async read(
		record: HistoryRecord,
		template: Template | null,
		path: string,
		signal: AbortSignal,
	): Promise<Outcome> {
		const { contentType, fileName } = record;
		if (this.#engine === 'fixed' || contentType === null) {
			if (fileName.includes('fail')) return failure('The document could not be read.');
			const pages = contentType === null ? 1 : await pageCountOf(path, contentType);
			return completed(
				resultOf(template, fixedPages(fileName, pages), (key, type) =>
					fixedValue(fileName, key, type),
				),
			);
		}
		return this.#queue.run(async () => {
			if (signal.aborted) return failure('The document was taken back.');
			try {
				return completed(resultOf(template, await readPages(path, contentType)));
			} catch (error) {
				return failure(error instanceof Error ? error.message : String(error));
			}
		});
	}
}

async function readPages(path: string, contentType: string): Promise<ReadPage[]> {
	const { recognize, toFields, toTables } = await import('../../ocr/index.mts');
	const pages = await recognize(await readFile(path), contentType);
	return pages.map((page) => ({
		pageNumber: page.pageNumber,
		text: page.text,
		fields: toFields(page),
		tables: toTables(page),
	}));
}

function completed(processingResult: JsonValue): Outcome {
	return { status: 'completed', processingResult, error: null };
}

function failure(error: string): Outcome {
	return { status: 'failed', processingResult: null, error };
}
