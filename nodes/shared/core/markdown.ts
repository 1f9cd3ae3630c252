import type { IDataObject } from 'n8n-workflow';

import type { DocumentPage, DocumentResult, DocumentTable } from './documentResult';
import { isObject } from './json';
import { widthOf } from './numberedTables';
import { shownValue, paragraphs } from './plainText';

/**
 * What has a meaning anywhere in a line of Markdown (CommonMark and GitHub's tables). Addresses are
 * not made links, as a link would show the escapes within it.
 */
const SPECIAL = /[\\`*_[\]<>|~@]|&(?=[#\w]+;)|:(?=\/\/)|(?<=\bwww)\./gi;
/** What makes a block of a line that begins with it. */
const AT_START = /^(\s*)(?:([#+=-])|(\d+)([.)]))/;
/** Deeper than this a value stands as JSON. */
const DEEPEST = 5;

/**
 * A document as Markdown: pages under headings where there are several, tables as pipe tables,
 * fields as lists. Texts that are Markdown already go through unchanged.
 */
export function markdownOf(document: DocumentResult): string {
	const { pages, tables, fields, records } = document;
	const isPlaced = pages.some((page) => Object.keys(page.fields).length > 0);
	const placedRecords = pages.reduce((sum, page) => sum + page.records.length, 0);
	const numbers = new Set(pages.map(({ pageNumber }) => pageNumber));
	const blocks = [
		...pages.flatMap((page) => pageBlocks(page, document)),
		...(isPlaced || placedRecords > 0 ? [] : [listOf(besideTexts(fields, pages))]),
		...tables.filter(({ pageNumber }) => !numbers.has(pageNumber)).map(tableOf),
		...(placedRecords > 0 ? [] : records.map(listOf)),
	];
	return paragraphs(blocks);
}

/** The fields but one that has the text of a page once more, as the templates of a service may. */
function besideTexts(fields: IDataObject, pages: readonly DocumentPage[]): IDataObject {
	const shown = pages.filter(({ text, textIs }) => textIs !== 'made' && text !== '');
	const texts = new Set<unknown>(shown.map(({ text }) => text));
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => !texts.has(value)));
}

function pageBlocks(page: DocumentPage, { pages, tables }: DocumentResult): string[] {
	const { pageNumber, text, textIs, fields, records } = page;
	const own = tables.filter((table) => table.pageNumber === pageNumber);
	return [
		pages.length > 1 ? `## Page ${pageNumber}` : '',
		textIs === 'markdown' ? text : '',
		textIs === 'plain' ? linesOf(text) : '',
		listOf(fields),
		...own.map(tableOf),
		...records.map(listOf),
	];
}

/** Lines of plain text, each on a line of its own; indented ones would become code. */
function linesOf(text: string): string {
	const blocks = text.split(/\n\s*\n/).map((block) =>
		block
			.split('\n')
			.map((line) => escaped(line.trim()))
			.filter((line) => line !== '')
			.join('\\\n'),
	);
	return paragraphs(blocks);
}

function tableOf({ header, rows }: DocumentTable): string {
	const width = widthOf(header, rows);
	if (width === 0) return '';
	const cells = (row: readonly string[]) =>
		`| ${Array.from({ length: width }, (_, column) => cellOf(row[column] ?? '')).join(' | ')} |`;
	const line = `|${' --- |'.repeat(width)}`;
	return [cells(header ?? []), line, ...rows.map(cells)].join('\n');
}

function cellOf(text: string): string {
	return text.replace(SPECIAL, '\\$&').replaceAll(/\r\n|\r|\n/g, '<br>');
}

/** Names and values as a list; what is nested as a list within it. */
function listOf(fields: IDataObject, depth = 0): string {
	const indent = '  '.repeat(depth);
	return Object.entries(fields)
		.map(([name, value]) => `${indent}- **${inline(name)}**:${valueOf(value, depth)}`)
		.join('\n');
}

function valueOf(value: unknown, depth: number): string {
	if (depth < DEEPEST && isObject(value) && Object.keys(value).length > 0)
		return `\n${listOf(value as IDataObject, depth + 1)}`;
	if (depth < DEEPEST && Array.isArray(value) && value.some((entry) => isObject(entry)))
		return `\n${listOf(Object.fromEntries(value.map((entry, index) => [index + 1, entry])), depth + 1)}`;
	const text = inline(shownValue(value));
	return text === '' ? '' : ` ${text}`;
}

function inline(text: string): string {
	return text.replace(SPECIAL, '\\$&').replaceAll(/\s*[\r\n]+\s*/g, '<br>');
}

function escaped(line: string): string {
	return line
		.replace(SPECIAL, '\\$&')
		.replace(AT_START, (_all, space: string, mark?: string, number?: string, dot?: string) =>
			mark === undefined ? `${space}${number}\\${dot}` : `${space}\\${mark}`,
		);
}
