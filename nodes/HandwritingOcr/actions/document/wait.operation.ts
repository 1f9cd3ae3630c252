import type { INodeProperties } from 'n8n-workflow';

import {
	concurrencyOf,
	concurrencyOption,
	deleteWhenDoneOption,
	onTimeoutOption,
	resultSettings,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { forEachItem, abortOnCancel } from '../../../shared/operations/forEachItem';
import { collection, outputProperties } from '../../../shared/operations/parameters';
import { ResultCollector } from '../../../shared/operations/collectResult';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { readDocument } from '../../api/parse';
import { documentLocator, onDocument } from '../documentLocator';
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
	execute: async ({ context, service }) => {
		const abort = abortOnCancel(context);
		const collector = new ResultCollector(context, new HandwritingOcrDocuments(service), {
			signal: abort.signal,
			looksAtOnce: 2 * concurrencyOf(context),
		});
		const concurrency = context.getInputData().length;
		const items = await forEachItem(context, { concurrency, abort }, async (itemIndex) => {
			const settings = resultSettings(
				context,
				itemIndex,
				collection(context, 'options', itemIndex),
			);
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
