import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asItemJson, type JsonObject } from '../core/json';
import { viewOf, type DocumentResult, type OutputMode } from '../core/documentResult';
import { hint } from './hints';

/**
 * The items of one document in the chosen output; a view that comes out empty is explained.
 *
 * @param raw the service's own object
 * @param whyEmpty says why there are no pages or rows, and what to do
 */
export function toItems(
	context: IExecuteFunctions,
	document: DocumentResult,
	raw: JsonObject,
	mode: OutputMode,
	whyEmpty: () => string,
): INodeExecutionData[] {
	const items = viewOf(document, asItemJson(raw), mode).map((json) => ({ json }));
	if (items.length === 0) hint(context, whyEmpty());
	return items;
}
