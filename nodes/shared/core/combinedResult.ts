import type { IDataObject } from 'n8n-workflow';

import { type DocumentResult, fieldsFrom } from './documentResult';
import { paragraphs } from './plainText';

/**
 * Documents that belong together as one, such as the photos of one letter: with the first one's id
 * and name, pages numbered through, and `parts` that name them all.
 */
export function combinedResult(
	parts: readonly [DocumentResult, ...DocumentResult[]],
): DocumentResult {
	const [first] = parts;
	const counts = parts.map(pagesOf);
	const offsets = counts.map((_, part) => sum(counts.slice(0, part)));
	const shifted = <Row extends { pageNumber: number }>(rows: readonly Row[], part: number) =>
		rows.map((row) => ({ ...row, pageNumber: row.pageNumber + (offsets[part] ?? 0) }));
	const records = parts.flatMap((part) => part.records);
	return {
		...first,
		text: paragraphs(parts.map(({ text }) => text)),
		pageCount: parts.every(({ pageCount }) => pageCount === null) ? null : sum(counts),
		fields: combinedFields(parts, records),
		records,
		tables: parts.flatMap(({ tables }, part) => shifted(tables, part)),
		pages: parts.flatMap(({ pages }, part) => shifted(pages, part)),
		more: {
			...combinedMore(parts),
			parts: parts.map(({ id, fileName, pageCount }) => ({ id, fileName, pageCount })),
		},
	};
}

/** As many as the service counts, or as its pages say. */
function pagesOf({ pageCount, pages }: DocumentResult): number {
	return Math.max(pageCount ?? 0, ...pages.map(({ pageNumber }) => pageNumber), pages.length);
}

/** The fields of an only record repeat that record; of several records there are no fields. */
function combinedFields(parts: readonly DocumentResult[], records: IDataObject[]): IDataObject {
	const own = parts.flatMap(({ fields, records: ofPart }) => {
		const isRecord = ofPart.length === 1 && JSON.stringify(ofPart[0]) === JSON.stringify(fields);
		return isRecord ? [] : Object.entries(fields);
	});
	return own.length === 0 && records.length === 1 ? { ...records[0] } : fieldsFrom(own);
}

/** Lists, such as what is to be reviewed, are joined; of other values the first one counts. */
function combinedMore(parts: readonly DocumentResult[]): IDataObject {
	const more: IDataObject = {};
	for (const [key, value] of parts.flatMap((part) => Object.entries(part.more))) {
		const known = more[key];
		if (Array.isArray(known) && Array.isArray(value))
			more[key] = [...known, ...value] as IDataObject[];
		else more[key] ??= value;
	}
	return more;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
