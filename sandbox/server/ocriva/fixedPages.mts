import type { JsonValue } from '../shared/json.mts';
import type { ReadPage } from './results.mts';

/** Pages made up from file name and page number, for tests and measurements. */
export function fixedPages(fileName: string, count: number): ReadPage[] {
	return Array.from({ length: count }, (_, index) => {
		const pageNumber = index + 1;
		const header = ['Item', 'Amount'];
		const rows = [header, [`first of ${fileName}, page ${pageNumber}`, '1.50'], ['second', '2.00']];
		return {
			pageNumber,
			text: `text of ${fileName}, page ${pageNumber}`,
			fields: [
				{ label: 'File', value: fileName },
				{ label: 'Page', value: String(pageNumber) },
			],
			tables: [{ rows, hasHeaderRow: true, headerContent: header }],
		};
	});
}

/** A value for a field that a template names. */
export function fixedValue(fileName: string, key: string, type: string): JsonValue {
	if (type === 'number' || type === 'integer') return 1;
	return type === 'boolean' ? true : `${key} of ${fileName}`;
}
