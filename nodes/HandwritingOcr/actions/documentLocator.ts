import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputFailure, toFailure } from '../../shared/errors';
import { objectOf } from '../../shared/json';
import { checkedId } from '../../shared/parameters';

/** Links that hold a document id: pages of the dashboard, API routes with or without a format, page images. */
const ID_IN_URL = '^https?://[^/]+/(?:[^?#]*/)?documents?/([^/?#.\\s]+)';

/** The picker of one document. */
export const documentLocator: INodeProperties = {
	displayName: 'Document',
	name: 'documentId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The document to work on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDocuments', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. aB3dE6gH9j',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://api.handwritingocr.com/v3/documents/aB3dE6gH9j',
			extractValue: { type: 'regex', regex: ID_IN_URL },
			validation: [{ type: 'regex', properties: { regex: `${ID_IN_URL}.*`, errorMessage: 'Not a link to a document: it has to hold /documents/ and an ID' } }],
		},
	],
};

/**
 * Does its work on the picked document of an item; every failure carries the id.
 *
 * @throws InputFailure when the picker holds no usable id
 */
export async function onDocument<Result>(context: IExecuteFunctions, itemIndex: number, work: (id: string) => Promise<Result>): Promise<Result> {
	const id = documentIdOf(context, itemIndex);
	try {
		return await work(id);
	} catch (error) {
		throw toFailure(error).with({ id });
	}
}

function documentIdOf(context: IExecuteFunctions, itemIndex: number): string {
	const value: unknown = context.getNodeParameter('documentId', itemIndex, '', { extractValue: false });
	const { mode, value: text } = objectOf(value);
	try {
		return checkedId(context.getNodeParameter('documentId', itemIndex, '', { extractValue: true }), 'Document', true);
	} catch (error) {
		throw mode === 'url' ? notALink(text) : toFailure(error);
	}
}

function notALink(value: unknown): InputFailure {
	return new InputFailure(`"Document" is not a link to a document: "${String(value ?? '')}"`, 'Give a link with /documents/ and the ID in it, or switch "Document" to By ID.');
}
