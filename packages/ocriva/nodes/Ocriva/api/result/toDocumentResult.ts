import { isoDate } from '../../../shared/core/dates';
import {
	type DocumentResult,
	type DocumentSummary,
	failureReason,
	plainPage,
} from '../../../shared/core/documentResult';
import { asItemJson } from '../../../shared/core/json';
import { numbered } from '../../../shared/core/numberedTables';
import { plainText, paragraphs } from '../../../shared/core/plainText';
import { SERVICE_NAME } from '../client';
import type { HistoryRecord } from '../parse';
import { readExtraction } from './extraction';
import { tablesIn } from './tables';

/** The head of a record. `action` is the template's name; the service has no date of deletion. */
export function summaryOf(record: HistoryRecord): DocumentSummary {
	return {
		id: record.id,
		fileName: record.fileName,
		pageCount: readExtraction(record.result).pageCount,
		action: record.templateName,
		status: record.status,
		createdAt: isoDate(record.createdAt),
		updatedAt: isoDate(record.updatedAt),
		deletesAt: null,
		service: SERVICE_NAME,
	};
}

/** The simple shape of a record; one that is not completed has no text. */
export function toDocumentResult(record: HistoryRecord): DocumentResult {
	const { id, fileName, pageCount, action, status, service } = summaryOf(record);
	const { text: own, pages, fields, tables, records } = readExtraction(record.result);
	// Lists stand in the text once, as tables.
	const lines = Object.entries(fields).filter(
		([, value]) => !Array.isArray(value) || tablesIn(value, null, 1).length === 0,
	);
	const text =
		own ?? (paragraphs(pages.map((page) => page.text)) || plainText(tables, lines, records));
	return {
		id,
		fileName,
		text,
		pageCount,
		fields: asItemJson(fields),
		records: records.map(asItemJson),
		tables: numbered(tables),
		action,
		status,
		service,
		pages:
			pages.length === 0 && text !== ''
				? [
						{
							...plainPage({ pageNumber: 1, text }),
							...(own === null && { textIs: 'made' as const }),
						},
					]
				: pages.map(plainPage),
		more: record.phase === 'failed' ? failureReason(record.failure) : {},
	};
}
