import { type DocumentResult, failureReason, plainPage } from '../../../shared/core/documentResult';
import { numberOf } from '../../../shared/core/json';
import { paragraphs } from '../../../shared/core/plainText';
import { SERVICE_NAME } from '../client';
import type { Processing } from '../parse';
import { readPaths } from '../paths';
import { fieldsOf, reviewOf, tablesOf } from './extractions';
import { pagesOf } from './ocrText';

/**
 * The simple shape of a processing. The service tells no dates; results that the answer does not
 * carry stay empty.
 */
export function toDocumentResult({
	id,
	fileName,
	workflowId,
	status,
	phase,
	failure,
	raw,
}: Processing): DocumentResult {
	const pages = pagesOf(raw.ocr);
	const review = reviewOf(raw.extractions);
	return {
		id,
		fileName,
		text: paragraphs(pages.map(({ text }) => text)),
		pageCount: pageCountOf(pages.length, raw.page_images),
		fields: fieldsOf(raw.extractions),
		// The extractions are one record, and `fields` is it.
		records: [],
		tables: tablesOf(raw.extractions),
		action: workflowId,
		status,
		service: SERVICE_NAME,
		pages: pages.map(plainPage),
		more: {
			...(phase === 'failed' && failureReason(failure)),
			...(review.length > 0 && { review }),
		},
	};
}

function pageCountOf(pages: number, images: unknown): number | null {
	return numberOf(pages || readPaths(images, 'page-images', 1).length || null);
}
