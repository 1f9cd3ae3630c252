import type { N8nClient, StoredCredential, WorkflowNode } from '../../../sandbox/n8n/client.mts';

/** What an operation is given and what it has to give. */
export type Expectation = {
	/** Those beside resource and operation. */
	parameters?: WorkflowNode['parameters'];
	/** The json of each item, as `toEqual` takes it. */
	items: unknown[];
	/** The file that each item has in the field `data`; left out: no item has one. */
	file?: {
		fileName?: string;
		mimeType: string;
		/** What it holds somewhere, as latin1. */
		content: string;
	};
};

/** One operation of a node in an account of its own. */
export type OperationCase<Account> = {
	resource: string;
	operation: string;
	/** Its input item has the file `letter.png` in the field `data`. */
	takesFile?: true;
	/** Puts into the account what the operation works on. */
	prepare: (account: Account) => Promise<Expectation> | Expectation;
};

/** The operations of one service's node. */
export type ServiceCases<Account> = {
	/** The last part of the node's type. */
	type: string;
	openAccount: (n8n: N8nClient) => Promise<{ account: Account; credential: StoredCredential }>;
	cases: Array<OperationCase<Account>>;
};

/** A resource locator whose value is an id. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What files of a type begin with. */
export const JPEG = '\xff\xd8\xff';
export const PDF = '%PDF-';
