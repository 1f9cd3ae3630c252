import writeExcelFile from 'write-excel-file/node';
import type { JsonObject } from '../../shared/json.mts';
import type { Action } from '../documents.mts';
import { recordGrid, tableGrid } from './grid.mts';
import { cellText, objectsOf, pagesOf } from './pages.mts';

type Sheet = { name: string; grid: string[][] };

/**
 * An Excel file: a sheet a table and one for key-value pairs, or one sheet of records for an
 * extractor.
 */
export async function toXlsx(document: JsonObject, action: Action): Promise<Buffer> {
	const sheets =
		action === 'extractor'
			? [{ name: 'Records', grid: recordGrid(document) }]
			: tableSheets(document);
	const written = writeExcelFile(
		sheets.map(({ name, grid }) => ({
			sheet: name,
			data: grid.map((row) => row.map((value) => ({ value, type: String }))),
		})),
	);
	return written.toBuffer();
}

function tableSheets(document: JsonObject): Sheet[] {
	const pages = pagesOf(document);
	const sheets = pages.flatMap((page, index) =>
		objectsOf(page.tables).map((table, number) => ({
			name: `Page ${cellText(page.page_number ?? index + 1)} Table ${number + 1}`,
			grid: tableGrid(table),
		})),
	);
	const pairs = pages.flatMap((page) =>
		objectsOf(page.key_value_pairs).map(({ key, value }) => [
			cellText(page.page_number),
			cellText(key),
			cellText(value),
		]),
	);
	if (pairs.length > 0 || sheets.length === 0)
		sheets.push({ name: 'Key-value pairs', grid: [['Page', 'Key', 'Value'], ...pairs] });
	return sheets;
}
