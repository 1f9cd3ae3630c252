import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { poll } from './trigger/polling/poll';
import { emitPolled } from './trigger/polling/emit';
import { pollingTriggerProperties } from './trigger/properties';

export class HandwritingOcrPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Handwriting OCR Polling Trigger',
		name: 'handwritingOcrPollingTrigger',
		icon: {
			light: 'file:../../icons/handwritingOcr.svg',
			dark: 'file:../../icons/handwritingOcr.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ "document " + [$parameter["events"]].flat().join(" or ") }}',
		description:
			'Checks regularly for documents that Handwriting OCR has finished. Use it when the service cannot reach your n8n, for example on your own computer.',
		defaults: { name: 'Handwriting OCR Polling Trigger' },
		builderHint: {
			searchHint:
				'Only where the service cannot reach n8n; otherwise use the Handwriting OCR Trigger. To read a file inside a workflow, use the Handwriting OCR node instead.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-handwriting-ocr.handwritingOcrTrigger',
					relationHint: 'Starts at once where the service can reach n8n',
				},
			],
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'handwritingOcrApi', required: true }],
		properties: pollingTriggerProperties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}

	/**
	 * Runs on what `poll()` found: here n8n offers its record of repeats, and its binary store knows
	 * the execution.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await emitPolled(this)];
	}
}
