import { toWordFields, type WordField } from '../../../ocr/fields.mts';
import { toRows } from '../../../ocr/rows.mts';
import type { Word } from '../../../ocr/types.mts';
import type { JsonObject, JsonValue } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';
import { textOf, type Boxes } from './leaves.mts';
import { lineItems } from './lineItems.mts';
import { amountOf, currencyOf, findDate } from './values.mts';

/** What a line with an amount is, by its first words. */
const amounts: Record<string, RegExp> = {
	gross_amount: /^(?:grand )?(?:total|amount due|gesamtbetrag|summe)\b/i,
	net_amount: /^(?:sub-?total|net)\b/i,
	tax_amount: /^(?:vat|tax|mwst)\b/i,
};

const labels: Record<string, RegExp> = {
	number:
		/^(?:invoice|receipt|bill|document) ?(?:no|number|#)?\.?$|^(?:rechnungsnummer|number|no)\.?$/i,
	due_date: /^(?:due|payable)\b/i,
	customer: /^(?:bill to|customer|sold to|first name|name)\b/i,
	phone: /^(?:phone|tel)/i,
	e_mail: /^e-?mail/i,
	vat_id: /^vat (?:id|number|no)/i,
};

/** What the invoice workflow extracts (keys seen); what is not found is null. */
export function extractInvoice(pages: readonly ReadPage[], boxes: Boxes): JsonObject {
	const rows = pages.flatMap(toRows).map(({ pieces }) => pieces.flat());
	const fields = pages.flatMap(toWordFields);
	const labelled = (key: string): JsonObject | null => {
		const field = fields.find(({ label }) => labels[key]?.test(label));
		return field ? boxes.leaf(field.valueWords) : null;
	};
	const items = lineItems(pages, boxes);
	const [first] = rows.filter((row) => row.length > 0);
	const total = amountLeaf(rows, 'gross_amount', boxes);
	return {
		schema_version: 2,
		document_type: 'invoice',
		customer: {
			name: labelled('customer'),
			address: null,
			vat_id: null,
			customer_number: null,
			banking_information: [],
		},
		vendor: {
			...vendor(pages[0], boxes),
			vat_id: labelled('vat_id'),
			phone: labelled('phone'),
			e_mail: labelled('e_mail'),
			banking_information: [],
		},
		currency: currencyLeaf(rows, boxes),
		date: dateLeaf(
			rows.filter((row) => !labels.due_date?.test(textOf(row))),
			boxes,
		),
		due_date: dateLeaf(
			rows.filter((row) => labels.due_date?.test(textOf(row))),
			boxes,
		),
		number: labelled('number') ?? numberIn(first, boxes),
		order_numbers: [],
		payment_methods: [],
		net_amount: amountLeaf(rows, 'net_amount', boxes),
		tax_amount: amountLeaf(rows, 'tax_amount', boxes),
		gross_amount: total,
		due_payable_amount: total,
		tax_calculation: [],
		line_item: items,
		number_of_line_items: { value: items.length, confidence: 1, bbox_refs: [] },
		key_value_pairs: fields.map((field) => keyValuePair(field, boxes)),
	};
}

/** A pair whose `value` is itself a leaf, as its `key` is. */
function keyValuePair({ labelWords, label, valueWords }: WordField, boxes: Boxes): JsonObject {
	return { key: boxes.leaf(labelWords, label), value: boxes.leaf(valueWords) };
}

/**
 * Who sent it: the first line of the first page, and the address in the lines below it, two at
 * most.
 */
function vendor(page: ReadPage | undefined, boxes: Boxes): JsonObject {
	const [name, ...rest] = page?.lines ?? [];
	const end = rest.findIndex(
		({ startsParagraph, text }, index) =>
			index === 2 || (startsParagraph && index > 0) || !isAddress(text),
	);
	const address = rest.slice(0, end < 0 ? undefined : end);
	const words = address.flatMap((line) => line.words);
	const part = (index: number): JsonValue => boxes.leaf(address[index]?.words ?? []);
	return {
		name: boxes.leaf(name?.words ?? []),
		address: boxes.leaf(words, address.map(({ text }) => text).join('\n')),
		address_struct: {
			address_line_1: part(0),
			address_line_2: part(1),
			city: null,
			zip: null,
			country: null,
		},
	};
}

function isAddress(line: string): boolean {
	return (
		/\d/.test(line) &&
		!line.includes(':') &&
		findDate(line) === null &&
		amountOf(line.split(' ').at(-1) ?? '') === null
	);
}

function amountLeaf(rows: Word[][], kind: string, boxes: Boxes): JsonObject | null {
	for (const row of rows) {
		const last = row.at(-1);
		const amount = last && amounts[kind]?.test(textOf(row)) ? amountOf(last.text) : null;
		if (last && amount !== null) return boxes.leaf([last], amount);
	}
	return null;
}

function dateLeaf(rows: Word[][], boxes: Boxes): JsonObject | null {
	for (const row of rows) {
		const date = findDate(textOf(row));
		if (!date) continue;
		const words = wordsAt(row, date.index, date.length);
		return boxes.leaf(words, date.value, date.complete ? '' : 'the year is missing');
	}
	return null;
}

function currencyLeaf(rows: Word[][], boxes: Boxes): JsonObject | null {
	const word = rows.flat().find(({ text }) => currencyOf(text) !== null);
	return word ? boxes.leaf([word], currencyOf(word.text)) : null;
}

/** `Invoice RE-17` in the first line. */
function numberIn(row: Word[] | undefined, boxes: Boxes): JsonObject | null {
	const [title, ...rest] = row ?? [];
	const number = rest.find(({ text }) => /\d/.test(text));
	return title && number && /^(?:invoice|receipt|rechnung)$/i.test(title.text)
		? boxes.leaf([number])
		: null;
}

/** The words that a stretch of their joined text touches. */
function wordsAt(words: Word[], index: number, length: number): Word[] {
	let start = 0;
	return words.filter(({ text }) => {
		const [from, to] = [start, start + text.length];
		start = to + 1;
		return from < index + length && to > index;
	});
}
