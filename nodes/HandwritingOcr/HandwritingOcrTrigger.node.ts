import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { forEachItem } from '../shared/operations/forEachItem';
import { manualWebhook } from '../shared/webhook/manualWebhook';
import { listDocuments } from './api/documents';
import { connect } from './api/client';
import { emit } from './trigger/webhook/emit';
import { copyNotice, triggerPanel } from './trigger/webhook/panel';
import { triggerProperties } from './trigger/properties';
import { receive } from './trigger/webhook/receive';

export class HandwritingOcrTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Handwriting OCR Trigger',
		name: 'handwritingOcrTrigger',
		icon: {
			light: 'file:../../icons/handwritingOcr.svg',
			dark: 'file:../../icons/handwritingOcr.dark.svg',
		},
		group: ['trigger'],
		// For triggers of version 1 n8n evaluates an expression for each delivery, as an old version of
		// its Webhook node needs it (seen in 2.40).
		version: 2,
		subtitle: '={{ "document " + [$parameter["events"]].flat().join(" or ") }}',
		description:
			'Turn handwriting, scans and PDFs into text, tables and fields. Starts the workflow when a document is finished.',
		defaults: { name: 'Handwriting OCR Trigger' },
		builderHint: {
			searchHint:
				'n8n cannot register this webhook: tell the user to copy the production URL into the Documents tab of their Handwriting OCR settings and to publish the workflow. To read a file inside a workflow, use the Handwriting OCR node instead.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-handwriting-ocr.handwritingOcr',
					relationHint:
						'Uploads documents; with waitForCompletion off this trigger takes the results',
				},
				{
					nodeType: 'n8n-nodes-handwriting-ocr.handwritingOcrPollingTrigger',
					relationHint: 'The same where the service cannot reach n8n',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'handwritingOcrApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'handwriting-ocr',
			},
		],
		triggerPanel,
		properties: [copyNotice, ...triggerProperties],
	};

	// The service has no API to register webhooks: the user pastes the URL. Creating checks the
	// token, so that a wrong one shows.
	webhookMethods = {
		default: manualWebhook(async (context) => {
			await listDocuments(await connect(context), 1, 1);
		}),
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/**
	 * Runs on the items of `webhook()`: here n8n offers its record of repeats and its binary store.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const work = async (itemIndex: number) =>
			await emit(this, await connect(this), items[itemIndex]);
		return [await forEachItem(this, { concurrency: 1 }, work)];
	}
}
