import { NodeConnectionTypes, type IExecuteFunctions, type IHookFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { forEachItem } from '../shared/items';
import { listDocuments } from './api/documents';
import { connect } from './api/service';
import { emit } from './trigger/emit';
import { triggerProperties } from './trigger/properties';
import { receive } from './trigger/receive';

export class HandwritingOcrTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Handwriting OCR Trigger',
		name: 'handwritingOcrTrigger',
		icon: { light: 'file:../../icons/handwritingOcr.svg', dark: 'file:../../icons/handwritingOcr.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Handwriting OCR has finished a document',
		defaults: { name: 'Handwriting OCR Trigger' },
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
		triggerPanel: {
			header: 'Waiting for a finished document',
			executionsHelp: {
				inactive:
					'<b>To try it out</b>: choose "Listen for test event", copy the <b>test URL</b> above, and upload a document with it as "Webhook URL" (an option of the Handwriting OCR node). The test URL takes one delivery within two minutes.<br><br><b>To use it</b>: activate the workflow, copy the <b>production URL</b>, which is another one, and paste it <a href="https://app.handwritingocr.com/settings?tab=documents" target="_blank">as webhook URL into your settings</a> for all documents, or into the "Webhook URL" option of an upload. n8n has to be reachable from the internet.<br><br>With a webhook secret in the credential, only signed deliveries are let in. Without one, each document is read from the API under your own token, so that nothing a stranger sends reaches the workflow.',
				active:
					'The workflow starts by itself for every finished document; its runs are in the executions list. Paste the <b>production URL</b> <a href="https://app.handwritingocr.com/settings?tab=documents" target="_blank">as webhook URL into your settings</a>, or into the "Webhook URL" option of an upload. The <b>test URL</b> is another one and only works while the editor listens.',
			},
			activationHint: 'Activate the workflow to use the production URL: it is not the test URL.',
		},
		properties: triggerProperties,
	};

	// The service has no API to register webhooks: the user pastes the URL. Creating checks the token, so that a wrong one shows.
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				try {
					await listDocuments(await connect(this), 1, 1);
				} catch (error) {
					throw toNodeError(this.getNode(), error, 0);
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** Runs on the items of `webhook()`: here n8n offers its record of repeats and its binary store. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const service = await connect(this);
		const items = this.getInputData();
		return [await forEachItem(this, { concurrency: 1 }, async (itemIndex) => await emit(this, service, items[itemIndex]?.json))];
	}
}
