import type { Request, Response } from 'express';
import type { IWebhookDescription, IWebhookResponseData, Workflow } from 'n8n-workflow';
import type { ActiveWorkflow } from './activeWorkflow.mts';
import { createAdditionalData } from './additionalData.mts';
import { asError, core } from './n8n.mts';
import type { Runtime } from './run.mts';
import { execute } from './run.mts';
import type { RunResult } from './types.mts';
import { createWebhookData } from './webhookData.mts';

type Started = { run?: Promise<RunResult> };

/**
 * What n8n does with a delivery: `webhook()`, the answer, and an execution when items came back.
 */
export async function answerWebhook(
	runtime: Runtime,
	active: ActiveWorkflow,
	request: Request,
	response: Response,
): Promise<Started> {
	const { stored, credentialsHelper } = active;
	const workflow = active.load();
	const description = active.webhookFor(request.method);
	if (!description) {
		response.status(404).json({
			code: 404,
			message: `This webhook is not registered for ${request.method} requests.`,
		});
		return {};
	}
	const field = (name: keyof IWebhookDescription, fallback?: string | number): unknown =>
		evaluate(workflow, stored.startNode.name, description, name, fallback);
	if (field('responseMode', 'onReceived') !== 'onReceived')
		throw new Error('The engine tests know responseMode "onReceived" only');
	const start = (
		data: IWebhookResponseData['workflowData'] = [],
		failedStart?: Error,
	): Promise<RunResult> =>
		execute(runtime, {
			stored,
			credentialsHelper,
			mode: 'webhook',
			data,
			failedStart,
			staticData: active.staticData,
			saveStaticData: (changed) => active.save(changed),
		});

	let result: IWebhookResponseData;
	try {
		result = await callWebhook(runtime, active, workflow, description, request, response);
	} catch (error) {
		if (!response.headersSent)
			response
				.status(500)
				.json({ code: 0, message: 'Workflow Webhook Error: Workflow could not be started!' });
		return { run: start([[{ json: {} }]], asError(error)) };
	}
	const { workflowData, webhookResponse, noWebhookResponse } = result;
	const answer = (body: unknown): void => {
		if (noWebhookResponse) return;
		response.status(Number(field('responseCode', 200)));
		if (typeof body === 'string') response.send(body);
		else response.json(body);
	};
	if (!workflowData) {
		active.saveChanges(workflow);
		answer(webhookResponse ?? { message: 'Webhook call received' });
		return {};
	}
	const run = start(workflowData);
	answer(bodyOnReceived(field('responseData', 'firstEntryJson'), webhookResponse));
	return { run };
}

async function callWebhook(
	runtime: Runtime,
	{ stored, credentialsHelper, nodeType }: ActiveWorkflow,
	workflow: Workflow,
	webhookDescription: IWebhookDescription,
	httpRequest: Request,
	httpResponse: Response,
): Promise<IWebhookResponseData> {
	const node = workflow.getNode(stored.startNode.name);
	if (!node || !nodeType.webhook) throw new Error(`${stored.startNode.type} has no webhook()`);
	const additionalData = {
		...createAdditionalData({ ...runtime, stored, credentialsHelper, mode: 'webhook' }),
		httpRequest,
		httpResponse,
	};
	const webhookData = createWebhookData(stored.id, node, webhookDescription, additionalData);
	const context = new core.WebhookContext(
		workflow,
		node,
		additionalData,
		'webhook',
		webhookData,
		[],
		null,
	);
	return await nodeType.webhook.call(context);
}

function evaluate(
	workflow: Workflow,
	nodeName: string,
	description: IWebhookDescription,
	name: keyof IWebhookDescription,
	fallback?: string | number,
): unknown {
	const node = workflow.getNode(nodeName);
	if (!node) return fallback;
	const value = description[name] as string | boolean | undefined;
	return workflow.expression.getSimpleParameterValue(
		node,
		value,
		'webhook',
		{},
		undefined,
		fallback,
	);
}

/** Without `responseData` the sender gets the literal text "firstEntryJson": so does n8n. */
function bodyOnReceived(responseData: unknown, webhookResponse: unknown): unknown {
	if (responseData === 'noData') return undefined;
	if (responseData) return responseData;
	return webhookResponse ?? { message: 'Workflow was started' };
}
