import type { INodeProperties } from 'n8n-workflow';

import {
	concurrencyOf,
	concurrencyOption,
	deleteWhenDoneOption,
	onTimeoutOption,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { optionsProperty } from '../../../shared/operations/options';
import { outputProperties } from '../../../shared/operations/parameters';
import { collectItems } from '../../../shared/operations/collectItems';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { readDocument } from '../../api/parse';
import { documentLocator, onDocument } from '../documentLocator';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	documentLocator,
	...outputProperties(),
	optionsProperty([concurrencyOption, deleteWhenDoneOption, onTimeoutOption, timeoutOption]),
];

export const wait: Operation = {
	option: {
		name: 'Wait',
		value: 'wait',
		action: 'Wait for uploaded document',
		description: 'Wait for a document that was uploaded earlier, and give its result',
	},
	properties,
	execute: async ({ context, service }) =>
		await collectItems(context, new HandwritingOcrDocuments(service), {
			looksAtOnce: 2 * concurrencyOf(context),
			work: async (itemIndex, { collect }) =>
				await onDocument(context, itemIndex, async (id) => await collect(readDocument({ id }))),
		}),
};
