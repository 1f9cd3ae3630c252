import type { IDataObject } from 'n8n-workflow';

import { arrayOf, isObject, numberOf, type JsonObject } from '../../../shared/core/json';
import type { DocumentTable } from '../../../shared/core/documentResult';
import { numbered } from '../../../shared/core/numberedTables';
import { shownValue } from '../../../shared/core/plainText';

/** What stands beside values to say where they come from and how sure they are. */
const MARKS = ['confidence', 'bbox_refs', 'validation_problem', 'note'];

/**
 * The values of extractions without confidence and position, in the same structure. Field names and
 * depth differ from workflow to workflow, so none is relied on; `schema_version` says nothing about
 * the document and is left out.
 */
export function fieldsOf(extractions: unknown): IDataObject {
	if (!isObject(extractions))
		return extractions === null || extractions === undefined
			? {}
			: ({ value: plain(extractions) } as IDataObject);
	const fields = Object.entries(extractions).filter(([name]) => name !== 'schema_version');
	return plain(Object.fromEntries(fields)) as IDataObject;
}

/**
 * Each list of objects as a table, in the order in which they stand: line items, taxes, bank
 * accounts.
 */
export function tablesOf(extractions: unknown): DocumentTable[] {
	return numbered(listsIn(extractions, '').map(({ rows }) => tableOf(rows)));
}

/**
 * Where the lists stand that become tables, such as `line_item` or `vendor.banking_information`.
 */
export function listNames(extractions: unknown): string[] {
	return listsIn(extractions, '').map(({ name }) => name);
}

/** A value that a person should look at. */
interface Doubtful extends IDataObject {
	/** Where it stands in `fields`, such as `line_item[0].total_price`. */
	field: string;
	/** From 0 to 1; null where it is not told. */
	confidence: number | null;
	/** Whether the service found that it cannot be right. */
	problem: boolean;
}

/** Below it a value that was found is worth a look. */
const SURE = 0.8;

/** What is not valid, or was found with little confidence. */
export function reviewOf(value: unknown, field = ''): Doubtful[] {
	if (Array.isArray(value))
		return value.flatMap((entry, index) => reviewOf(entry, `${field}[${index}]`));
	if (!isObject(value)) return [];
	const inside = isLeaf(value)
		? []
		: membersOf(value).flatMap(([key, member]) => reviewOf(member, joined(field, key)));
	if (!isLeaf(value) && !isMarked(value)) return inside;
	const confidence = numberOf(value.confidence);
	const problem = String(value.validation_problem) === 'true';
	return problem || (confidence !== null && confidence < SURE)
		? [{ field, value: plain(value) as IDataObject, confidence, problem }, ...inside]
		: inside;
}

/**
 * A value as it was found. An object that only has a key named `value`, such as a key-value pair,
 * is none.
 */
function isLeaf(value: JsonObject): boolean {
	return (
		'value' in value &&
		('confidence' in value || 'bbox_refs' in value || 'validation_problem' in value) &&
		!isObject(value.value) &&
		!Array.isArray(value.value)
	);
}

function plain(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plain);
	if (!isObject(value)) return value;
	if (isLeaf(value)) return value.value ?? null;
	return Object.fromEntries(membersOf(value).map(([key, member]) => [key, plain(member)]));
}

/** Bank accounts carry the marks of a value beside `iban` and `bic` (seen). */
function isMarked({ bbox_refs }: JsonObject): boolean {
	return Array.isArray(bbox_refs);
}

function membersOf(value: JsonObject): Array<[string, unknown]> {
	return Object.entries(value).filter(([key]) => !(isMarked(value) && MARKS.includes(key)));
}

interface List {
	name: string;
	rows: JsonObject[];
}

function listsIn(value: unknown, name: string): List[] {
	if (Array.isArray(value)) {
		const rows = value.filter((entry) => isObject(entry) && !isLeaf(entry));
		return rows.length > 0 ? [{ name, rows }] : [];
	}
	return isObject(value) && !isLeaf(value)
		? membersOf(value).flatMap(([key, member]) => listsIn(member, joined(name, key)))
		: [];
}

function joined(name: string, key: string): string {
	return name === '' ? key : `${name}.${key}`;
}

function tableOf(rows: JsonObject[]): Omit<DocumentTable, 'tableNumber'> {
	const cells = rows.map((row) => new Map(cellsOf(plain(row), '')));
	const header = [...new Set(cells.flatMap((row) => [...row.keys()]))];
	const pages = rows.flatMap(pagesIn);
	return {
		pageNumber: pages.reduce((first, page) => Math.min(first, page), pages[0] ?? 1),
		header,
		rows: cells.map((row) => header.map((name) => row.get(name) ?? '')),
	};
}

/**
 * The cells of a row by column; objects inside it become columns of their own, such as
 * `service_period.start_date`.
 */
function cellsOf(value: unknown, name: string): Array<[string, string]> {
	if (isObject(value))
		return Object.entries(value).flatMap(([key, member]) => cellsOf(member, joined(name, key)));
	return [[name, shownValue(value)]];
}

/** The numbers of the pages that the values of a row were found on. */
function pagesIn(value: unknown): number[] {
	if (Array.isArray(value)) return value.flatMap(pagesIn);
	if (!isObject(value)) return [];
	const own = arrayOf(value.bbox_refs).flatMap((reference) =>
		isObject(reference) ? (numberOf(reference.page_num) ?? []) : [],
	);
	return [
		...own,
		...Object.entries(value).flatMap(([key, member]) =>
			key === 'bbox_refs' ? [] : pagesIn(member),
		),
	];
}
