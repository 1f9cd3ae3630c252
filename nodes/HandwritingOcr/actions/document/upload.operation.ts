import type { INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { isPrivate } from '../../../shared/core/privateAddress';
import { webAddress } from '../../../shared/files/fileFromUrl';
import { hint } from '../../../shared/operations/hints';
import {
	checkedId,
	choice,
	collection,
	textIn,
	wholeNumber,
} from '../../../shared/operations/parameters';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import type { UploadFields } from '../../api/documents';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { ACTIONS, type OcrDocument } from '../../api/parse';
import type { Operation, Run } from '../operation';
import { DELETE_AFTER, uploadProperties } from './upload.properties';

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload document and get text',
		description: 'Send a file, and wait for its text, tables or fields',
	},
	properties: uploadProperties,
	execute: uploadDocuments,
};

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<OcrDocument>();

async function uploadDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const documents = new HandwritingOcrDocuments(service, (message) => hint(context, message));
	return await uploadItems(context, documents, {
		read: (itemIndex) => readOrder(run, itemIndex),
		memory,
	});
}

function readOrder(run: Run, itemIndex: number): UploadOrder<UploadFields> {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const fields = readFields(run, itemIndex, options);
	const { action, extractorId, promptId } = fields;
	return {
		...uploadOptions(context, itemIndex, options),
		fields,
		variant: [action, extractorId, promptId],
	};
}

function readFields(run: Run, itemIndex: number, options: Record<string, unknown>): UploadFields {
	const { context, service } = run;
	const action = choice(
		context.getNodeParameter('documentAction', itemIndex),
		ACTIONS,
		'What to Read',
	);
	const fields: UploadFields = { action };
	if (action === 'extractor')
		fields.extractorId = checkedId(
			context.getNodeParameter('extractorId', itemIndex, ''),
			'Extractor ID',
		);
	if (options.deleteAfter !== undefined && options.deleteAfter !== '')
		fields.deleteAfter = wholeNumber(options.deleteAfter, 'Delete After (Seconds)', DELETE_AFTER);
	const webhookUrl = textIn(options.webhookUrl, 'Webhook URL');
	if (webhookUrl !== '') {
		const address = webAddress(webhookUrl, 'Webhook URL');
		fields.webhookUrl = address.href;
		if (isPrivate(address))
			hint(
				context,
				`"Webhook URL" points to ${address.host}, which only this network can reach: the service will not be able to deliver there, unless it runs here too.`,
			);
		if (service.dialect === 'v2')
			throw new InputFailure(
				'"Webhook URL" is not available with the v2 API',
				'Set the webhook URL in the dashboard, or use the v3 Base URL in the credential.',
			);
	}
	const promptId = textIn(options.promptId, 'Prompt ID');
	if (promptId !== '') fields.promptId = checkedId(promptId, 'Prompt ID');
	if (promptId !== '' && service.dialect === 'v3')
		hint(context, '"Prompt ID" has no effect with the v3 API; only v2 knows prompts.');
	return fields;
}
