import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { inputFile } from '../../../shared/operations/inputFile';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems, type UploadRequest } from '../../../shared/upload/uploadItems';
import { concurrencyOf } from '../../../shared/operations/waitOptions';
import { unlessCanceled } from '../../../shared/core/cancel';
import { InputFailure } from '../../../shared/core/errors';
import { abortOnCancel } from '../../../shared/operations/forEachItem';
import { asItemJson, isObject, parseJson } from '../../../shared/core/json';
import { collection } from '../../../shared/operations/parameters';
import { processDocument, type ProcessOrder } from '../../api/process';
import { toDocumentResult } from '../../api/result/toDocumentResult';
import type { Processing } from '../../api/parse';
import { resultCollectorOf, resultSettings, longPollsOf } from '../collectResult';
import { hintAtMissing, includeOf } from '../include';
import type { Operation, Run } from '../operation';
import { pickedWorkflow } from '../workflowLocator';
import { processProperties } from './process.properties';

export const process: Operation = {
	option: {
		name: 'Process',
		value: 'process',
		action: 'Process a document',
		description: 'Send a file to a workflow, and wait for its text, fields and tables',
	},
	properties: processProperties,
	execute: processDocuments,
};

const PAID = new RetryMemory<Processing>();

async function processDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const abort = abortOnCancel(context);
	const concurrency = concurrencyOf(collection(context, 'options', 0));
	const polls = longPollsOf(run, abort.signal, concurrency);
	return await uploadItems(context, abort, concurrency, {
		read: async (itemIndex) => await readRequest(run, itemIndex),
		send: async ({ file, order, finish }) => {
			const processing = await unlessCanceled(
				processDocument(service, { ...order, file }),
				context.getExecutionCancelSignal(),
			);
			if (!finish || processing.phase !== 'pending') polls.lessExpected();
			return processing;
		},
		memory: PAID,
		collector: resultCollectorOf(run, polls),
		summary: (processing) => ({ ...toDocumentResult(processing) }),
		explained: async (error) => {
			polls.lessExpected();
			return error;
		},
		resumeWith: 'Result > Get',
	});
}

interface ProcessRequest extends UploadRequest {
	order: Omit<ProcessOrder, 'file'>;
}

async function readRequest(run: Run, itemIndex: number): Promise<ProcessRequest> {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const include = includeOf(options.include);
	const parameters = parametersOf(options.workflowParameters);
	const workflowId = pickedWorkflow(context, itemIndex);
	const finish =
		context.getNodeParameter('waitForCompletion', itemIndex, true) === true
			? resultSettings(run, itemIndex, options)
			: undefined;
	if (finish && itemIndex === 0) hintAtMissing(run, include, finish.mode);
	// No limit is published; the service's answer tells.
	const file = await inputFile(
		context,
		itemIndex,
		String(options.fileName ?? '').trim(),
		Number.POSITIVE_INFINITY,
	);
	return { file, order: { workflowId, include, parameters }, finish };
}

/** @returns undefined when there is nothing to send */
function parametersOf(value: unknown): IDataObject | undefined {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
		return undefined;
	const parameters = typeof value === 'string' ? parseJson(value) : value;
	const example = 'Write it like { "language": "en" }, with names and texts in double quotes.';
	if (parameters === undefined)
		throw new InputFailure('"Workflow Parameters" is not valid JSON', example);
	if (!isObject(parameters))
		throw new InputFailure('"Workflow Parameters" is not a JSON object', example);
	return Object.keys(parameters).length > 0 ? asItemJson(parameters) : undefined;
}
