import type { INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../../shared/operations/hints';
import { inputFiles } from '../../../shared/operations/inputFile';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { withFingerprint, withoutFingerprint } from '../../../shared/upload/fingerprint';
import { uploadItems, type UploadOrder } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { concurrencyOf, settingsOfUpload } from '../../../shared/operations/waitOptions';
import { isPrivate } from '../../../shared/core/privateAddress';
import { webAddress } from '../../../shared/files/fileFromUrl';
import { InputFailure } from '../../../shared/core/errors';
import { abortOnCancel } from '../../../shared/operations/forEachItem';
import { checkedId, choice, collection, wholeNumber } from '../../../shared/operations/parameters';
import { AtMostOnceUploader } from '../../../shared/upload/atMostOnceUploader';
import { LARGEST_FILE, type UploadFields } from '../../api/documents';
import { ResultCollector } from '../../../shared/operations/collectResult';
import { creditsFailure } from '../../api/credits';
import { EarlierUploads } from '../../api/earlierUploads';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { uploadAttempt } from '../../api/upload';
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
	const abort = abortOnCancel(context);
	const concurrency = concurrencyOf(context);
	// Goes on when an item ends the run: what was paid for has to be found and named.
	const uploader = new AtMostOnceUploader<OcrDocument>(context.getExecutionCancelSignal());
	const earlier = new EarlierUploads(service, (message) => hint(context, message));
	const documents = new HandwritingOcrDocuments(service);
	const sender = { ...service, client: service.client.sendingUntil(abort.signal) };
	return await uploadItems<OcrDocument, Order>(
		context,
		{ abort, concurrency },
		{
			read: (itemIndex) => readOrder(run, itemIndex),
			files: async ({ fileName }, itemIndex) =>
				await inputFiles(context, itemIndex, { fileName, limitBytes: LARGEST_FILE }),
			send: async ({ fields }, file, fingerprint) => {
				const name = withoutFingerprint(file.name);
				const sent = fingerprint === undefined ? name : withFingerprint(name, fingerprint);
				const attempt = uploadAttempt({ service, sender }, { ...file, name: sent }, fields);
				return { ...(await uploader.upload(attempt)), fileName: file.name };
			},
			findEarlier: async (fingerprint) => await earlier.find(fingerprint),
			reused: (document, { name }) => ({ ...document, fileName: name, isReused: true }),
			memory,
			service: documents,
			collector: new ResultCollector(context, documents, {
				signal: abort.signal,
				looksAtOnce: 2 * concurrency,
			}),
			refundsFailed: true,
			explained: async (error) => await creditsFailure(service, error),
			resumeWith: 'the operation "Wait"',
		},
	);
}

interface Order extends UploadOrder {
	fields: UploadFields;
	fileName: string;
}

function readOrder(run: Run, itemIndex: number): Order {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const fields = readFields(run, itemIndex, options);
	const settings = settingsOfUpload(context, itemIndex, options);
	const { action, extractorId, promptId } = fields;
	return {
		...uploadOptions(options, settings),
		fields,
		fileName: String(options.fileName ?? '').trim(),
		settings,
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
		fields.deleteAfter = wholeNumber(options.deleteAfter, 'Delete After', DELETE_AFTER, 'seconds');
	const webhookUrl = String(options.webhookUrl ?? '').trim();
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
	const promptId = String(options.promptId ?? '').trim();
	if (promptId !== '') fields.promptId = checkedId(promptId, 'Prompt ID');
	if (promptId !== '' && service.dialect === 'v3')
		hint(context, '"Prompt ID" has no effect with the v3 API; only v2 knows prompts.');
	return fields;
}
