import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** The node that the harness puts in front of a workflow without a trigger. */
export const INPUT_TYPE = 'engine.input';

/** Emits the items that it is given. */
class PassThrough implements INodeType {
	readonly description: INodeTypeDescription;

	constructor(name: string, group: 'trigger' | 'transform') {
		this.description = {
			name,
			displayName: name,
			group: [group],
			version: 1,
			description: 'Emits the items that it is given',
			defaults: { name },
			inputs: group === 'trigger' ? [] : ['main'],
			outputs: ['main'],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Stand-ins for nodes of n8n that do nothing to the items, so that workflow files with them can run. */
export const helperNodes: Record<string, INodeType | undefined> = {
	[INPUT_TYPE]: new PassThrough('input', 'trigger'),
	'n8n-nodes-base.manualTrigger': new PassThrough('manualTrigger', 'trigger'),
	'n8n-nodes-base.noOp': new PassThrough('noOp', 'transform'),
};
