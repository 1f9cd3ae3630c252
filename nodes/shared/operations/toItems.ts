import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { combinedResult } from '../core/combinedResult';
import { documentItem, viewOf, type OutputMode } from '../core/documentViews';
import { asItemJson } from '../core/json';
import type { DocumentService, Part, ServiceDocument } from './documentService';
import { hint } from './hints';

/**
 * The items of one document in the chosen output; a view that comes out empty is explained, and so
 * are rows of several kinds.
 */
export function toItems<Document extends ServiceDocument>(
	context: IExecuteFunctions,
	service: DocumentService<Document>,
	{ document, mode }: { document: Document; mode: OutputMode },
): INodeExecutionData[] {
	const items = viewOf(service.result(document), asItemJson(document.raw), mode);
	if (items.length === 0) hint(context, service.whyEmpty(document, partOf(mode)));
	if (mode === 'rows' || mode === 'rowsWithSource')
		hintAtLists(context, service.lists?.(document) ?? []);
	return items.map((json) => ({ json }));
}

/** The items of finished documents that belong together. */
export function toItemsTogether<Document extends ServiceDocument>(
	context: IExecuteFunctions,
	service: DocumentService<Document>,
	{ documents, mode }: { documents: readonly [Document, ...Document[]]; mode: OutputMode },
): INodeExecutionData[] {
	const [first, ...others] = documents;
	const combined = combinedResult([
		service.result(first),
		...others.map((document) => service.result(document)),
	]);
	const items = viewOf(combined, {}, mode);
	const ids = documents.map(({ id }) => id).join(', ');
	if (items.length === 0)
		hint(
			context,
			partOf(mode) === 'pages'
				? `The documents ${ids} came back without pages.`
				: `The documents ${ids} have no table rows, fields or records. For plain text set "Output" to "Document" or "Pages".`,
		);
	return items.map((json) => ({ json }));
}

/** The item of a document that is not finished. */
export function documentItemOf<Document extends ServiceDocument>(
	service: DocumentService<Document>,
	document: Document,
): IDataObject {
	return service.summary?.(document) ?? documentItem(service.result(document));
}

function partOf(mode: OutputMode): Part {
	return mode === 'pages' ? 'pages' : 'rows';
}

function hintAtLists(context: IExecuteFunctions, lists: readonly string[]): void {
	const [first, ...others] = new Set(lists);
	if (first !== undefined && others.length > 0)
		hint(
			context,
			`The rows come from several lists with columns of their own: ${[first, ...others].join(', ')}. For one of them set "Output" to "Document" and split out its field, such as fields.${first}.`,
		);
}
