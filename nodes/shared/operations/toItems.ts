import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asItemJson, type JsonObject } from '../core/json';
import { viewOf, type DocumentResult, type OutputMode } from '../core/documentResult';
import { hint } from './hints';

/** What an output can be without. */
export type Part = 'pages' | 'rows';

/** A document that becomes items. */
export interface Shown {
	document: DocumentResult;
	/** The service's own object. */
	raw: JsonObject;
	/** The names of the lists that the rows come from, where there may be several. */
	lists?: () => readonly string[];
	/** Says why there are no pages or rows, and what to do. */
	whyEmpty: (part: Part) => string;
}

/**
 * The items of one document in the chosen output; a view that comes out empty is explained, and so
 * are rows of several kinds.
 */
export function toItems(
	context: IExecuteFunctions,
	mode: OutputMode,
	{ document, raw, lists, whyEmpty }: Shown,
): INodeExecutionData[] {
	const items = viewOf(document, asItemJson(raw), mode).map((json) => ({ json }));
	const part: Part = mode === 'pages' ? 'pages' : 'rows';
	if (items.length === 0) hint(context, whyEmpty(part));
	if (mode === 'rows' || mode === 'rowsWithSource') hintAtLists(context, lists?.() ?? []);
	return items;
}

function hintAtLists(context: IExecuteFunctions, lists: readonly string[]): void {
	const [first, ...others] = new Set(lists);
	if (first !== undefined && others.length > 0)
		hint(
			context,
			`The rows come from several lists with columns of their own: ${[first, ...others].join(', ')}. For one of them set "Output" to "Document" and split out its field, such as fields.${first}.`,
		);
}
