import type { JsonObject } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';

/** The page numbers (from 1) of each document of a stack. */
export function subDocuments(pages: readonly ReadPage[]): number[][] {
	const documents: number[][] = [];
	for (const [index, { begins }] of pages.entries()) {
		if (begins || documents.length === 0) documents.push([]);
		documents.at(-1)?.push(index + 1);
	}
	return documents;
}

/**
 * The splitting: documents by their pages, and how sure each border between two pages is (shape
 * seen in clients).
 */
export function splittingResult(pages: readonly ReadPage[]): JsonObject {
	return {
		schema_version: 1,
		sub_documents: subDocuments(pages).map((numbers, index) => ({
			name: `sub_document_${index}`,
			pages: numbers,
		})),
		split_point_confidences: pages.slice(1).map(({ confidence }) => confidence),
	};
}
