import type {
	INode,
	IWebhookData,
	IWebhookDescription,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** What n8n keeps for each registered webhook and hands to the node's contexts. */
export function createWebhookData(
	workflowId: string,
	node: INode,
	webhookDescription: IWebhookDescription,
	additionalData: IWorkflowExecuteAdditionalData,
): IWebhookData {
	return {
		httpMethod: webhookDescription.httpMethod as IWebhookData['httpMethod'],
		node: node.name,
		path: String(webhookDescription.path),
		webhookDescription,
		workflowId,
		workflowExecuteAdditionalData: additionalData,
	};
}
