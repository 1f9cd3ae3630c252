import { toRows } from '../../../ocr/rows.mts';
import { toWordTables, type WordTable } from '../../../ocr/tables.mts';
import type { Word } from '../../../ocr/types.mts';
import type { JsonObject } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';
import { textOf, type Boxes } from './leaves.mts';
import { amountOf } from './values.mts';

/** Headings of tables and the keys of a line item that they mean. */
const columns: Array<[RegExp, string]> = [
	[/^(?:pos|#|no)\b/i, 'pos_id'],
	[/^(?:item|article|description|product|beschreibung|artikel)/i, 'description'],
	[/^(?:qty|quantity|boxes|pieces|menge|anzahl)/i, 'quantity'],
	[/^(?:unit price|price|preis)/i, 'unit_price'],
	[/^(?:total|amount|sum|betrag|summe)/i, 'total_price'],
];

const empty: JsonObject = {
	pos_id: null,
	article_id: null,
	description: null,
	quantity: null,
	unit_of_measure: null,
	tax_rate: null,
	unit_price: null,
	total_price: null,
};

/**
 * The items of an invoice or a receipt: rows of tables with known headings, else lines such as `2
 * Green tea 6.40`.
 */
export function lineItems(pages: readonly ReadPage[], boxes: Boxes): JsonObject[] {
	const ofTables = pages.flatMap(toWordTables).flatMap((table) => tableItems(table, boxes));
	return ofTables.length > 0
		? ofTables
		: pages.flatMap((page) => toRows(page).flatMap(({ pieces }) => lineItem(pieces.flat(), boxes)));
}

function tableItems({ rows, hasHeaderRow }: WordTable, boxes: Boxes): JsonObject[] {
	const [header = [], ...items] = rows;
	const keys = header.map((words) => columns.find(([heading]) => heading.test(textOf(words)))?.[1]);
	if (!hasHeaderRow || !keys.includes('description')) return [];
	return items.map((cells) => {
		const item = { ...empty };
		for (const [index, words] of cells.entries()) {
			const key = keys[index];
			if (key)
				item[key] =
					key === 'description' || key === 'pos_id' ? boxes.leaf(words) : figure(words, boxes);
		}
		return item;
	});
}

function lineItem(words: Word[], boxes: Boxes): JsonObject[] {
	const [first, ...rest] = words;
	const last = rest.pop();
	if (
		!first ||
		!last ||
		rest.length === 0 ||
		!/^\d{1,4}$/.test(first.text) ||
		amountOf(last.text) === null
	)
		return [];
	return [
		{
			...empty,
			quantity: figure([first], boxes),
			description: boxes.leaf(rest),
			total_price: figure([last], boxes),
		},
	];
}

/** A leaf with a number, or with the text where there is none. */
function figure(words: Word[], boxes: Boxes): JsonObject | null {
	const text = textOf(words);
	const number = amountOf(text) ?? (/^\d+$/.test(text) ? Number(text) : null);
	return number === null
		? boxes.leaf(words, text, words.length > 0 ? 'not a number' : '')
		: boxes.leaf(words, number);
}
