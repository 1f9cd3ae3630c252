import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.mts';
import type { Processing } from '../processings.mts';
import type { Settings } from '../settings.mts';
import { workflowOf, type ResultName } from '../workflows.mts';
import { entitiesResult } from './entities.mts';
import { extractFields } from './fieldExtraction.mts';
import { extractInvoice } from './invoiceExtraction.mts';
import { languageResult } from './language.mts';
import { Boxes } from './leaves.mts';
import { ocrResult } from './ocr.mts';
import { splittingResult, subDocuments } from './splitting.mts';

/** Path of a result; those that are files stand in the full result by their paths. */
export function resultPath({ id }: Processing, ...parts: Array<string | number>): string {
	return ['/processing/results', id, ...parts].join('/');
}

/** The key of a result in the full result: `page_images` for `page-images`. */
export function keyOfResult(name: ResultName): string {
	return name.replaceAll('-', '_');
}

/**
 * A result as it stands in the full result; given ones come before those that are made of the
 * pages.
 */
export function resultOf(processing: Processing, name: ResultName): JsonValue {
	return processing.results[keyOfResult(name)] ?? makers[name](processing);
}

/** The full result, with all that is available or with what `include` names. */
export function fullResult(
	processing: Processing,
	available: ResultName[],
	include: ReadonlySet<string> | null,
	{ thumbnail }: Settings,
): JsonObject {
	const named = available.filter((name) => include?.has(name) ?? true);
	const results = Object.fromEntries(
		named.map((name) => [keyOfResult(name), resultOf(processing, name)]),
	);
	if (thumbnail === 'list' && results.thumbnail !== undefined)
		results.thumbnail = [results.thumbnail];
	const workflow = workflowOf(processing.workflow);
	return {
		processing_id: processing.id,
		workflow_id: processing.workflow,
		workflow_name: workflow?.name.en ?? processing.workflow,
		available_results: available,
		...results,
	};
}

/** The numbers of the sub-PDFs, from 0, with the pages of each, from 1. */
export function subPdfPages(processing: Processing): number[][] {
	return subDocuments(processing.pages);
}

const makers: Record<ResultName, (processing: Processing) => JsonValue> = {
	ocr: ({ pages }) => ocrResult(pages),
	language: ({ pages }) => languageResult(pages),
	extractions: ({ pages, workflow }) => {
		const boxes = new Boxes(pages);
		return workflowOf(workflow)?.extracts === 'invoice'
			? extractInvoice(pages, boxes)
			: extractFields(pages, boxes);
	},
	ner: (processing) => {
		const extractions = resultOf(processing, 'extractions');
		return entitiesResult(isJsonObject(extractions) ? extractions : {});
	},
	'document-splitting': ({ pages }) => splittingResult(pages),
	'sub-pdfs': (processing) =>
		subPdfPages(processing).map((_, index) => resultPath(processing, 'sub-pdfs', index)),
	'page-images': (processing) =>
		processing.pages.map((_, index) => resultPath(processing, 'page-images', index + 1)),
	thumbnail: (processing) => resultPath(processing, 'thumbnail'),
	pdf: (processing) => resultPath(processing, 'pdf'),
	hocr: (processing) => resultPath(processing, 'hocr'),
};
