import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { HandwritingOcr } from '../api/service';

/** One execution of the node: what its items share. */
export interface Run {
	context: IExecuteFunctions;
	service: HandwritingOcr;
}

/** What a file `<operation>.operation.ts` gives: its parameters, and its work over all input items. */
export interface Operation {
	/** The entry in the "Operation" list. */
	option: { name: string; value: string; action: string; description: string };
	/** Shown for this operation only; the router adds the conditions. */
	properties: INodeProperties[];
	execute(run: Run): Promise<INodeExecutionData[]>;
}

/** A resource with its operations, in the order of the list. */
export interface Resource {
	option: { name: string; value: string };
	operations: Operation[];
	/** The operation that a new node starts with. */
	start: string;
}
