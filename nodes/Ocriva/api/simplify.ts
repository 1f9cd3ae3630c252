import { isoDate } from '../../shared/dates';
import { plainText } from '../../shared/plainText';
import { type DocumentResult, type DocumentSummary, type DocumentTable, fieldsFrom } from '../../shared/result';
import { readExtraction } from './extraction';
import { SERVICE_NAME } from './service';
import type { FoundTable } from './tables';
import type { WireRecord } from './wire';

/** The head of a record. `action` is the template's name; the service has no date of deletion. */
export function summaryOf(record: WireRecord): DocumentSummary {
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
export function simplify(record: WireRecord): DocumentResult {
	const { createdAt, updatedAt, deletesAt, ...head } = summaryOf(record);
	const { text: own, pages, pairs, tables } = readExtraction(record.result);
	const fields = fieldsFrom(pairs);
	const lines = tables.flatMap(({ records }) => records ?? []);
	const text = own ?? (pages.map((page) => page.text).filter((page) => page !== '').join('\n\n') || plainText(tables, pairs));
	return {
		...head,
		text,
		pages: pages.length === 0 && text !== '' ? [{ pageNumber: 1, text }] : pages,
		tables: numbered(tables),
		fields,
		records: lines.length === 0 && pairs.length > 0 && tables.length === 0 ? [{ ...fields }] : lines,
		createdAt,
		updatedAt,
		deletesAt,
		...(record.phase === 'failed' && { failureReason: record.failure }),
	};
}

/** The simple shape for a view of rows: lists of objects stand in it as records alone, with their types, so that no row comes twice. */
export function simplifyForRows(record: WireRecord): DocumentResult {
	const { tables } = readExtraction(record.result);
	return { ...simplify(record), tables: numbered(tables.filter(({ records }) => records === null)) };
}

/** From 1 on each page. A table that has a name keeps it. */
function numbered(tables: FoundTable[]): DocumentTable[] {
	const counts = new Map<number, number>();
	return tables.map(({ name, pageNumber, header, rows }) => {
		const tableNumber = (counts.get(pageNumber) ?? 0) + 1;
		counts.set(pageNumber, tableNumber);
		return { pageNumber, tableNumber, ...(name !== null && { name }), header, rows };
	});
}
