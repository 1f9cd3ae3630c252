import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OutputMode } from '../core/documentViews';
import { choice, isOn, outputMode, wholeNumber } from './parameters';

const CONCURRENCY = { min: 1, max: 50 };
/** Seconds. */
const TIMEOUT = { min: 1, max: 1_209_600 };

/** Options of operations that wait, alphabetical among the others of the collection. */
export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: CONCURRENCY.min, maxValue: CONCURRENCY.max },
	default: 5,
	description:
		'How many files are sent at the same time; results are fetched twice as many at a time. The first item decides for the run.',
};
export const onTimeoutOption: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 'error',
	description:
		'What to do with a document that is not finished in time; it stays at the service either way',
	options: [
		{
			name: 'Fail',
			value: 'error',
			description: 'The item fails with the document ID and its last status',
		},
		{
			name: 'Return Document',
			value: 'return',
			description: 'The item goes on with the document ID and its last status',
		},
	],
};
export const timeoutOption: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: TIMEOUT.min },
	default: 600,
	description: 'How long to wait for each document',
};

export const deleteWhenDoneOption: INodeProperties = {
	displayName: 'Delete When Done',
	name: 'deleteWhenDone',
	type: 'boolean',
	default: false,
	description: 'Whether to delete the document from the service once its result is here',
};

/**
 * What an item wants to happen once its document is at the service. Read before the upload, so that
 * a wrong value costs nothing.
 */
export interface ResultSettings {
	timeoutMs: number;
	onTimeout: 'error' | 'return';
	mode: OutputMode;
	/** Only where the service can delete. */
	deleteWhenDone: boolean;
}

/** @throws InputFailure for values that an expression got wrong */
export function resultSettings(
	context: IExecuteFunctions,
	itemIndex: number,
	options: Record<string, unknown>,
): ResultSettings {
	const seconds = options.timeout ?? timeoutOption.default;
	return {
		timeoutMs: wholeNumber(seconds, timeoutOption.displayName, TIMEOUT) * 1_000,
		onTimeout: choice(options.onTimeout ?? 'error', ['error', 'return'], 'On Timeout'),
		mode: outputMode(context, itemIndex),
		deleteWhenDone: isOn(options.deleteWhenDone, deleteWhenDoneOption.displayName),
	};
}

/** The same of an upload; undefined when the item goes on at once. */
export function settingsOfUpload(
	context: IExecuteFunctions,
	itemIndex: number,
	options: Record<string, unknown>,
): ResultSettings | undefined {
	const waits = context.getNodeParameter('waitForCompletion', itemIndex, true);
	return isOn(waits, 'Wait for Completion', true)
		? resultSettings(context, itemIndex, options)
		: undefined;
}

/** Of the first item; only this option is evaluated, so that a failing one costs its own item. */
export function concurrencyOf(context: Pick<IExecuteFunctions, 'getNodeParameter'>): number {
	const value: unknown = context.getNodeParameter(
		'options.concurrency',
		0,
		concurrencyOption.default,
	);
	return wholeNumber(value, concurrencyOption.displayName, CONCURRENCY);
}
