import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorProperty, onPicked, pickedId, type Picker } from '../../shared/operations/locator';

const projectPicker: Picker = {
	name: 'projectId',
	label: 'Project',
	description:
		'The project to work in. The key of an organization, which reaches all its projects, needs it.',
	searchListMethod: 'searchProjects',
	exampleId: '68f0000000000000000000c1',
	optional: true,
};

/** The picker of the project; every operation but Project > Get Many has it. */
export const projectLocator: INodeProperties = {
	...locatorProperty(projectPicker),
	hint: 'Optional if your API key belongs to one project',
};

/** The id of the project of an item; empty when none is chosen. */
export function projectOf(context: IExecuteFunctions, itemIndex: number): string {
	return pickedId(context, itemIndex, projectPicker);
}

const recordPicker: Picker = {
	name: 'recordId',
	label: 'Record',
	description: 'The record of the processing history; each document makes one',
	searchListMethod: 'searchRecords',
	exampleId: '68f0000000000000000000b1',
};

export const recordLocator = locatorProperty(recordPicker);

/**
 * Does its work on the picked record of an item, in the chosen project; every failure carries the
 * id.
 */
export async function onRecord<Result>(
	context: IExecuteFunctions,
	itemIndex: number,
	work: (id: string, projectId: string) => Promise<Result>,
): Promise<Result> {
	return await onPicked(
		context,
		itemIndex,
		recordPicker,
		async (id) => await work(id, projectOf(context, itemIndex)),
	);
}

const templatePicker: Picker = {
	name: 'templateId',
	label: 'Template',
	description: 'The template that says what to extract. It has to belong to the project.',
	searchListMethod: 'searchTemplates',
	exampleId: '68f0000000000000000000e1',
	optional: true,
};

const templateFilterPicker: Picker = {
	...templatePicker,
	collection: 'filters',
	description: 'Only records of this template',
};

/** The pickers of the template: of an upload, and among the filters of a list. */
export const templateLocator: INodeProperties = {
	...locatorProperty(templatePicker),
	hint: 'Decides what is read; without one the project decides',
	builderHint: {
		propertyHint: 'Offer the list; the names of $json.fields are those of the template',
	},
};
export const templateFilter = locatorProperty(templateFilterPicker);

/** The id of the template; empty when none is chosen. */
export function templateOf(context: IExecuteFunctions, itemIndex: number): string {
	return pickedId(context, itemIndex, templatePicker);
}

export function templateFilterOf(context: IExecuteFunctions, itemIndex: number): string {
	return pickedId(context, itemIndex, templateFilterPicker);
}
