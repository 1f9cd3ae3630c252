import { arrayOf, objectOf, textOf } from '../../shared/core/json';
import { containsText } from '../../shared/core/text';
import { choice, outputModeOf } from '../../shared/operations/parameters';
import type { OutputMode } from '../../shared/core/documentViews';
import { deliveryOptions } from '../../shared/webhook/options';
import { type Format, FORMATS, type OcrDocument } from '../api/parse';

/** What a trigger node is set to. */
export interface TriggerSettings {
	events: unknown[];
	output: OutputMode;
	/** Empty for every action. */
	actions: unknown[];
	/** Empty for every name. */
	fileName: string;
	confirmWithApi: boolean;
	ignoreDuplicates: boolean;
	deleteWhenDone: boolean;
	downloadFormat: Format | undefined;
}

/** @param parameter reads a node parameter; contexts differ in how that is asked for */
export function readSettings(parameter: (name: string) => unknown): TriggerSettings {
	const filters = objectOf(parameter('filters'));
	const options = objectOf(parameter('options'));
	return {
		events: arrayOf(parameter('events')),
		output: outputModeOf(parameter),
		actions: arrayOf(filters.documentAction),
		fileName: textOf(filters.fileName) ?? '',
		...deliveryOptions(options),
		deleteWhenDone: options.deleteWhenDone === true,
		downloadFormat: options.downloadFormat
			? choice(options.downloadFormat, FORMATS, 'Download Format')
			: undefined,
	};
}

/**
 * Whether the trigger starts for a document. What a short delivery leaves out counts as a match
 * until the API has completed it.
 */
export function matches(
	{ events, actions, fileName }: TriggerSettings,
	document: OcrDocument,
): boolean {
	return (
		(document.phase === 'pending' ||
			events.includes(document.phase === 'done' ? 'processed' : 'failed')) &&
		(actions.length === 0 || document.action === null || actions.includes(document.action)) &&
		containsText(document.fileName ?? fileName, fileName)
	);
}
