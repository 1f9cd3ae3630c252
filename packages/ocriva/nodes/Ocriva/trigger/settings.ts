import { arrayOf, isObject, objectOf, textOf } from '../../shared/core/json';
import { checkedId, outputModeOf } from '../../shared/operations/parameters';
import type { OutputMode } from '../../shared/core/documentViews';
import { deliveryOptions } from '../../shared/webhook/options';
import type { OcrivaEvent } from './event';

/** What the trigger is set to. */
export interface TriggerSettings {
	events: unknown[];
	output: OutputMode;
	/** Empty for every project. */
	projectId: string;
	confirmWithApi: boolean;
	ignoreDuplicates: boolean;
}

/** @param parameter reads a node parameter; contexts differ in how that is asked for */
export function readSettings(parameter: (name: string) => unknown): TriggerSettings {
	const locator = parameter('projectId');
	const project = (textOf(isObject(locator) ? locator.value : locator) ?? '').trim();
	return {
		events: arrayOf(parameter('events')),
		output: outputModeOf(parameter),
		projectId: project === '' ? '' : checkedId(project, 'Project', 'list'),
		...deliveryOptions(objectOf(parameter('options'))),
	};
}

/** Whether the trigger starts for an event; one that names no project is not held against it. */
export function matches({ events, projectId }: TriggerSettings, event: OcrivaEvent): boolean {
	return (
		events.includes(event.type) &&
		(projectId === '' || event.projectId === '' || event.projectId === projectId)
	);
}
