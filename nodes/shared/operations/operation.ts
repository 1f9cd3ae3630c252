import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** One execution of a node: what its items share. */
export interface Run<Service> {
	context: IExecuteFunctions;
	service: Service;
}

/**
 * What a file `<operation>.operation.ts` gives: its parameters, and its work over all input items.
 */
export interface Operation<Service> {
	/** The entry in the "Operation" list. */
	option: { name: string; value: string; action: string; description: string };
	/** Shown for this operation only; the router adds the conditions. */
	properties: INodeProperties[];
	execute(run: Run<Service>): Promise<INodeExecutionData[]>;
}

/** A resource with its operations, in the order of the list. */
export interface Resource<Service> {
	option: { name: string; value: string };
	operations: Array<Operation<Service>>;
	/** The operation that a new node starts with. */
	start: string;
}
