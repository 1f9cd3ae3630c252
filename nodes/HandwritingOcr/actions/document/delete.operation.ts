import { optionsProperty } from '../../../shared/operations/options';
import { isMissing, toFailure } from '../../../shared/core/errors';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { collection, isOn } from '../../../shared/operations/parameters';
import { deleteDocument } from '../../api/documents';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation } from '../operation';

const AT_ONCE = 5;

const options = optionsProperty([
	{
		displayName: 'Ignore Missing',
		name: 'ignoreMissing',
		type: 'boolean',
		default: false,
		description: 'Whether to succeed when the document no longer exists',
	},
]);

export const remove: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete document',
		description: 'Delete a document and its files for good',
	},
	properties: [documentLocator, options],
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const { ignoreMissing } = collection(context, 'options', itemIndex);
			const isIgnored = isOn(ignoreMissing, 'Ignore Missing');
			return await onDocument(context, itemIndex, async (id) => {
				await deleteDocument(service, id).catch((error: unknown) => {
					if (!isMissing(error) || !isIgnored) throw toFailure(error);
				});
				return [{ json: { deleted: true, id } }];
			});
		}),
};
