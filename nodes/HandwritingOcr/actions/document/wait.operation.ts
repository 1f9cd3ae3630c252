import type { INodeProperties } from 'n8n-workflow';

import {
	concurrencyOf,
	concurrencyOption,
	onTimeoutOption,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { forEachItem, abortOnCancel } from '../../../shared/operations/forEachItem';
import { collection, outputProperties } from '../../../shared/operations/parameters';
import { readDocument } from '../../api/parse';
import { documentLocator, onDocument } from '../documentLocator';
import { deleteWhenDoneOption, resultCollectorOf, resultSettings } from '../collectResult';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	documentLocator,
	...outputProperties(),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [concurrencyOption, deleteWhenDoneOption, onTimeoutOption, timeoutOption],
	},
];

export const wait: Operation = {
	option: {
		name: 'Wait',
		value: 'wait',
		action: 'Wait for uploaded document',
		description: 'Wait for a document that was uploaded earlier, and give its result',
	},
	properties,
	execute: async (run) => {
		const { context } = run;
		const abort = abortOnCancel(context);
		const collector = resultCollectorOf(run, abort.signal, concurrencyOf(context));
		const concurrency = context.getInputData().length;
		const items = await forEachItem(context, { concurrency, abort }, async (itemIndex) => {
			const settings = resultSettings(run, itemIndex, collection(context, 'options', itemIndex));
			return await onDocument(
				context,
				itemIndex,
				async (id) => await collector.collect(readDocument({ id }), settings, { isOld: true }),
			);
		});
		await collector.deleteCollected(items);
		return items;
	},
};
