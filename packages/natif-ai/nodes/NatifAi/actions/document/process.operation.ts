import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { inputFiles } from '../../../shared/operations/inputFile';
import { RetryMemory } from '../../../shared/upload/retryMemory';
import { uploadItems, type UploadOrder } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { concurrencyOf, settingsOfUpload } from '../../../shared/operations/waitOptions';
import { ResultCollector } from '../../../shared/operations/collectResult';
import { unlessCanceled } from '../../../shared/core/cancel';
import { InputFailure } from '../../../shared/core/errors';
import { abortOnCancel } from '../../../shared/operations/forEachItem';
import { asItemJson, isObject, parseJson } from '../../../shared/core/json';
import { collection } from '../../../shared/operations/parameters';
import { processDocument, type ProcessOrder } from '../../api/process';
import { NatifAiProcessings } from '../../api/documentService';
import type { Processing } from '../../api/parse';
import { hintAtMissing, includeOf } from '../include';
import type { Operation, Run } from '../operation';
import { pickedWorkflow } from '../workflowLocator';
import { processProperties } from './process.properties';

export const process: Operation = {
	option: {
		name: 'Process',
		value: 'process',
		action: 'Process document and get text',
		description: 'Send a file to a workflow, and wait for its text, fields and tables',
	},
	properties: processProperties,
	execute: processDocuments,
};

/**
 * No limit is published, and the service's answer tells; a download from the web has to end
 * somewhere. Bytes.
 */
const LARGEST_FILE = 2 ** 30;

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Processing>();

async function processDocuments(run: Run): Promise<INodeExecutionData[]> {
	const { context, service } = run;
	const abort = abortOnCancel(context);
	const concurrency = concurrencyOf(context);
	const processings = new NatifAiProcessings(service);
	const sender = { ...service, client: service.client.sendingUntil(abort.signal) };
	return await uploadItems<Processing, Order>(
		context,
		{ abort, concurrency },
		{
			read: (itemIndex) => readOrder(run, itemIndex),
			files: async ({ fileName }, itemIndex) =>
				await inputFiles(context, itemIndex, { fileName, limitBytes: LARGEST_FILE }),
			send: async ({ order }, file) =>
				await unlessCanceled(
					processDocument(sender, { ...order, file }),
					context.getExecutionCancelSignal(),
				),
			memory,
			service: processings,
			collector: new ResultCollector(context, processings, {
				signal: abort.signal,
				looksAtOnce: 2 * concurrency,
			}),
			refundsFailed: false,
			resumeWith: 'Result > Get',
		},
	);
}

interface Order extends UploadOrder {
	order: Omit<ProcessOrder, 'file'>;
	fileName: string;
}

function readOrder(run: Run, itemIndex: number): Order {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const include = includeOf(options.include);
	const parameters = parametersOf(options.workflowParameters);
	const workflowId = pickedWorkflow(context, itemIndex);
	const settings = settingsOfUpload(context, itemIndex, options);
	if (settings && itemIndex === 0) hintAtMissing(run, include, settings.mode);
	return {
		...uploadOptions(options, settings),
		order: { workflowId, include, parameters },
		fileName: String(options.fileName ?? '').trim(),
		settings,
		variant: [workflowId, include, parameters],
	};
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
