import { readFile } from 'node:fs/promises';
import type { RecognizedPage } from '../../ocr/types.mts';
import { BoundedQueue } from '../shared/boundedQueue.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import type { ServerOptions } from '../shared/service.mts';
import type { Action, Document, Documents } from './documents.mts';
import { fixedResults } from './fixedResults.mts';
import type { PageImages } from './pages.mts';
import { extractedField, tableOnWire } from './pageResults.mts';
import type { Settings } from './settings.mts';

/** How a document came out. */
export type Outcome = {
	status: string;
	results: JsonValue;
	error: string | null;
	pageCount?: number;
};

/** An extractor of this id fails each document, for demonstrations. */
const failingExtractor = 'failing';

/** Documents whose pages are read at the same time; each may use several OCR workers. */
const readings = 2;

/** Turns files into results, by real OCR or by rule. */
export class Reading {
	readonly #engine: ServerOptions['engine'];
	readonly #documents: Documents;
	readonly #images: PageImages;
	readonly #queue = new BoundedQueue(() => readings);

	constructor(engine: ServerOptions['engine'], documents: Documents, images: PageImages) {
		this.#engine = engine;
		this.#documents = documents;
		this.#images = images;
	}

	/** Reads a document; what goes wrong becomes a `failed` outcome. */
	async read(document: Document, settings: Settings, signal: AbortSignal): Promise<Outcome> {
		if (document.extractorId === failingExtractor)
			return failure('The extractor could not be run on this document.');
		if (this.#engine === 'fixed' || document.mimeType === null) {
			if (document.fileName.includes('fail')) return failure('The document could not be read.');
			return {
				status: 'processed',
				results: fixedResults(document, settings.tableRows),
				error: null,
			};
		}
		const { mimeType } = document;
		return this.#queue.run(async () => {
			if (signal.aborted) return failure('The document was deleted.');
			try {
				return await this.#recognize(document, mimeType, settings);
			} catch (error) {
				return failure(error instanceof Error ? error.message : String(error));
			}
		});
	}

	async #recognize(document: Document, mimeType: string, settings: Settings): Promise<Outcome> {
		const { recognize } = await import('../../ocr/index.mts');
		const pages = await recognize(await readFile(this.#documents.filePath(document)), mimeType);
		await this.#images.keep(
			document,
			pages.map(({ pageNumber, image }) => ({ pageNumber, jpeg: image.jpeg })),
		);
		const results: JsonObject[] = [];
		for (const page of pages)
			results.push({
				page_number: page.pageNumber,
				...(await pageContent(page, document.action, settings)),
			});
		return { status: 'processed', results, error: null, pageCount: pages.length };
	}
}

async function pageContent(
	page: RecognizedPage,
	action: Action,
	settings: Settings,
): Promise<JsonObject> {
	const { toFields, toTables } = await import('../../ocr/index.mts');
	if (action === 'transcribe') return { transcript: page.text };
	const fields = toFields(page);
	if (action === 'extractor')
		return { extractions: [fields.map(({ label, value }) => extractedField(label, value))] };
	return {
		tables: toTables(page).map((table, index) => tableOnWire(table, index + 1, settings.tableRows)),
		key_value_pairs: fields.map(({ label, value }) => ({ key: label, value })),
	};
}

function failure(error: string): Outcome {
	return { status: 'failed', results: null, error };
}
