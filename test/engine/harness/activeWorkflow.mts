import type { IDataObject, INodeType, IWebhookDescription, Workflow } from 'n8n-workflow';
import type { CredentialsHelper } from './credentials.mts';
import type { NodeTypes } from './nodeTypes.mts';
import type { StoredWorkflow } from './workflow.mts';
import { createWorkflow } from './workflow.mts';

/** A published workflow: what n8n's database holds of it between two calls. */
export class ActiveWorkflow {
	readonly stored: StoredWorkflow;

	readonly credentialsHelper: CredentialsHelper;

	readonly nodeType: INodeType;

	/** The saved static data of the whole workflow; a node's own part is kept under `node:<name>`. */
	staticData: IDataObject;

	private readonly nodeTypes: NodeTypes;

	constructor(
		nodeTypes: NodeTypes,
		stored: StoredWorkflow,
		credentialsHelper: CredentialsHelper,
		staticData: IDataObject = {},
	) {
		this.nodeTypes = nodeTypes;
		this.stored = stored;
		this.credentialsHelper = credentialsHelper;
		this.staticData = staticData;
		this.nodeType = nodeTypes.getByNameAndVersion(
			stored.startNode.type,
			stored.startNode.typeVersion,
		);
	}

	/** A fresh workflow object with a copy of the saved static data, as each call gets one. */
	load(): Workflow {
		return createWorkflow(this.stored, this.nodeTypes, this.staticData);
	}

	save(staticData: IDataObject): void {
		this.staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	}

	saveChanges(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged === true) this.save(workflow.staticData);
	}

	webhookFor(method: string): IWebhookDescription | undefined {
		return this.nodeType.description.webhooks?.find(({ httpMethod }) =>
			String(httpMethod).split(',').includes(method),
		);
	}
}
