import { setTimeout as sleep } from 'node:timers/promises';
import {
	allExecutions,
	isFinished,
	toExecution,
	type BinaryFile,
	type Execution,
} from './client/execution.mts';
import { isObject, RestError, Session, textOf, type JsonObject } from './client/session.mts';
import {
	toCredential,
	toWorkflow,
	type Credential,
	type CredentialTest,
	type ListAnswer,
	type ListQuestion,
	type NodeType,
	type Owner,
	type StoredCredential,
	type StoredWorkflow,
	type Workflow,
} from './client/types.mts';

export * from './client/execution.mts';
export * from './client/types.mts';
export { RestError, Session, type JsonObject, type Login } from './client/session.mts';

/** A running n8n, driven through the REST interface that its editor uses. */
export class N8nClient {
	readonly session: Session;

	constructor(session: Session) {
		this.session = session;
	}

	/**
	 * Creates the owner on a new n8n, or logs in on one that has it. Throws RestError when another
	 * owner has it.
	 */
	static async connect(url: string, owner: Owner): Promise<N8nClient> {
		const session = new Session(url);
		try {
			await session.rest('POST', '/owner/setup', owner);
		} catch (error) {
			if (!(error instanceof RestError) || error.status !== 400) throw error;
			await session.rest('POST', '/login', {
				emailOrLdapLoginId: owner.email,
				password: owner.password,
			});
		}
		return new N8nClient(session);
	}

	/** Every node type that n8n has loaded. */
	async nodeTypes(): Promise<NodeType[]> {
		const types: unknown = await (await this.session.fetch('/types/nodes.json')).json();
		if (!Array.isArray(types)) throw new Error('n8n gave no list of node types');
		return types.filter(
			(type): type is NodeType => isObject(type) && typeof type.name === 'string',
		);
	}

	/** The names of every credential type that n8n has loaded. */
	async credentialTypes(): Promise<Set<string>> {
		const types: unknown = await (await this.session.fetch('/types/credentials.json')).json();
		if (!Array.isArray(types)) throw new Error('n8n gave no list of credential types');
		return new Set(types.filter(isObject).map((type) => textOf(type, 'name')));
	}

	async credentials(): Promise<StoredCredential[]> {
		return (await this.session.list('GET', '/credentials')).map(toCredential);
	}

	async createCredential(credential: Credential): Promise<StoredCredential> {
		return toCredential(await this.session.object('POST', '/credentials', credential));
	}

	async updateCredential(id: string, credential: Credential): Promise<StoredCredential> {
		return toCredential(await this.session.object('PATCH', `/credentials/${id}`, credential));
	}

	/**
	 * The button "Retry" of a stored credential. As the editor does, it sends the fields back as n8n
	 * showed them, secrets blanked.
	 */
	async testCredential(stored: StoredCredential): Promise<CredentialTest> {
		const { data } = await this.session.object('GET', `/credentials/${stored.id}?includeData=true`);
		const answer = await this.session.object('POST', '/credentials/test', {
			credentials: { ...stored, data },
		});
		return { status: answer.status === 'OK' ? 'OK' : 'Error', message: textOf(answer, 'message') };
	}

	async workflows(): Promise<StoredWorkflow[]> {
		return (await this.session.list('GET', '/workflows')).map(toWorkflow);
	}

	async createWorkflow(workflow: Workflow): Promise<StoredWorkflow> {
		// n8n 1 wants to be told that it is not active yet. Without pinned data, even none, n8n 2
		// cannot execute a second step in the editor.
		const content = { settings: {}, active: false, pinData: {}, ...workflow };
		return toWorkflow(await this.session.object('POST', '/workflows', content));
	}

	async updateWorkflow(id: string, workflow: Workflow): Promise<StoredWorkflow> {
		return toWorkflow(await this.session.object('PATCH', `/workflows/${id}`, workflow));
	}

	/** Archives and deletes: n8n deletes only what is archived. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.session.rest('POST', `/workflows/${id}/archive`, {});
		await this.session.rest('DELETE', `/workflows/${id}`);
	}

	/**
	 * Publishes the saved version and waits until its triggers are registered. Throws in their words
	 * when they cannot be.
	 */
	async publish(workflow: StoredWorkflow): Promise<void> {
		await this.session.rest('POST', `/workflows/${workflow.id}/activate`, {
			versionId: workflow.versionId,
			name: '',
			description: '',
		});
		await this.untilPublication(workflow, ['published', 'failed', 'partial']);
	}

	/** Takes a workflow back and waits until none of its triggers is registered. */
	async unpublish(workflow: StoredWorkflow): Promise<void> {
		await this.session.rest('POST', `/workflows/${workflow.id}/deactivate`, {});
		await this.untilPublication(workflow, ['not_published']);
	}

	/** @param ends what it may come to; throws when it does not come to the first of them */
	private async untilPublication({ id, name }: StoredWorkflow, ends: string[]): Promise<void> {
		// n8n 1 has done it when it answers; n8n 2 says in its settings that it has not.
		const { useWorkflowPublicationService } = await this.session.object('GET', '/settings');
		if (useWorkflowPublicationService !== true) return;
		for (;;) {
			const { status, triggers } = await this.publicationStatus(id);
			if (status === ends[0]) return;
			if (ends.includes(String(status)))
				throw new Error(`"${name}" is not ${ends[0]}: ${JSON.stringify(triggers)}`);
			await sleep(50);
		}
	}

	/**
	 * What became of the last publication: `status` is `published` once the triggers are registered.
	 * n8n 1 has no such status.
	 */
	async publicationStatus(id: string): Promise<JsonObject> {
		return await this.session.object('GET', `/workflows/${id}/publication-status`);
	}

	/**
	 * Starts a manual run at a trigger and gives the execution's id. Throws when the trigger waits
	 * for a call from outside.
	 */
	async startWorkflow(id: string, trigger: string): Promise<string> {
		const answer = await this.session.object('POST', `/workflows/${id}/run`, {
			// n8n 1 runs what it is sent, n8n 2 what it has stored: this is both.
			workflowData: await this.session.object('GET', `/workflows/${id}`),
			triggerToStartFrom: { name: trigger },
		});
		if (answer.executionId === undefined)
			throw new Error(`"${trigger}" waits for a call: n8n started no execution`);
		return String(answer.executionId);
	}

	/**
	 * Runs a workflow from its manual trigger until it has ended, well or not. Throws after `timeout`
	 * (ms, default 180 000).
	 */
	async runWorkflow(id: string, trigger: string, timeout?: number): Promise<Execution> {
		return await this.waitFor(await this.startWorkflow(id, trigger), timeout);
	}

	/** The execution once it has ended. Throws after `timeout` (ms, default 180 000). */
	async waitFor(executionId: string, timeout = 180_000): Promise<Execution> {
		const deadline = Date.now() + timeout;
		for (let pause = 25; ; pause = Math.min(pause * 1.5, 500)) {
			const execution = await this.execution(executionId);
			if (isFinished(execution)) return execution;
			if (Date.now() > deadline)
				throw new Error(
					`execution ${executionId} is still ${execution.status} after ${timeout} ms`,
				);
			await sleep(pause);
		}
	}

	async execution(id: string): Promise<Execution> {
		return toExecution(await this.session.object('GET', `/executions/${id}`));
	}

	/** The newest executions (up to 100), newest first, without their data. */
	async executions(workflowId?: string): Promise<Execution[]> {
		const filter =
			workflowId === undefined
				? ''
				: `&filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`;
		return (await this.session.list('GET', `/executions?limit=100${filter}`)).map(toExecution);
	}

	/** Every execution of a workflow, newest first, without their data. */
	async allExecutions(workflowId: string): Promise<Execution[]> {
		return await allExecutions(this.session, workflowId);
	}

	async stopExecution(id: string): Promise<void> {
		await this.session.rest('POST', `/executions/${id}/stop`, {});
	}

	/** A file that an execution left, from wherever n8n keeps it. */
	async downloadBinary(file: BinaryFile): Promise<Uint8Array> {
		if (file.id === undefined) return Buffer.from(file.data, 'base64');
		const path = `/rest/binary-data?id=${encodeURIComponent(file.id)}&action=download`;
		const response = await this.session.fetch(path);
		if (!response.ok) throw new RestError('GET', path, response.status, await response.text());
		return new Uint8Array(await response.arrayBuffer());
	}

	/** What a resource locator's "From list" shows. */
	async searchList(question: ListQuestion): Promise<ListAnswer> {
		const answer = await this.session.object(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: question.path,
				methodName: question.method,
				nodeTypeAndVersion: { name: question.nodeType, version: question.typeVersion ?? 1 },
				currentNodeParameters: question.parameters ?? {},
				credentials: question.credentials,
				filter: question.filter,
				paginationToken: question.paginationToken,
			},
		);
		if (!Array.isArray(answer.results)) throw new Error('n8n gave no list');
		return {
			results: answer.results as ListAnswer['results'],
			paginationToken: answer.paginationToken,
		};
	}
}
