import { isoDate } from '../../../shared/core/dates';
import {
	type DocumentPage,
	type DocumentResult,
	failureReason,
	type DocumentSummary,
	type DocumentTable,
	fieldsFrom,
} from '../../../shared/core/documentResult';
import {
	anyText,
	asList,
	isObject,
	type JsonObject,
	numberOf,
	textOf,
} from '../../../shared/core/json';
import { plainText, paragraphs } from '../../../shared/core/plainText';
import { SERVICE_NAME } from '../client';
import type { OcrDocument } from '../parse';
import { extractedRecordsOf } from './extractedRecords';
import { tablesOf } from './tables';

/** A document of the list, or the head of a finished one. */
export function summaryOf(document: OcrDocument): DocumentSummary {
	return {
		id: document.id,
		fileName: document.fileName,
		pageCount: document.pageCount,
		action: document.action ?? textOf(document.raw.action),
		status: document.status,
		createdAt: isoDate(document.createdAt),
		updatedAt: isoDate(document.updatedAt),
		deletesAt: isoDate(document.deletesAt),
		service: SERVICE_NAME,
	};
}

/** The simple shape of a document of any action; a document that is not processed has no pages. */
export function toDocumentResult(document: OcrDocument): DocumentResult {
	const { id, fileName, pageCount, action, status, service } = summaryOf(document);
	const pages = (document.results ?? [])
		.map((result, index) => readPage(result, index + 1))
		.toSorted((left, right) => left.pageNumber - right.pageNumber);
	const records = pages.flatMap((page) => page.records);
	const pairs = pages.flatMap((page) => page.pairs);
	return {
		id,
		fileName,
		text: paragraphs(pages.map(({ text }) => text)),
		pageCount,
		fields: pairs.length === 0 && records.length === 1 ? { ...records[0] } : fieldsFrom(pairs),
		records,
		tables: pages.flatMap(({ tables }) => tables),
		action,
		status,
		service,
		pages: pages.map(({ pageNumber, text, textIs, records: own, pairs: ownPairs }) => ({
			pageNumber,
			text,
			textIs,
			fields: fieldsFrom(ownPairs),
			records: own,
		})),
		more: {
			...(document.phase === 'failed' && failureReason(document.failure)),
			...(document.isReused && { reused: true }),
		},
	};
}

interface Page extends Omit<DocumentPage, 'fields'> {
	tables: DocumentTable[];
	pairs: Array<[string, unknown]>;
}

function readPage(result: JsonObject, position: number): Page {
	const pageNumber = numberOf(result.page_number) ?? position;
	const tables = tablesOf(result.tables, pageNumber);
	const pairs = asList(result.key_value_pairs).flatMap(readPair);
	const records = extractedRecordsOf(result.extractions);
	const transcript = (result.transcript ?? null) === null ? null : anyText(result.transcript);
	const text = transcript ?? plainText(tables, pairs, records);
	const textIs = transcript === null ? 'made' : 'markdown';
	return { pageNumber, text, textIs, tables, pairs, records };
}

function readPair(value: unknown, index: number): Array<[string, unknown]> {
	const unnamed = `field${index + 1}`;
	if (!isObject(value)) return value === null ? [] : [[unnamed, value]];
	if (!('key' in value || 'value' in value)) return Object.entries(value);
	return [[textOf(value.key)?.trim() || unnamed, value.value ?? null]];
}
