import { updateDisplayOptions, type IExecuteFunctions, type INodeExecutionData, type INodeProperties } from 'n8n-workflow';

import { CanceledFailure, InputFailure, toNodeError } from '../../shared/errors';
import { connect } from '../api/service';
import { account } from './account';
import { document } from './document';
import type { Operation, Resource } from './operation';

const RESOURCES: Resource[] = [document, account];

/** Runs the operation that the node is set to. Resource and operation take no expressions, so they are the same for all items. */
export async function route(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const operation = operationOf(this.getNodeParameter('resource', 0), this.getNodeParameter('operation', 0));
		return [await operation.execute({ context: this, service: await connect(this) })];
	} catch (error) {
		// n8n marks the execution as canceled itself.
		if (error instanceof CanceledFailure) return [[]];
		throw error instanceof InputFailure ? toNodeError(this.getNode(), error, 0) : error;
	}
}

function operationOf(resource: unknown, name: unknown): Operation {
	const operation = RESOURCES.find(({ option }) => option.value === resource)?.operations.find(({ option }) => option.value === name);
	if (operation) return operation;
	throw new InputFailure(`There is no operation "${String(name)}" for the resource "${String(resource)}"`, 'Choose "Resource" and "Operation" anew in the node.');
}

/** The node's parameters: resource, operation, then each operation's own. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ option }) => option),
		default: 'document',
	},
	...RESOURCES.flatMap((resource) => [operationProperty(resource), ...resource.operations.flatMap((operation) => shownFor(resource, operation))]),
];

function operationProperty({ option, operations, start }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [option.value] } },
		options: operations.map((operation) => operation.option),
		default: start,
	};
}

function shownFor(resource: Resource, operation: Operation): INodeProperties[] {
	return updateDisplayOptions({ show: { resource: [resource.option.value], operation: [operation.option.value] } }, operation.properties);
}
