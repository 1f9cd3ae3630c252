import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { inputFile } from '../../../shared/operations/inputFile';
import { PaidMemory } from '../../../shared/upload/retryMemory';
import { uploadItems, type UploadRequest } from '../../../shared/upload/uploadItems';
import { concurrencyOf } from '../../../shared/operations/waitOptions';
import { unlessCanceled } from '../../../shared/core/cancel';
import { InputFailure } from '../../../shared/core/errors';
import { haltOf } from '../../../shared/operations/forEachItem';
import { asItemJson, isObject, parseJson } from '../../../shared/core/json';
import { collection } from '../../../shared/operations/parameters';
import { processDocument, type ProcessOrder } from '../../api/process';
import { simplify } from '../../api/simplify';
import type { Processing } from '../../api/wire';
import { finisherOf, finishSettings, longPollsOf } from '../finish';
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

const PAID = new PaidMemory<Processing>();

async function processDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const halt = haltOf(context);
	const concurrency = concurrencyOf(collection(context, 'options', 0));
	const polls = longPollsOf(run, halt.signal, concurrency);
	return await uploadItems(context, halt, concurrency, {
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
		finisher: finisherOf(run, polls),
		summary: (processing) => ({ ...simplify(processing) }),
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
			? finishSettings(run, itemIndex, options)
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
