import { forEachItem } from '../../../shared/operations/forEachItem';
import { outputMode, outputProperties } from '../../../shared/operations/parameters';
import { toItems } from '../../../shared/operations/toItems';
import { getDocument } from '../../api/documents';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation } from '../operation';

const AT_ONCE = 5;

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get document and its result',
		description: 'Get the status and, once it is read, the result of a document',
	},
	properties: [documentLocator, ...outputProperties()],
	execute: async ({ context, service }) => {
		const documents = new HandwritingOcrDocuments(service);
		return await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const mode = outputMode(context, itemIndex);
			return await onDocument(context, itemIndex, async (id) =>
				toItems(context, documents, { document: await getDocument(service, id), mode }),
			);
		});
	},
};
