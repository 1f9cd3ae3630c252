import type { INodeExecutionData } from 'n8n-workflow';

import { RetryMemory } from '../../../shared/upload/retryMemory';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { uploadItems } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { collection } from '../../../shared/operations/parameters';
import type { UploadFields } from '../../api/upload';
import { OcrivaRecords, type Uploaded } from '../../api/documentService';
import { templateOf } from '../locators';
import type { Operation, Run } from '../operation';
import { metadataOf, projectChooser } from './fields';
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

async function uploadDocuments({ context, service }: Run): Promise<INodeExecutionData[]> {
	const chosenProject = projectChooser(context, service);
	const read = async (itemIndex: number): Promise<UploadOrder<UploadFields>> => {
		const options = collection(context, 'options', itemIndex);
		const templateId = templateOf(context, itemIndex);
		const metadata = metadataOf(options);
		const order = uploadOptions(context, itemIndex, options);
		const projectId = await chosenProject(itemIndex);
		return {
			...order,
			fields: { projectId, templateId, metadata },
			variant: [projectId, templateId],
		};
	};
	return await uploadItems(context, new OcrivaRecords(service), { read, memory });
}
