import type { INodeExecutionData } from 'n8n-workflow';

import { ResultCollector } from '../../../shared/operations/collectResult';
import { inputFiles } from '../../../shared/operations/inputFile';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems, type UploadOrder } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { concurrencyOf, settingsOfUpload } from '../../../shared/operations/waitOptions';
import { abortOnCancel } from '../../../shared/operations/forEachItem';
import { collection } from '../../../shared/operations/parameters';
import { AtMostOnceUploader } from '../../../shared/upload/atMostOnceUploader';
import { LARGEST_FILE } from '../../api/fileTypes';
import { RESUME_WITH, uploadAttempt, type UploadFields } from '../../api/upload';
import type { HistoryRecord } from '../../api/parse';
import { OcrivaRecords, type Uploaded } from '../../api/documentService';
import { projectOf, templateOf } from '../locators';
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

interface Order extends UploadOrder {
	fields: Omit<UploadFields, 'projectId'>;
	fileName: string;
	itemIndex: number;
}

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Uploaded>();

async function uploadDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const abort = abortOnCancel(context);
	const concurrency = concurrencyOf(context);
	const chosenProject = projectChooser(context, service);
	// Goes on when an item ends the run: what was paid for has to be found and named.
	const uploader = new AtMostOnceUploader<HistoryRecord>(context.getExecutionCancelSignal());
	const records = new OcrivaRecords(service);
	const sender = { ...service, client: service.client.sendingUntil(abort.signal) };
	return await uploadItems<Uploaded, Order>(
		context,
		{ abort, concurrency },
		{
			read: (itemIndex) => readOrder(run, itemIndex),
			files: async ({ fileName }, itemIndex) =>
				await inputFiles(context, itemIndex, { fileName, limitBytes: LARGEST_FILE }),
			send: async ({ fields, itemIndex }, file) => {
				const projectId = await chosenProject(itemIndex);
				const attempt = uploadAttempt({ service, sender }, file, { ...fields, projectId });
				const record = await uploader.upload(attempt);
				return { ...record, place: { projectId, fileName: file.name } };
			},
			memory,
			service: records,
			collector: new ResultCollector(context, records, {
				signal: abort.signal,
				looksAtOnce: 2 * concurrency,
			}),
			refundsFailed: false,
			resumeWith: RESUME_WITH,
		},
	);
}

function readOrder({ context }: Run, itemIndex: number): Order {
	const options = collection(context, 'options', itemIndex);
	const fields = {
		templateId: templateOf(context, itemIndex),
		metadata: metadataOf(options),
	};
	const settings = settingsOfUpload(context, itemIndex, options);
	return {
		...uploadOptions(options, settings),
		fields,
		fileName: String(options.fileName ?? '').trim(),
		itemIndex,
		settings,
		variant: [projectOf(context, itemIndex), fields.templateId],
	};
}
