import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { userTimeOf } from '../core/dates';
import { InputFailure } from '../core/errors';
import { quoted } from '../core/quote';
import { isObject, textOf, trimmed, numberOf } from '../core/json';
import type { OutputMode } from '../core/documentViews';

/** Quotes, blanks, and marks that have no width, which come along when an ID is copied. */
export const AROUND_ID = /^["'`\s]+|["'`\s]+$|\p{Cf}/gu;

/**
 * An id as the services use it: opaque, but never with a character that would change the request's
 * path.
 *
 * @param from how the parameter is filled in: by writing, from a list, or by a link too
 */
export function checkedId(
	value: unknown,
	parameter: string,
	from: 'text' | 'list' | 'link' = 'text',
): string {
	const id = (textOf(value) ?? '').replace(AROUND_ID, '');
	if (id === '')
		throw new InputFailure(
			`"${parameter}" is empty`,
			`${from === 'text' ? `Give the ID in "${parameter}"` : 'Choose one from the list, or give its ID'}; an expression there may have found nothing.`,
		);
	if (!/[/?#\\\s]|^(?:\.{1,2}|null|undefined|NaN)$/.test(id)) return id;
	throw new InputFailure(
		`"${parameter}" is not an ID: ${quoted(id)}`,
		`An ID has no slash, space, ? or #. ${from === 'link' ? `To give a link, switch "${parameter}" to By URL.` : `Check what stands in "${parameter}".`}`,
	);
}

/** A collection such as `options` or `filters`. */
export function collection(
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
	name: string,
	itemIndex: number,
): Record<string, unknown> {
	const value: unknown = context.getNodeParameter(name, itemIndex, {});
	return isObject(value) ? value : {};
}

/**
 * The trimmed text of what a parameter holds; empty when it is not set.
 *
 * @throws InputFailure when an expression gave an object, or a text that was made of one
 */
export function textIn(value: unknown, parameter: string): string {
	const text = trimmed(value);
	if (!/\[object \w+\]/.test(text)) return text;
	throw new InputFailure(
		`"${parameter}" is ${quoted(value)}, which is not a text`,
		`Change "${parameter}", or the expression that gives it.`,
	);
}

/** A switch, also when an expression or a model gave it as text; `otherwise` when it is not set. */
export function isOn(value: unknown, parameter: string, otherwise = false): boolean {
	const word = textIn(value, parameter).toLowerCase();
	return word === '' ? otherwise : choice(word, ['true', 'false'], parameter) === 'true';
}

/** One of the given values, also when an expression made it. */
export function choice<Value extends string>(
	value: unknown,
	values: readonly Value[],
	parameter: string,
): Value {
	const chosen = values.find((candidate) => candidate === value);
	if (chosen !== undefined) return chosen;
	throw new InputFailure(
		`${quoted(value)} is not a valid value for "${parameter}"`,
		`Use one of: ${values.join(', ')}.`,
	);
}

/**
 * Some of the given values, each once: what is chosen in a list, or what an expression gives as a
 * list or as text with commas. Empty when nothing is.
 */
export function choices<Value extends string>(
	value: unknown,
	values: readonly Value[],
	parameter: string,
): Value[] {
	if (value === undefined || value === null || value === '') return [];
	const given = typeof value === 'string' ? value.split(',').map((word) => word.trim()) : value;
	if (!Array.isArray(given))
		throw new InputFailure(
			`"${parameter}" is not a list`,
			`Use one or more of: ${values.join(', ')}.`,
		);
	return [...new Set(given.map((word) => choice(word, values, parameter)))];
}

/** A whole number within bounds, both inclusive, also when an expression gave it as text. */
export function wholeNumber(
	value: unknown,
	parameter: string,
	{ min, max, unit = '' }: { min: number; max?: number; unit?: string },
): number {
	const number = numberOf(value);
	const most = max ?? Number.MAX_SAFE_INTEGER;
	if (number !== null && Number.isInteger(number) && number >= min && number <= most) return number;
	const range = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
	throw new InputFailure(
		`"${parameter}" is ${quoted(value)}, but has to be a whole number ${range}${unit && ` (${unit})`}`,
		`Change "${parameter}", or the expression that gives it.`,
	);
}

/**
 * Milliseconds since 1970 of a date that a user gave; undefined when there is none.
 * @param zone the workflow's, for dates without one
 */
export function dateOf(value: unknown, parameter: string, zone: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = userTimeOf(value, zone);
	if (!Number.isNaN(time)) return time;
	throw new InputFailure(
		`"${parameter}" is not a date: ${quoted(value)}`,
		`Give "${parameter}" like 2026-03-05 or 2026-03-05T14:00:00Z, or as a DateTime of n8n.`,
	);
}

const OUTPUT_MODES = ['document', 'markdown', 'pages', 'raw', 'rows'] as const;

export function outputMode(context: IExecuteFunctions, itemIndex: number): OutputMode {
	return outputModeOf((name): unknown => context.getNodeParameter(name, itemIndex, null));
}

/** @param parameter reads a node parameter; contexts differ in how that is asked for */
export function outputModeOf(parameter: (name: string) => unknown): OutputMode {
	const mode = choice(parameter('output') ?? 'document', OUTPUT_MODES, 'Output');
	return mode === 'rows' && isOn(parameter('addSource'), addSourceProperty.displayName)
		? 'rowsWithSource'
		: mode;
}

/** The parameter "Output", the same for every service and operation that gives a document. */
const outputProperty: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'document',
	description: 'How the result becomes items',
	builderHint: {
		propertyHint:
			'"document" gives $json.text, fields, records and tables; "rows" an item per table row with the column names as keys, for spreadsheets; "pages" an item per page; "markdown" one text for a prompt. No Split Out or Code node is needed.',
	},
	options: [
		{
			name: 'Document',
			value: 'document',
			description: 'One item per document with its text, fields, records and tables',
			builderHint: {
				propertyHint:
					'$json has id, fileName, text, pageCount, fields, records, tables, action, status and service, always in this shape',
			},
		},
		{
			name: 'Markdown',
			value: 'markdown',
			description: 'One item per document with everything in one Markdown text',
			builderHint: {
				propertyHint: '$json.markdown; for a prompt of a model, an e-mail or a note',
			},
		},
		{
			name: 'Pages',
			value: 'pages',
			description: 'One item per page',
			builderHint: { propertyHint: '$json has pageNumber and text' },
		},
		{
			name: 'Raw',
			value: 'raw',
			description: "One item per document, exactly as the service's API gives it",
		},
		{
			name: 'Rows',
			value: 'rows',
			description:
				'One item per table row or record, with the column names as fields; single fields only where there are no rows',
			builderHint: {
				propertyHint:
					'For spreadsheets and databases: the columns of the table are the keys of $json. Set addSource to tell the documents apart.',
			},
		},
	],
};

const addSourceProperty: INodeProperties = {
	displayName: 'Add Document to Rows',
	name: 'addSource',
	type: 'boolean',
	default: false,
	description:
		'Whether each row begins with the columns documentId, fileName, pageNumber and tableNumber, which tell where it is from',
};

/**
 * The parameters of the output.
 * @param show other conditions under which they are shown
 */
export function outputProperties(
	show: Record<string, Array<string | boolean>> = {},
): [INodeProperties, INodeProperties] {
	return [
		{ ...outputProperty, ...(Object.keys(show).length > 0 && { displayOptions: { show } }) },
		{ ...addSourceProperty, displayOptions: { show: { ...show, output: ['rows'] } } },
	];
}
