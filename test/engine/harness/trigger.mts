import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Request, Response } from 'express';
import type {
	IDataObject,
	INodeExecutionData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { ActiveWorkflow } from './activeWorkflow.mts';
import { createAdditionalData } from './additionalData.mts';
import { core, n8n } from './n8n.mts';
import type { Runtime } from './run.mts';
import { execute } from './run.mts';
import { sendRequest } from './sendRequest.mts';
import type { Delivery, ReceivedDelivery, RunResult, WebhookRequest } from './types.mts';
import { answerWebhook } from './webhook.mts';
import { createWebhookData } from './webhookData.mts';
import type { WebhookServer } from './webhookServer.mts';

export type PollOptions = {
	manual?: boolean;
	activation?: WorkflowActivateMode;
	starting?: boolean;
};

const DELIVERY_HEADER = 'x-engine-delivery';

/** A workflow that starts with a trigger node, as n8n holds it while it is active. */
export class Trigger {
	/**
	 * Where senders deliver to: a real address on this machine. Empty for a node without a webhook.
	 */
	readonly url: string;

	private readonly runtime: Runtime;

	private readonly active: ActiveWorkflow;

	/** The runs that deliveries have started and that are over, in the order of their ends. */
	readonly started: RunResult[] = [];

	private readonly received: Array<Promise<ReceivedDelivery>> = [];

	private readonly events = new EventEmitter();

	private polling?: Workflow;

	constructor(runtime: Runtime, active: ActiveWorkflow, server: WebhookServer) {
		this.runtime = runtime;
		this.active = active;
		const { nodeType, stored } = active;
		const [webhook] = nodeType.description.webhooks ?? [];
		const path =
			webhook &&
			n8n.NodeHelpers.getNodeWebhookPath(
				stored.id,
				stored.startNode,
				String(webhook.path),
				Boolean(webhook.isFullPath),
			);
		this.url = path ? `${server.baseUrl}/webhook/${path}` : '';
		if (path) server.register(path, (request, response) => this.receive(request, response));
	}

	/** The saved static data of the workflow; a node's own part is kept under `node:<name>`. */
	get staticData(): IDataObject {
		return this.active.staticData;
	}

	/** Sends one request to the trigger's URL and tells the answer and the execution it started. */
	async deliver(request: WebhookRequest): Promise<Delivery> {
		const response = await sendRequest(this.url, request);
		const body = await response.text();
		const delivery =
			await this.received[Number(response.headers.get(DELIVERY_HEADER) ?? Number.NaN)];
		return {
			status: response.status,
			headers: response.headers,
			body,
			started: delivery?.run !== undefined,
			run: Promise.resolve(delivery?.run),
		};
	}

	/** Waits until `count` deliveries have been answered since the start, whoever sent them. */
	async waitForDeliveries(count: number): Promise<ReceivedDelivery[]> {
		while (this.received.length < count) await once(this.events, 'received');
		return await Promise.all(this.received.slice(0, count));
	}

	/** Waits until all deliveries so far have been dealt with, runs included. */
	async settled(): Promise<void> {
		for (const { run } of await Promise.all(this.received)) await run;
	}

	/** Publishing the workflow: `checkExists()`, then `create()` when it said no. */
	async activate(): Promise<void> {
		if (!(await this.checkExists())) await this.create();
	}

	async checkExists(): Promise<boolean | undefined> {
		return await this.callHook('checkExists', 'activate');
	}

	async create(): Promise<boolean | undefined> {
		return await this.callHook('create', 'activate');
	}

	async delete(): Promise<boolean | undefined> {
		return await this.callHook('delete', 'update');
	}

	/**
	 * One look of a polling trigger; null when there was nothing new. Static data stays in memory
	 * between two looks and is saved only with emitted items, as in n8n; `restart()` drops what was
	 * not saved.
	 *
	 * @param starting the first look after the workflow is published or n8n starts, after which n8n
	 * 2.40 saves in any case
	 */
	async poll({
		manual = false,
		activation = 'update',
		starting = false,
	}: PollOptions = {}): Promise<INodeExecutionData[] | null> {
		const { nodeType, stored } = this.active;
		const workflow = (this.polling ??= this.active.load());
		const mode = manual ? 'manual' : 'trigger';
		const node = workflow.getNode(stored.startNode.name);
		if (!node || !nodeType.poll) throw new Error(`${stored.startNode.type} has no poll()`);
		const additionalData = this.additionalData(mode);
		const output = await nodeType.poll.call(
			new core.PollContext(workflow, node, additionalData, mode, activation),
		);
		if ((output || starting) && !manual) this.active.saveChanges(workflow);
		return output?.[0] ?? null;
	}

	/**
	 * The run that "Execute workflow" in the editor starts: with an empty item, as nothing was polled
	 * or delivered.
	 */
	async runManually(): Promise<RunResult> {
		return await this.runOn([[{ json: {} }]], 'manual');
	}

	/**
	 * n8n starts anew, from what it has saved or from an older copy of it. What the process
	 * remembered for the node is gone: it goes by the node's id, which is another one from here on.
	 * The record of repeats starts empty, too.
	 */
	restart(staticData = this.active.staticData): void {
		this.reload(staticData);
		this.active.stored.startNode.id = randomUUID();
	}

	/** n8n loads the workflow anew without a restart, as when it is published again. */
	reload(staticData = this.active.staticData): void {
		this.active.save(staticData);
		this.polling = undefined;
	}

	/** The run that n8n starts with items that were polled. */
	async runOn(
		data: INodeExecutionData[][],
		mode: WorkflowExecuteMode = 'trigger',
	): Promise<RunResult> {
		const { stored, credentialsHelper, staticData } = this.active;
		return await execute(this.runtime, {
			stored,
			credentialsHelper,
			mode,
			data,
			staticData,
			saveStaticData: (changed) => this.active.save(changed),
		});
	}

	private async receive(request: Request, response: Response): Promise<void> {
		response.setHeader(DELIVERY_HEADER, this.received.length);
		const answering = this.answer(request, response);
		this.received.push(answering);
		this.events.emit('received');
		await answering;
	}

	private async answer(request: Request, response: Response): Promise<ReceivedDelivery> {
		const closed = once(response, 'close');
		const { run } = await answerWebhook(this.runtime, this.active, request, response);
		void run?.then((result) => this.started.push(result));
		await closed;
		return { status: response.statusCode, run };
	}

	private additionalData(mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
		const { stored, credentialsHelper } = this.active;
		return createAdditionalData({ stored, credentialsHelper, mode, baseUrl: this.runtime.baseUrl });
	}

	private async callHook(
		method: 'checkExists' | 'create' | 'delete',
		activation: WorkflowActivateMode,
	): Promise<boolean | undefined> {
		const { nodeType, stored } = this.active;
		const workflow = this.active.load();
		const node = workflow.getNode(stored.startNode.name);
		const [webhookDescription] = nodeType.description.webhooks ?? [];
		const hook = webhookDescription && nodeType.webhookMethods?.[webhookDescription.name]?.[method];
		if (!node || !webhookDescription || !hook)
			throw new Error(`${stored.startNode.type} has no webhook method ${method}`);
		const additionalData = this.additionalData('trigger');
		const webhookData = createWebhookData(stored.id, node, webhookDescription, additionalData);
		const result = await hook.call(
			new core.HookContext(workflow, node, additionalData, 'trigger', activation, webhookData),
		);
		this.active.saveChanges(workflow);
		return result;
	}
}
