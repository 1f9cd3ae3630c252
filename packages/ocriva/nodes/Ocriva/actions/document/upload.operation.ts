import type { INodeExecutionData } from 'n8n-workflow';

import { inputFile } from '../../../shared/operations/inputFile';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems, type UploadRequest } from '../../../shared/upload/uploadItems';
import { concurrencyOf } from '../../../shared/operations/waitOptions';
import { abortOnCancel } from '../../../shared/operations/forEachItem';
import { collection } from '../../../shared/operations/parameters';
import { AtMostOnceUploader } from '../../../shared/upload/atMostOnceUploader';
import { LARGEST_FILE, takenFile } from '../../api/fileTypes';
import { RESUME_WITH, uploadAttempt, type UploadFields } from '../../api/upload';
import type { HistoryRecord } from '../../api/parse';
import { resultCollectorOf, summaryOfUpload, type Uploaded } from '../collectResult';
import { templateOf } from '../locators';
import type { Operation, Run } from '../operation';
import { finishOf, metadataOf, projectChooser } from './fields';
import { uploadProperties } from './properties';

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload a document',
		description: 'Send a file, and wait for its text, fields or tables',
	},
	properties: uploadProperties,
	execute: uploadDocuments,
};

interface Request extends UploadRequest {
	fields: UploadFields;
}

const PAID = new RetryMemory<Uploaded>();

async function uploadDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const abort = abortOnCancel(context);
	const concurrency = concurrencyOf(collection(context, 'options', 0));
	const chosenProject = projectChooser(context, service);
	// Goes on when an item ends the run: what was paid for has to be found and named.
	const uploader = new AtMostOnceUploader<HistoryRecord>(context.getExecutionCancelSignal());
	return await uploadItems(context, abort, concurrency, {
		read: async (itemIndex): Promise<Request> => {
			const options = collection(context, 'options', itemIndex);
			const fields = {
				templateId: templateOf(context, itemIndex, 'options'),
				metadata: metadataOf(options),
			};
			const finish = finishOf(context, itemIndex, options);
			const file = takenFile(
				await inputFile(context, itemIndex, String(options.fileName ?? '').trim(), LARGEST_FILE),
			);
			return { file, fields: { ...fields, projectId: await chosenProject(itemIndex) }, finish };
		},
		send: async ({ file, fields }) => {
			const record = await uploader.upload(uploadAttempt(service, file, fields));
			return { ...record, place: { projectId: fields.projectId, fileName: file.name } };
		},
		memory: PAID,
		collector: resultCollectorOf(run, abort.signal, 2 * concurrency),
		summary: summaryOfUpload,
		resumeWith: RESUME_WITH,
	});
}
