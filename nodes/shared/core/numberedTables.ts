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

/** Columns of a table, whose rows may be longer than its header. */
export function widthOf(header: readonly string[] | null, rows: readonly string[][]): number {
	return rows.reduce((width, row) => Math.max(width, row.length), header?.length ?? 0);
}
