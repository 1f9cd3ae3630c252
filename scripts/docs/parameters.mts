import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { conditionOf, isTwin, type Labels } from './condition.mts';
import { cell, table } from './table.mts';

/** A parameter as a row of a table: equal ones of several operations are one row. */
type Row = {
	label: string;
	name: string;
	defaultText: string;
	does: string;
	places: Place[];
};

/** Where a parameter is shown: operations, and what else has to be the case. */
type Place = { condition: string; operations: string[] };

/** Lists of parameters that the editor shows under a button, such as *Options* and *Filters*. */
const COLLECTIONS = ['collection', 'fixedCollection'];

/** What chooses the operation has a table of its own. */
const CHOOSERS = ['resource', 'operation'];

/** What a page says of the parameters of a node, those under a button in tables of their own. */
export function parameterTables(properties: INodeProperties[], labels: Labels): string {
	const own = properties.filter(
		(property) =>
			!CHOOSERS.includes(property.name) &&
			!COLLECTIONS.includes(property.type) &&
			property.type !== 'notice' &&
			!isTwin(property),
	);
	const parts = ['### Parameters', parameterTable(own, labels)];
	const collections = properties.filter(({ type }) => type === 'collection');
	for (const label of new Set(collections.map(({ displayName }) => displayName))) {
		const inside = collections
			.filter(({ displayName }) => displayName === label)
			.flatMap(({ options = [], displayOptions }) =>
				options.filter(isParameter).map((option) => withOperations(option, displayOptions)),
			);
		parts.push(`### ${label}`, parameterTable(inside, labels));
	}
	return parts.join('\n\n');
}

function parameterTable(properties: INodeProperties[], labels: Labels): string {
	const rows = new Map<string, Row>();
	for (const property of properties) {
		const row = rowOf(property, labels);
		const key = [row.label, row.name, row.defaultText, row.does].join('\n');
		rows.set(key, { ...row, places: [...(rows.get(key)?.places ?? []), ...row.places] });
	}
	return table(
		['label', 'parameter', 'default', 'what it does', labels.operations.size > 0 ? 'for' : 'shown'],
		[...rows.values()].map(({ label, name, defaultText, does, places }) => [
			`**${label}**`,
			`\`${name}\``,
			defaultText,
			does,
			placesText(places, labels),
		]),
	);
}

/** Such as `Document > Get, Wait; Document > Upload when *Wait for Completion* is on`. */
function placesText(places: Place[], labels: Labels): string {
	const conditions = new Set(places.map(({ condition }) => condition));
	return [...conditions]
		.map((condition) => {
			const operations = places
				.filter((place) => place.condition === condition)
				.flatMap((place) => place.operations);
			return [operationsText(new Set(operations), labels), condition].join(' ').trim() || 'always';
		})
		.join('; ');
}

function operationsText(operations: Set<string>, labels: Labels): string {
	if (operations.size === labels.operations.size) return operations.size === 0 ? '' : 'all';
	const byResource = new Map<string, string[]>();
	for (const key of operations) {
		const [resource = '', operation = ''] = (labels.operations.get(key) ?? key).split(' > ');
		byResource.set(resource, [...(byResource.get(resource) ?? []), operation]);
	}
	return [...byResource].map(([resource, names]) => `${resource} > ${names.join(', ')}`).join('; ');
}

function rowOf(property: INodeProperties, labels: Labels): Row {
	const { description = '', hint = '' } = property;
	const said = [description, hint]
		.filter((text) => text !== '')
		.map((text) => escaped(ended(text)));
	const values = valuesOf(property);
	return {
		label: property.displayName,
		name: property.name,
		defaultText: defaultOf(property),
		does: cell([...said, ...(values === '' ? [] : [ended(values)])]),
		places: [conditionOf(property, labels)],
	};
}

/** One of an option's parameters stands below the operations of the list that it is in. */
function withOperations(
	option: INodeProperties,
	owner: INodeProperties['displayOptions'],
): INodeProperties {
	const show = { ...owner?.show, ...option.displayOptions?.show };
	return { ...option, displayOptions: { ...option.displayOptions, show } };
}

function valuesOf({
	type,
	options = [],
	modes = [],
	typeOptions,
	description = '',
}: INodeProperties): string {
	if (type === 'resourceLocator')
		return `Chosen ${modes.map(({ displayName }) => displayName).join(', ')}`;
	if (type === 'number') return rangeOf(typeOptions?.minValue, typeOptions?.maxValue, description);
	if (type !== 'options' && type !== 'multiOptions') return '';
	const choices = options.filter(isChoice);
	return choices
		.map(({ name, description = '' }) =>
			description === '' ? `*${name}*` : `*${name}*: ${escaped(unended(description))}`,
		)
		.join('; ');
}

/** The range of a number, unless its description names both ends. */
function rangeOf(least: number | undefined, most: number | undefined, described: string): string {
	const ends = [least, most].filter((end) => end !== undefined);
	if (ends.length === 2 && ends.every((end) => described.includes(String(end)))) return '';
	if (ends.length === 2) return `${least} to ${most}`;
	if (least !== undefined) return `At least ${least}`;
	return most === undefined ? '' : `At most ${most}`;
}

function defaultOf({ type, default: value, options = [], required }: INodeProperties): string {
	const empty = required === true ? 'required' : '';
	if (type === 'boolean') return value === true ? 'on' : 'off';
	if (type === 'options' || type === 'multiOptions') {
		const chosen = new Set(Array.isArray(value) ? value : [value]);
		const names = options
			.filter(isChoice)
			.flatMap((choice) => (chosen.has(choice.value) ? [choice.name] : []));
		return names.length > 0 ? names.join(', ') : empty;
	}
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? `\`${value}\`` : empty;
}

function isChoice(
	option: NonNullable<INodeProperties['options']>[number],
): option is INodePropertyOptions {
	return 'value' in option;
}

function isParameter(
	option: NonNullable<INodeProperties['options']>[number],
): option is INodeProperties {
	return 'type' in option;
}

const unended = (text: string): string => text.replace(/\.$/, '');

const ended = (text: string): string => `${unended(text)}.`;

/** A text as it is, also where a character would mean something in Markdown. */
const escaped = (text: string): string => text.replaceAll(/[*_`]/g, '\\$&');
