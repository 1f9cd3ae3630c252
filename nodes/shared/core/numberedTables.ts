import type { DocumentTable } from './documentResult';

/** Tables in their order, numbered from 1 on each page. */
export function numbered(
	tables: ReadonlyArray<Omit<DocumentTable, 'tableNumber'>>,
): DocumentTable[] {
	const counts = new Map<number, number>();
	return tables.map(({ pageNumber, header, rows }) => {
		const tableNumber = (counts.get(pageNumber) ?? 0) + 1;
		counts.set(pageNumber, tableNumber);
		return { pageNumber, tableNumber, header, rows };
	});
}
