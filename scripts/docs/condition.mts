import type { INodeProperties } from 'n8n-workflow';

/** The words of the editor: of operations by `resource.operation`, and of parameters by name. */
export type Labels = {
	operations: Map<string, string>;
	parameters: Map<string, { label: string; values: Map<string, string> }>;
};

type Conditions = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** For which operations a parameter is shown, and in words under which condition besides. */
export function conditionOf(
	{ displayOptions = {} }: INodeProperties,
	labels: Labels,
): { condition: string; operations: string[] } {
	const { show = {}, hide = {} } = displayOptions;
	return {
		condition: [...shownWhen(show, labels), ...hiddenUnless(hide, labels)]
			.join(' and ')
			.replaceAll('and when', 'and'),
		operations: operationsOf(show, labels),
	};
}

function operationsOf(show: Conditions, labels: Labels): string[] {
	const { resource, operation } = show;
	return [...labels.operations.keys()].filter((key) => {
		const [itsResource = '', itsOperation = ''] = key.split('.');
		return (
			(resource === undefined || resource.includes(itsResource)) &&
			(operation === undefined || operation.includes(itsOperation))
		);
	});
}

function shownWhen(show: Conditions, labels: Labels): string[] {
	return Object.entries(show)
		.flatMap(([name, values = []]) => {
			if (name === 'resource' || name === 'operation' || name === '@version') return [];
			if (name === '@tool') return [values.includes(true) ? 'as a tool of an agent' : ''];
			return [`when ${wordsOf(name, values, labels)}`];
		})
		.filter((text) => text !== '');
}

/**
 * A condition that hides a parameter for everything but one value is one that shows it for that
 * value; all others only hide it from those who enter no expression.
 */
function hiddenUnless(hide: Conditions, labels: Labels): string[] {
	return Object.entries(hide).flatMap(([name, values = []]) => {
		const value = exceptionOf(values[0]);
		return value === undefined ? [] : [`when ${wordsOf(name, [value], labels)}`];
	});
}

/** The value of a condition "is not". */
function exceptionOf(condition: unknown): unknown {
	if (typeof condition !== 'object' || condition === null || !('_cnd' in condition))
		return undefined;
	const { _cnd: comparison } = condition;
	return typeof comparison === 'object' && comparison !== null && 'not' in comparison
		? comparison.not
		: undefined;
}

/**
 * Whether a parameter is the twin of another for those who enter an expression: n8n asks for a
 * required one, which an expression cannot hide, in every item.
 */
export function isTwin({ displayOptions }: INodeProperties): boolean {
	const conditions = Object.values(displayOptions?.hide ?? {});
	return (
		conditions.length > 0 && conditions.every((values = []) => exceptionOf(values[0]) === undefined)
	);
}

function wordsOf(name: string, values: unknown[], labels: Labels): string {
	const parameter = labels.parameters.get(name.replace(/^\//, ''));
	const words = values.map((value) => {
		if (typeof value === 'boolean') return value ? 'on' : 'off';
		return `*${parameter?.values.get(String(value)) ?? String(value)}*`;
	});
	return `*${parameter?.label ?? name}* is ${words.join(' or ')}`;
}
