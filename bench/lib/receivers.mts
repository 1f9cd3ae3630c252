import { randomUUID } from 'node:crypto';
import type { Workflow, WorkflowNode } from '../../sandbox/n8n/client.mts';
import { KEY_HEADER, publish, type Receiver, SECRET } from './deliver.mts';
import type { World } from './world.mts';
import { nodeType } from '../../sandbox/launch/packages.mjs';

/** The workflows that the same deliveries are sent to. */
export type Receivers = Record<'trigger' | 'webhook' | 'guarded' | 'checked', Receiver>;

/** Publishes them all. */
export async function publishReceivers(world: World): Promise<Receivers> {
	const { n8n, sandbox } = world;
	const { token } = await sandbox.createAccount({ webhookSecret: SECRET });
	const data = { apiToken: token, baseUrl: `${sandbox.url}/v3`, webhookSecret: SECRET };
	const account = await n8n.createCredential({ name: 'Account', type: 'handwritingOcrApi', data });
	const key = await n8n.createCredential({
		name: 'Key',
		type: 'httpHeaderAuth',
		data: { name: KEY_HEADER, value: SECRET },
	});
	const webhookId = randomUUID();
	const trigger = node(
		'Finished',
		nodeType('handwritingOcrTrigger'),
		2,
		{},
		{ webhookId, credentials: { handwritingOcrApi: { id: account.id, name: account.name } } },
	);
	const webhook = async (
		name: string,
		parameters: WorkflowNode['parameters'],
		more: Partial<WorkflowNode>,
		...after: WorkflowNode[]
	): Promise<Receiver> => {
		const path = randomUUID();
		const first = node(
			'Webhook',
			'n8n-nodes-base.webhook',
			2.1,
			{ httpMethod: 'POST', path, ...parameters },
			{ webhookId: path, ...more },
		);
		return await publish(world, line(name, [first, ...after]), path);
	};
	return {
		trigger: await publish(
			world,
			line('Handwriting OCR Trigger', [trigger]),
			`${webhookId}/handwriting-ocr`,
		),
		webhook: await webhook('Webhook, which lets everybody in', { options: {} }, {}),
		guarded: await webhook(
			'Webhook with Header Auth',
			{ authentication: 'headerAuth', options: {} },
			{ credentials: { httpHeaderAuth: { id: key.id, name: key.name } } },
		),
		checked: await webhook(
			'Webhook, Crypto, IF: checks the signature',
			{ options: { rawBody: true } },
			{},
			...signatureCheck(),
		),
	};
}

/**
 * The check of the signature with n8n's own nodes, behind a Webhook node that keeps the raw bytes.
 */
function signatureCheck(): WorkflowNode[] {
	const hmac = {
		action: 'hmac',
		type: 'SHA256',
		binaryData: true,
		binaryPropertyName: 'data',
		dataPropertyName: 'expected',
		secret: SECRET,
		encoding: 'hex',
	};
	const isRight = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: 'signature',
				leftValue: '={{ "sha256=" + $json.expected }}',
				rightValue: '={{ $json.headers["x-signature"] }}',
				operator: { type: 'string', operation: 'equals' },
			},
		],
		combinator: 'and',
	};
	return [
		node('Crypto', 'n8n-nodes-base.crypto', 1, hmac),
		node('IF', 'n8n-nodes-base.if', 2.2, { conditions: isRight, options: {} }),
	];
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: WorkflowNode['parameters'],
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...more };
}

/** A workflow whose nodes follow one another. */
function line(name: string, nodes: WorkflowNode[]): Workflow {
	const links = nodes
		.slice(1)
		.map(({ name: to }, index) => [
			nodes[index]?.name,
			{ main: [[{ node: to, type: 'main', index: 0 }]] },
		]);
	return {
		name,
		nodes,
		connections: Object.fromEntries(links),
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'all',
			saveExecutionProgress: false,
		},
	};
}
