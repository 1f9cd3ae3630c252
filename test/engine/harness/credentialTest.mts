import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { CredentialsHelper } from './credentials.mts';
import { asError, core, n8n } from './n8n.mts';
import type { Runtime } from './run.mts';
import { storeWorkflow } from './workflow.mts';

export type CredentialTestResult = { status: 'OK' | 'Error'; message: string };

/**
 * Sends a credential's declared test request through n8n's routing node and judges the answer as
 * n8n does.
 */
export async function testCredential(
	runtime: Runtime,
	type: string,
	values: ICredentialDataDecryptedObject,
): Promise<CredentialTestResult> {
	const { test } = runtime.nodeTypes.getCredential(type);
	if (!test) throw new Error(`The credential ${type} declares no test`);
	try {
		const answer = await request(runtime, type, values, test);
		const failed = test.rules?.find(
			({ type: rule, properties }) =>
				rule === 'responseSuccessBody' && answer[String(properties.key)] === properties.value,
		);
		if (failed) return { status: 'Error', message: String(failed.properties.message) };
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: messageOf(asError(error), test) };
	}
}

async function request(
	runtime: Runtime,
	type: string,
	values: ICredentialDataDecryptedObject,
	test: ICredentialTestRequest,
): Promise<ICredentialDataDecryptedObject> {
	const nodeType = temporaryNode(runtime, type, test);
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const credentialsHelper = new CredentialsHelper(runtime.nodeTypes, { [type]: values });
	const stored = storeWorkflow(
		{ nodes: [{ type: 'n8n-nodes-base.noOp', name: 'Temp-Node' }], connections: {} },
		runtime.nodeTypes,
	);
	const [node] = stored.nodes.filter(({ name }) => name === 'Temp-Node');
	if (!node) throw new Error('The workflow of the credential test has no node');
	node.credentials = { [type]: { id: type, name: type } };
	const workflow = new n8n.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		...createAdditionalData({ ...runtime, stored, credentialsHelper, mode: 'internal' }),
		currentNodeParameters: node.parameters,
	};
	const data = credentialsHelper.withDefaults(type, values);
	const executeData = { node, data: {}, source: null };
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		n8n.createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		executeData,
		[],
	);
	const output = await new core.RoutingNode(context, nodeType, {
		id: type,
		name: type,
		type,
		data,
	}).runNode();
	return (output?.[0]?.[0]?.json ?? {}) as ICredentialDataDecryptedObject;
}

/** A node that sends the test request, as n8n makes it up. */
function temporaryNode(
	{ nodeTypes }: Runtime,
	type: string,
	{ request: routed }: ICredentialTestRequest,
): INodeType {
	const { description } = nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp');
	return {
		description: {
			...description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: routed },
					default: '',
				},
			],
		},
	};
}

type RequestFailure = {
	cause?: { response?: { status: number; statusText?: string }; code?: string };
};

function messageOf(error: Error, { rules }: ICredentialTestRequest): string {
	const { cause } = error as RequestFailure;
	if (!cause?.response) return cause?.code ?? error.message;
	const { status, statusText } = cause.response;
	const rule = rules?.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	return String(rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`));
}
