import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	INodeCredentialsDetails,
	Workflow,
} from 'n8n-workflow';
import { n8n } from './n8n.mts';
import type { NodeTypes } from './nodeTypes.mts';
import type { CredentialValues } from './types.mts';

/** Holds one run's credentials and applies them to requests the way n8n's own helper does. */
export class CredentialsHelper extends n8n.ICredentialsHelper {
	private readonly nodeTypes: NodeTypes;

	private readonly values: CredentialValues;

	constructor(nodeTypes: NodeTypes, values: CredentialValues) {
		super();
		this.nodeTypes = nodeTypes;
		this.values = values;
	}

	/**
	 * Fills the declarative `authenticate` of a credential type in, as n8n does for `type:
	 * 'generic'`.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.nodeTypes.getCredential(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate?.type !== 'generic') return options;
		if (!workflow || !node)
			throw new Error('Declarative authentication needs a workflow and a node');
		const resolve = (text: string): string => {
			if (!n8n.isExpression(text)) return text;
			const value = workflow.expression.getSimpleParameterValue(
				node,
				text,
				'internal',
				{ $credentials: credentials },
				undefined,
				'',
			);
			return value ? String(value) : '';
		};
		const target = options as unknown as Record<string, Record<string, unknown> | undefined>;
		target.headers ??= {};
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			const section = (target[part] ??= {});
			for (const [key, value] of Object.entries(entries ?? {}))
				section[resolve(key)] = resolve(String(value));
		}
		return options;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const values = this.values[type];
		if (!values) throw new Error(`The test gave no values for the credential ${type}`);
		return this.withDefaults(type, values);
	}

	/** Fields that a user left alone have their default value. */
	withDefaults(
		type: string,
		values: ICredentialDataDecryptedObject,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const parameters = values as Parameters<typeof n8n.NodeHelpers.getNodeParameters>[1];
		const filled = n8n.NodeHelpers.getNodeParameters(
			properties,
			parameters,
			true,
			false,
			null,
			null,
		);
		return { ...(filled as ICredentialDataDecryptedObject), ...domainRestriction(values) };
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.nodeTypes.getCredential(type).properties;
	}

	getParentTypes(type: string): string[] {
		return this.nodeTypes.getCredential(type).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(_helpers: IHttpRequestHelper): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Stored credentials do not exist in the engine tests');
	}

	async updateCredentials(): Promise<never> {
		throw new Error('Stored credentials do not exist in the engine tests');
	}

	async updateCredentialsOauthTokenData(): Promise<never> {
		throw new Error('Stored credentials do not exist in the engine tests');
	}
}

/** n8n offers these two on every credential, so they belong to no type's properties. */
function domainRestriction(values: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const { allowedHttpRequestDomains, allowedDomains } = values;
	return {
		...(allowedHttpRequestDomains === undefined ? {} : { allowedHttpRequestDomains }),
		...(allowedDomains === undefined ? {} : { allowedDomains }),
	};
}
