import type { Field, Table } from '../../ocr/types.mts';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.mts';
import type { Template } from './organizations.mts';

/** What was read on a page. */
export type ReadPage = { pageNumber: number; text: string; fields: Field[]; tables: Table[] };

/** What stands for a field that the document does not have. */
type Missing = (key: string, type: string) => JsonValue;

/**
 * `processingResult`: its keys come from the template's schema (documented). A field's value is
 * that of the label of the same name, letter case and spaces aside; the first array holds the rows
 * of the first table, the next those of the next. `text`, `fields` and `tables` mean everything of
 * that kind. A text template gives a text; without a schema everything is there.
 */
export function resultOf(
	template: Pick<Template, 'templateSchema' | 'resultFormat'> | null,
	pages: ReadPage[],
	missing: Missing = () => null,
): JsonValue {
	const text = pages.map((page) => page.text).join('\n\n');
	if (template?.resultFormat === 'text') return text;
	const fields = namedFields(pages);
	const tables = pages.flatMap((page) => page.tables.map(rowObjects));
	const schema = propertiesOf(template?.templateSchema ?? {});
	if (Object.keys(schema).length === 0)
		return {
			...fields,
			text,
			tables,
			pages: pages.map(({ pageNumber, text: pageText }) => ({ pageNumber, text: pageText })),
		};

	const byName = new Map(Object.entries(fields).map(([label, value]) => [plain(label), value]));
	let table = 0;
	const filled = (properties: JsonObject): JsonObject =>
		Object.fromEntries(Object.entries(properties).map(([key, spec]) => [key, valueFor(key, spec)]));
	const valueFor = (key: string, spec: JsonValue | undefined): JsonValue => {
		const type = isJsonObject(spec) && typeof spec.type === 'string' ? spec.type : 'string';
		if (type === 'array') return key === 'tables' ? tables : (tables[table++] ?? []);
		if (type === 'object')
			return isJsonObject(spec) && isJsonObject(spec.properties) ? filled(spec.properties) : fields;
		const found = byName.get(plain(key));
		if (found === undefined) return key === 'text' ? text : missing(key, type);
		return typed(found, type);
	};
	return filled(schema);
}

/** Fields by label; a label that is repeated gets a number. */
function namedFields(pages: ReadPage[]): Record<string, string> {
	const named: Record<string, string> = {};
	for (const { label, value } of pages.flatMap((page) => page.fields))
		named[freeKey(named, label)] = value;
	return named;
}

/** A table's rows as objects: keys from its header, else `column1`, `column2`, ... */
function rowObjects({ rows, hasHeaderRow, headerContent }: Table): JsonObject[] {
	const header = headerContent ?? rows[0]?.map((_, index) => `column${index + 1}`) ?? [];
	const keys: Record<string, string> = {};
	for (const name of header) keys[freeKey(keys, name)] = name;
	return rows
		.slice(hasHeaderRow ? 1 : 0)
		.map((row) =>
			Object.fromEntries(Object.keys(keys).map((key, index) => [key, row[index] ?? ''])),
		);
}

function freeKey(taken: object, name: string): string {
	let key = name;
	for (let number = 2; key in taken; number += 1) key = `${name} ${number}`;
	return key;
}

/**
 * The fields of a schema, which is a JSON Schema object or its properties (the vendor's pages show
 * both).
 */
function propertiesOf(schema: JsonObject): JsonObject {
	return isJsonObject(schema.properties) ? schema.properties : schema;
}

function plain(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function typed(value: string, type: string): JsonValue {
	if (type !== 'number' && type !== 'integer') return value;
	const number = Number(value.replace(/[^\d.-]/g, ''));
	return value.trim() === '' || Number.isNaN(number) ? null : number;
}
