import type { INodeExecutionData } from 'n8n-workflow';

import { groupBy } from '../../../shared/core/groupBy';
import { counted } from '../../../shared/core/quote';
import { collection, textIn } from '../../../shared/operations/parameters';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems } from '../../../shared/upload/uploadItems';
import { OcrivaRecords } from '../../api/documentService';
import type { BatchFields } from '../../api/upload';
import type { Uploaded } from '../../api/uploaded';
import type { Operation, Run } from '../operation';
import { BatchQueue } from './batchQueue';
import { orderReader } from './fields';
import { uploadBatchProperties } from './properties';

export const uploadBatch: Operation = {
	option: {
		name: 'Upload Batch',
		value: 'uploadBatch',
		action: 'Upload batch of documents and get text',
		description:
			'Send the files of all items, up to 50 in a request, and wait for their text, fields or tables',
	},
	properties: uploadBatchProperties,
	execute: uploadBatches,
};

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Uploaded>();

async function uploadBatches(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const readOrder = orderReader(run);
	const read = async (itemIndex: number): Promise<UploadOrder<BatchFields>> => {
		const order = await readOrder(itemIndex);
		const { batchName } = collection(context, 'options', itemIndex);
		return { ...order, fields: { ...order.fields, name: textIn(batchName, 'Batch Name') } };
	};
	const uploader = (signal: AbortSignal) => new BatchQueue(run, signal);
	const batches = { uploader, remark: remarkOn };
	return await uploadItems(context, new OcrivaRecords(service), { read, memory, batches });
}

function remarkOn(uploaded: readonly Uploaded[]): string {
	if (uploaded.length === 0) return '';
	const names = [...groupBy(uploaded, ({ batchId }) => batchId ?? '')].map(
		([id, files]) => `${id || 'without an ID'} (${counted(files.length, 'file')})`,
	);
	return `Batches already uploaded in this run: ${names.join(', ')}. Fetch their documents with Record > Get Many and the filter "Batch ID" instead of uploading them again.`;
}
