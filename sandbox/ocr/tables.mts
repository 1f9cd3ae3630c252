import type { PageLayout, Table } from './types.mts';

/** The tables of a page. */
export function toTables(_page: PageLayout): Table[] {
	return [];
}
