import {
	NodeApiError,
	NodeOperationError,
	updateDisplayOptions,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { quoted } from '../core/quote';
import { CanceledFailure, InputFailure, toNodeError } from '../core/errors';
import { errorItems } from './forEachItem';
import type { Operation, Resource } from './operation';
import { failureAnswer, isToolCall, toolAnswers } from './toolCall';

interface Router {
	/** The node's parameters: resource, operation, then each operation's own. */
	properties: INodeProperties[];
	/** Runs the operation that the node is set to. */
	route(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/**
 * Makes a node out of its resources.
 *
 * @param resources in the order of the list; a new node starts with the first
 * @param connect the service as a run sees it
 */
export function routerOf<Service>(
	resources: ReadonlyArray<Resource<Service>>,
	connect: (context: IExecuteFunctions) => Promise<Service>,
): Router {
	return {
		properties: propertiesOf(resources),
		async route() {
			try {
				// Both take no expressions, so they are the same for all items.
				const operation = operationOf(
					resources,
					this.getNodeParameter('resource', 0),
					this.getNodeParameter('operation', 0),
				);
				const items = await operation.execute({ context: this, service: await connect(this) });
				return [isToolCall(this) ? toolAnswers(items) : items];
			} catch (error) {
				// n8n marks the execution as canceled itself.
				if (error instanceof CanceledFailure) return [[]];
				if (isToolCall(this)) return [[failureAnswer(error)]];
				// What is thrown here would send the input to the success output, unread.
				if (this.continueOnFail()) return [errorItems(this, error)];
				const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
				throw isNodeError ? error : toNodeError(this.getNode(), error, { itemIndex: 0 });
			}
		},
	};
}

function operationOf<Service>(
	resources: ReadonlyArray<Resource<Service>>,
	resource: unknown,
	name: unknown,
): Operation<Service> {
	const operation = resources
		.find(({ option }) => option.value === resource)
		?.operations.find(({ option }) => option.value === name);
	if (operation) return operation;
	throw new InputFailure(
		`There is no operation ${quoted(name)} for the resource ${quoted(resource)}`,
		'Choose "Resource" and "Operation" anew in the node.',
	);
}

function propertiesOf<Service>(resources: ReadonlyArray<Resource<Service>>): INodeProperties[] {
	const start = resources[0]?.option.value ?? '';
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ option }) => option),
			default: start,
		},
		...resources.flatMap((resource) => [
			operationProperty(resource),
			...resource.operations.flatMap((operation) => shownFor(resource, operation)),
		]),
	];
}

function operationProperty<Service>({
	option,
	operations,
	start,
}: Resource<Service>): INodeProperties {
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

function shownFor<Service>(
	resource: Resource<Service>,
	operation: Operation<Service>,
): INodeProperties[] {
	return updateDisplayOptions(
		{ show: { resource: [resource.option.value], operation: [operation.option.value] } },
		operation.properties,
	);
}
