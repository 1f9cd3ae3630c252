import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

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

/** What *Edit Fields* does in its manual mode: items of the assigned fields alone. */
class Set implements INodeType {
	readonly description: INodeTypeDescription = {
		name: 'set',
		displayName: 'Edit Fields',
		group: ['input'],
		version: [3, 3.1, 3.2, 3.3, 3.4],
		description: 'Gives items of the assigned fields',
		defaults: { name: 'Edit Fields' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{
				displayName: 'Fields to Set',
				name: 'assignments',
				type: 'assignmentCollection',
				default: {},
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((_, item) => {
			const assignments = this.getNodeParameter('assignments.assignments', item, []) as Array<{
				name: string;
				value: IDataObject[string];
			}>;
			return {
				json: Object.fromEntries(assignments.map(({ name, value }) => [name, value])),
				pairedItem: { item },
			};
		});
		return [items];
	}
}

/** *Loop Over Items*, as far as tests need it: the items of the first call, some at a time. */
class Loop implements INodeType {
	readonly description: INodeTypeDescription = {
		name: 'splitInBatches',
		displayName: 'Loop Over Items',
		group: ['organization'],
		version: [3],
		description: 'Splits items into batches and loops over each',
		defaults: { name: 'Loop Over Items' },
		inputs: ['main'],
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node') as {
			left?: INodeExecutionData[];
			done?: INodeExecutionData[];
		};
		const items = this.getInputData();
		if (context.left) context.done?.push(...items);
		else Object.assign(context, { left: [...items], done: [] });
		const batch = context.left?.splice(0, this.getNodeParameter('batchSize', 0) as number) ?? [];
		return batch.length > 0 ? [[], batch] : [context.done ?? [], []];
	}
}

/** Stand-ins for nodes of n8n, so that workflow files with them can run. */
export const helperNodes: Record<string, INodeType | undefined> = {
	[INPUT_TYPE]: new PassThrough('input', 'trigger'),
	'n8n-nodes-base.manualTrigger': new PassThrough('manualTrigger', 'trigger'),
	'n8n-nodes-base.set': new Set(),
	'n8n-nodes-base.splitInBatches': new Loop(),
	'n8n-nodes-base.noOp': new PassThrough('noOp', 'transform'),
};
