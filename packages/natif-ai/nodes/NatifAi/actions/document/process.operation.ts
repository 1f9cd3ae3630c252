import { RetryMemory } from '../../../shared/upload/retryMemory';
import type { UploadOrder } from '../../../shared/upload/fileSender';
import { uploadItems } from '../../../shared/upload/uploadItems';
import { uploadOptions } from '../../../shared/upload/uploadOptions';
import { asItemJson } from '../../../shared/core/json';
import { jsonParameter } from '../../../shared/operations/jsonParameter';
import { collection } from '../../../shared/operations/parameters';
import type { ProcessFields } from '../../api/process';
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
	execute: async (run) =>
		await uploadItems(run.context, new NatifAiProcessings(run.service), {
			read: (itemIndex) => readOrder(run, itemIndex),
			memory,
		}),
};

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<Processing>();

function readOrder(run: Run, itemIndex: number): UploadOrder<ProcessFields> {
	const { context } = run;
	const options = collection(context, 'options', itemIndex);
	const include = includeOf(options.include);
	const given = jsonParameter(
		options.workflowParameters,
		'Workflow Parameters',
		'{ "language": "en" }',
	);
	const parameters = given && asItemJson(given);
	const workflowId = pickedWorkflow(context, itemIndex);
	const order = uploadOptions(context, itemIndex, options);
	if (order.settings && itemIndex === 0) hintAtMissing(run, include, order.settings.mode);
	return {
		...order,
		fields: { workflowId, include, parameters },
		variant: [workflowId, include, parameters],
	};
}
