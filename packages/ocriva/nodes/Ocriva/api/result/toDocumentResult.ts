import { isoDate } from '../../../shared/core/dates';
import { asItemJson } from '../../../shared/core/json';
import { plainText } from '../../../shared/core/plainText';
import type { DocumentResult, DocumentSummary } from '../../../shared/core/documentResult';
import { numbered } from '../../../shared/core/numberedTables';
import { readExtraction } from './extraction';
import { SERVICE_NAME } from '../client';
import { tablesIn } from './tables';
import type { HistoryRecord } from '../parse';

/** The head of a record. `action` is the template's name; the service has no date of deletion. */
export function summaryOf(record: HistoryRecord): DocumentSummary {
	return {
		id: record.id,
		service: SERVICE_NAME,
		fileName: record.fileName,
		action: record.templateName,
		status: record.status,
		pageCount: readExtraction(record.result).pageCount,
		createdAt: isoDate(record.createdAt),
		updatedAt: isoDate(record.updatedAt),
		deletesAt: null,
	};
}

/** The simple shape of a record; one that is not completed has no text. */
export function toDocumentResult(record: HistoryRecord): DocumentResult {
	const { createdAt, updatedAt, deletesAt, ...head } = summaryOf(record);
	const { text: own, pages, fields, tables, records } = readExtraction(record.result);
	// Lists stand in the text once, as tables.
	const lines = Object.entries(fields).filter(
		([, value]) => !Array.isArray(value) || tablesIn(value, null, 1).length === 0,
	);
	const text =
		own ??
		(pages
			.map((page) => page.text)
			.filter((page) => page !== '')
			.join('\n\n') ||
			plainText(tables, lines, records));
	return {
		...head,
		text,
		pages: pages.length === 0 && text !== '' ? [{ pageNumber: 1, text }] : pages,
		tables: numbered(tables),
		fields: asItemJson(fields),
		records: records.map(asItemJson),
		createdAt,
		updatedAt,
		deletesAt,
		...(record.phase === 'failed' && { failureReason: record.failure }),
	};
}
