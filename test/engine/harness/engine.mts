import type {
	ICredentialDataDecryptedObject,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { ActiveWorkflow } from './activeWorkflow.mts';
import {
	openLink,
	readBinary,
	storeBinary,
	streamBinary,
	streamOfBytes,
	useBinaryDataMode,
} from './binary.mts';
import { withClock } from './clock.mts';
import { CredentialsHelper } from './credentials.mts';
import { testCredential } from './credentialTest.mts';
import { MemoryDeduplicator } from './deduplicator.mts';
import { removeEnvironment } from './environment.mts';
import { listSearch, loadOptions } from './lookups.mts';
import type { LogEntry } from './logs.mts';
import { CapturedLogs } from './logs.mts';
import { Container, core, Logger, n8n } from './n8n.mts';
import { NodeTypes } from './nodeTypes.mts';
import { patientRegexEngine } from './regularExpressions.mts';
import type { Runtime } from './run.mts';
import { execute } from './run.mts';
import { Trigger } from './trigger.mts';
import type { BinaryDataMode, RunResult, RunSpec, WorkflowSpec } from './types.mts';
import type { WebhookServer } from './webhookServer.mts';
import { startWebhookServer } from './webhookServer.mts';
import { storeWorkflow } from './workflow.mts';
import { publishedPackages } from '../../../sandbox/launch/packages.mjs';

export type EngineOptions = {
	/** Default `filesystem`. */
	binaryDataMode?: BinaryDataMode;
	/**
	 * Folders with package.json and dist, e.g. an unpacked tarball below this repository; default is
	 * `ENGINE_PACKAGE_DIRECTORIES` of the environment (with commas), else those of this repository.
	 */
	packageDirectories?: string[];
};

/** n8n's engine in this process, with the built nodes of the packages. */
export class Engine {
	readonly useBinaryDataMode = useBinaryDataMode;

	readonly binary = storeBinary;

	readonly readBinary = readBinary;

	readonly openLink = openLink;

	readonly streamBinary = streamBinary;

	readonly streamOfBytes = streamOfBytes;

	private readonly runtime: Runtime;

	private readonly server: WebhookServer;

	private constructor(runtime: Runtime, server: WebhookServer) {
		this.runtime = runtime;
		this.server = server;
	}

	static async start({
		binaryDataMode = 'filesystem',
		packageDirectories = process.env.ENGINE_PACKAGE_DIRECTORIES?.split(',') ??
			publishedPackages.map(({ folder }) => folder),
	}: EngineOptions): Promise<Engine> {
		const logs = new CapturedLogs();
		Container.set(Logger, logs as unknown as InstanceType<typeof Logger>);
		n8n.LoggerProxy.init(logs);
		n8n.Expression.setExpressionEngine('legacy');
		n8n.setSafeRegexEngine(patientRegexEngine);
		await useBinaryDataMode(binaryDataMode);
		await core.DataDeduplicationService.init(new MemoryDeduplicator());
		const nodeTypes = await NodeTypes.load(packageDirectories);
		const server = await startWebhookServer();
		const running = new Set<() => void>();
		return new Engine({ nodeTypes, logs, baseUrl: server.baseUrl, running }, server);
	}

	/** Everything that n8n and the nodes logged, debug lines included. */
	get logs(): LogEntry[] {
		return this.runtime.logs.entries;
	}

	/**
	 * Runs a node, a chain or a workflow file to its end. Rejects when the workflow could not start
	 * (missing parameters).
	 */
	async run(spec: RunSpec): Promise<RunResult> {
		const {
			input = [{ json: {} }],
			mode = 'trigger',
			signal,
			cancelAfter,
			clockSpeed,
			startAt,
			withoutExecution,
			...workflow
		} = spec;
		const stored = storeWorkflow(workflow, this.runtime.nodeTypes);
		const credentialsHelper = this.credentialsFor(spec);
		const data = [structuredClone(input)];
		const { staticData } = spec;
		const run = (): Promise<RunResult> =>
			execute(this.runtime, {
				stored,
				credentialsHelper,
				mode,
				data,
				signal,
				cancelAfter,
				staticData,
				withoutExecution,
			});
		if (clockSpeed === undefined && startAt === undefined) return await run();
		return await withClock({ speed: clockSpeed, startAt }, run);
	}

	/**
	 * An active workflow whose first node is a trigger; each call makes a new one with its own URL
	 * and memory.
	 */
	trigger(spec: WorkflowSpec): Trigger {
		const stored = storeWorkflow(spec, this.runtime.nodeTypes);
		const active = new ActiveWorkflow(
			this.runtime.nodeTypes,
			stored,
			this.credentialsFor(spec),
			spec.staticData,
		);
		return new Trigger(this.runtime, active, this.server);
	}

	/** What a resource locator's list shows. */
	async listSearch(
		spec: WorkflowSpec,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await listSearch(this.lookup(spec, method), filter, paginationToken);
	}

	async loadOptions(spec: WorkflowSpec, method: string): Promise<INodePropertyOptions[]> {
		return await loadOptions(this.lookup(spec, method));
	}

	/** The Test button of a credential. */
	async testCredential(
		type: string,
		values: ICredentialDataDecryptedObject,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await testCredential(this.runtime, type, values);
	}

	/** Ends what a test has left behind, too, so that nothing keeps the process alive. */
	async close(): Promise<void> {
		for (const cancel of this.runtime.running) cancel();
		await this.server.close();
		removeEnvironment();
	}

	private lookup(spec: WorkflowSpec, method: string) {
		const stored = storeWorkflow(spec, this.runtime.nodeTypes);
		return { runtime: this.runtime, stored, credentialsHelper: this.credentialsFor(spec), method };
	}

	private credentialsFor({ credentials = {} }: WorkflowSpec): CredentialsHelper {
		return new CredentialsHelper(this.runtime.nodeTypes, credentials);
	}
}
