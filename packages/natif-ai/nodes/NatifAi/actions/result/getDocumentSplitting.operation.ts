import { jsonOperation } from './jsonOperation';

export const getDocumentSplitting = jsonOperation({
	option: {
		name: 'Get Document Splitting',
		value: 'getDocumentSplitting',
		action: 'Get document splitting',
		description: 'Get which pages of a stack belong to one document; for workflows that split',
	},
	result: 'document-splitting',
});
