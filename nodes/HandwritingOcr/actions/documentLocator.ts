import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorProperty, onPicked, type Picker } from '../../shared/operations/locator';

const picker: Picker = {
	name: 'documentId',
	label: 'Document',
	description: 'The uploaded document, newest first in the list',
	searchListMethod: 'searchDocuments',
	exampleId: 'aB3dE6gH9j',
	url: {
		// Links that hold a document id: pages of the dashboard, API routes with or without a format,
		// page images.
		pattern: '^https?://[^/]+/(?:[^?#]*/)?documents?/([^/?#.\\s]+)',
		example: 'https://api.handwritingocr.com/v3/documents/aB3dE6gH9j',
		errorMessage: 'Not a link to a document: it has to hold /documents/ and an ID',
		nextStep: 'Give a link with /documents/ and the ID in it, or switch "Document" to By ID.',
	},
};

/** The picker of one document. */
export const documentLocator: INodeProperties = {
	...locatorProperty(picker),
	builderHint: {
		propertyHint:
			'Behind an upload that does not wait: mode "id" with the id of its item, expr("{{ $json.id }}")',
	},
};

/** Does its work on the picked document of an item; every failure carries the id. */
export async function onDocument<Result>(
	context: IExecuteFunctions,
	itemIndex: number,
	work: (id: string) => Promise<Result>,
): Promise<Result> {
	return await onPicked(context, itemIndex, picker, work);
}
