import type { INodeExecutionData } from 'n8n-workflow';

import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems } from '../../../shared/upload/uploadItems';
import { OcrivaRecords } from '../../api/documentService';
import type { Uploaded } from '../../api/uploaded';
import type { Operation, Run } from '../operation';
import { orderReader } from './fields';
import { uploadProperties } from './properties';

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload document and get text',
		description: 'Send a file, and wait for its text, fields or tables',
	},
	properties: uploadProperties,
	execute: uploadDocuments,
};

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Uploaded>();

async function uploadDocuments(run: Run): Promise<INodeExecutionData[]> {
	const steps = { read: orderReader(run), memory };
	return await uploadItems(run.context, new OcrivaRecords(run.service), steps);
}
