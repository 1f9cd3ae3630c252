import type { Resource } from '../operation';
import { upload } from './upload.operation';
import { uploadBatch } from './uploadBatch.operation';

export const document: Resource = {
	option: { name: 'Document', value: 'document' },
	operations: [upload, uploadBatch],
	start: 'upload',
};
