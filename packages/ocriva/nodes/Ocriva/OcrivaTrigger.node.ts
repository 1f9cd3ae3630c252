import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { searches } from '../shared/operations/searches';
import { forEachItem } from '../shared/operations/forEachItem';
import { manualWebhook } from '../shared/webhook/manualWebhook';
import { connect } from './api/client';
import { searchProjects } from './methods/searchProjects';
import { emit } from './trigger/webhook/emit';
import { copyNotice, triggerPanel } from './trigger/webhook/panel';
import { triggerProperties } from './trigger/properties';
import { checkSettings } from './trigger/webhook/publish';
import { receive } from './trigger/webhook/receive';

export class OcrivaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ocriva Trigger',
		name: 'ocrivaTrigger',
		icon: { light: 'file:../../icons/ocriva.svg', dark: 'file:../../icons/ocriva.dark.svg' },
		group: ['trigger'],
		// For triggers of version 1 n8n evaluates an expression for each delivery, as an old version of
		// its Webhook node needs it (seen in 2.40).
		version: 2,
		subtitle:
			'={{ [$parameter["events"]].flat().length > 2 ? [$parameter["events"]].flat().length + " events" : [$parameter["events"]].flat().map((event) => event.replace(".", " ")).join(" or ").replace(/^(\\w+)( \\w+ or )\\1 /, "$1$2") }}',
		description:
			'Turn scans, photos and PDFs into text, fields and tables with the templates of an Ocriva project. Starts the workflow when a document or a batch is finished, and on other events.',
		defaults: { name: 'Ocriva Trigger' },
		builderHint: {
			searchHint:
				'n8n cannot register this webhook: tell the user to copy the production URL into Organization Settings → Webhooks → Add Endpoint of Ocriva and to publish the workflow. To read a file inside a workflow, use the Ocriva node instead.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-ocriva.ocriva',
					relationHint:
						'Uploads documents; with waitForCompletion off this trigger takes the results',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ocrivaApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'ocriva',
			},
		],
		triggerPanel,
		properties: [copyNotice, ...triggerProperties],
	};

	methods = { listSearch: searches({ searchProjects }) };

	// The service has no API to register webhooks: the user pastes the URL.
	webhookMethods = { default: manualWebhook(checkSettings) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** Runs on the items of `webhook()`: here n8n offers its record of repeats. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const work = async (itemIndex: number) =>
			await emit(this, await connect(this), items[itemIndex]);
		return [await forEachItem(this, { concurrency: 1 }, work)];
	}
}
