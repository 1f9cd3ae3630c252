import type { INodeProperties } from 'n8n-workflow';

import { collectItems } from '../../../shared/operations/collectItems';
import { isOn, outputProperties } from '../../../shared/operations/parameters';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import { onTimeoutOption, timeoutOption } from '../../../shared/operations/waitOptions';
import { findRecord } from '../../api/lookup';
import { OcrivaRecords } from '../../api/documentService';
import { onRecord, projectLocator, recordLocator } from '../locators';
import type { Operation } from '../operation';

const LOOKS_AT_ONCE = 5;

const properties: INodeProperties[] = [
	projectLocator,
	recordLocator,
	...outputProperties(),
	optionsProperty([onTimeoutOption, timeoutOption, waitForCompletionOption]),
];

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get record and its result',
		description:
			'Get the status and, once it is processed, the result of a document; waits for it when wanted',
	},
	properties,
	execute: async ({ context, service }) =>
		await collectItems(context, new OcrivaRecords(service), {
			looksAtOnce: LOOKS_AT_ONCE,
			work: async (itemIndex, { options, look, present, collect }) =>
				await onRecord(context, itemIndex, async (id, projectId) => {
					const record = await look(async () => await findRecord(service, id, projectId));
					const place = { projectId, fileName: record.fileName ?? '' };
					return isOn(options.waitForCompletion, 'Wait for Completion') &&
						record.phase === 'pending'
						? await collect({ ...record, place })
						: present(record);
				}),
		}),
};
