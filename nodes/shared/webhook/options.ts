import type { INodeProperties } from 'n8n-workflow';

/** Options about deliveries, the same for every webhook trigger. */
export const confirmOption: INodeProperties = {
	displayName: 'Confirm With API',
	name: 'confirmWithApi',
	type: 'boolean',
	default: false,
	description:
		'Whether to read each document from the API even when its delivery is signed and complete. Without a webhook secret in the credential this is always done.',
};

export const duplicatesOption: INodeProperties = {
	displayName: 'Ignore Duplicates',
	name: 'ignoreDuplicates',
	type: 'boolean',
	default: true,
	description:
		'Whether to pass each result on only once, even when it is delivered again, also after a restart of n8n. Test runs in the editor always pass.',
};

/** What is chosen in them. */
export function deliveryOptions(options: Record<string, unknown>): {
	confirmWithApi: boolean;
	ignoreDuplicates: boolean;
} {
	return {
		confirmWithApi: options.confirmWithApi === true,
		ignoreDuplicates: options.ignoreDuplicates !== false,
	};
}
