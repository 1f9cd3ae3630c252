import type { INodeExecutionData } from 'n8n-workflow';

import { isPrivate } from '../../../shared/address';
import { fileFromUrl, webAddress } from '../../../shared/download';
import { InputFailure, toFailure } from '../../../shared/errors';
import { fileFromItem } from '../../../shared/files';
import { forEachItem, haltOf } from '../../../shared/items';
import type { InputFile } from '../../../shared/multipart';
import { checkedId, choice, collection, textParameter, wholeNumber } from '../../../shared/parameters';
import { Slots } from '../../../shared/pool';
import { UploadLedger } from '../../../shared/reconcile';
import { LARGEST_FILE, type UploadFields } from '../../api/documents';
import { creditsFailure } from '../../api/credits';
import { simplify } from '../../api/simplify';
import { uploadAttempt } from '../../api/upload';
import { ACTIONS, type WireDocument } from '../../api/wire';
import { concurrencyOf, Finisher, finishSettings, type FinishSettings } from '../finish';
import { hint } from '../hints';
import type { Operation, Run } from '../operation';
import { DELETE_AFTER, uploadProperties } from './upload.properties';

export const upload: Operation = {
	option: { name: 'Upload', value: 'upload', action: 'Upload a document', description: 'Send a file, and wait for its text, tables or fields' },
	properties: uploadProperties,
	execute: uploadItems,
};

/** Files go out through a pool; all documents of the run share one wait loop; results come in input order. */
async function uploadItems(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const halt = haltOf(context);
	const concurrency = concurrencyOf(collection(context, 'options', 0));
	const slots = new Slots(concurrency);
	// Goes on when an item ends the run: what was paid for has to be found and named.
	const ledger = new UploadLedger<WireDocument>(context.getExecutionCancelSignal());
	const finisher = new Finisher(run, halt.signal, concurrency);
	const paid: WireDocument[] = [];

	const send = async (itemIndex: number) => {
		if (halt.signal.aborted) return undefined;
		try {
			const request = await readRequest(run, itemIndex);
			const uploaded = await ledger.upload(uploadAttempt(service, request.file, request.fields));
			paid.push(uploaded);
			return { uploaded, finish: request.finish };
		} catch (error) {
			// Before the next item gets the slot: a run that has ended pays for nothing more.
			if (!context.continueOnFail()) halt.abort();
			throw toFailure(await creditsFailure(service, error));
		}
	};
	const work = async (itemIndex: number) => {
		const document = await slots.run(async () => await send(itemIndex));
		if (!document) return [];
		return document.finish ? await finisher.finish(document.uploaded, document.finish) : [{ json: { ...simplify(document.uploaded) } }];
	};
	const remark = () => (paid.length > 0 ? `Already uploaded in this run: ${paid.map(({ id, fileName }) => `${id} (${fileName ?? 'no name'})`).join(', ')}. Fetch these with the operation "Wait" instead of uploading them again.` : '');
	return await forEachItem(context, { concurrency: context.getInputData().length, halt, remark }, work);
}

interface UploadRequest {
	file: InputFile;
	fields: UploadFields;
	/** Undefined when the item goes on at once. */
	finish: FinishSettings | undefined;
}

/** Reads and checks everything of an item before the first byte is sent. */
async function readRequest(run: Run, itemIndex: number): Promise<UploadRequest> {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const fields = readFields(run, itemIndex, options);
	const finish = context.getNodeParameter('waitForCompletion', itemIndex, true) === true ? finishSettings(run, itemIndex, options) : undefined;
	return { file: await readFile(run, itemIndex, String(options.fileName ?? '').trim()), fields, finish };
}

function readFields(run: Run, itemIndex: number, options: Record<string, unknown>): UploadFields {
	const { context, service } = run;
	const action = choice(context.getNodeParameter('documentAction', itemIndex), ACTIONS, 'Action');
	const fields: UploadFields = { action };
	if (action === 'extractor') fields.extractorId = checkedId(context.getNodeParameter('extractorId', itemIndex, ''), 'Extractor ID');
	if (options.deleteAfter !== undefined && options.deleteAfter !== '') fields.deleteAfter = wholeNumber(options.deleteAfter, 'Delete After', DELETE_AFTER, 'seconds');
	const webhookUrl = String(options.webhookUrl ?? '').trim();
	if (webhookUrl !== '') {
		const address = webAddress(webhookUrl, 'Webhook URL');
		fields.webhookUrl = address.href;
		if (isPrivate(address)) hint(run, `"Webhook URL" points to ${address.host}, which only this network can reach: the service will not be able to deliver there, unless it runs here too. [item ${itemIndex}]`);
		if (service.dialect === 'v2') throw new InputFailure('"Webhook URL" is not available with the v2 API', 'Set the webhook URL in the dashboard, or use the v3 Base URL in the credential.');
	}
	const promptId = String(options.promptId ?? '').trim();
	if (promptId !== '') fields.promptId = checkedId(promptId, 'Prompt ID');
	if (promptId !== '' && service.dialect === 'v3') hint(run, `"Prompt ID" has no effect with the v3 API; only v2 knows prompts. [item ${itemIndex}]`);
	return fields;
}

async function readFile({ context }: Run, itemIndex: number, fileName: string): Promise<InputFile> {
	const source = choice(context.getNodeParameter('inputSource', itemIndex), ['binary', 'url'], 'Input Source');
	const file = source === 'url' ? await fileFromUrl(context, textParameter(context, 'documentUrl', itemIndex), fileName, LARGEST_FILE) : await fileFromItem(context, itemIndex, fileName);
	if (file.size <= LARGEST_FILE) return file;
	const size = (file.size / 2 ** 20).toFixed(1);
	throw new InputFailure(`The file "${file.name}" has ${size} MB; the service takes up to 20 MB`, 'Split the PDF, lower the resolution, or compress the image. Nothing was sent.');
}
