import type { INodeProperties } from 'n8n-workflow';

import { abortOnCancel, forEachItem } from '../../../shared/operations/forEachItem';
import { ResultCollector } from '../../../shared/operations/collectResult';
import { toItems } from '../../../shared/operations/toItems';
import { collection, outputProperties } from '../../../shared/operations/parameters';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import {
	onTimeoutOption,
	resultSettings,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { Slots } from '../../../shared/concurrency/pool';
import { findRecord } from '../../api/lookup';
import { OcrivaRecords } from '../../api/documentService';
import { onRecord, projectLocator, recordLocator } from '../locators';
import type { Operation } from '../operation';

const AT_ONCE = 5;

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
	execute: async (run) => {
		const { context, service } = run;
		const abort = abortOnCancel(context);
		const records = new OcrivaRecords(service);
		const collector = new ResultCollector(context, records, {
			signal: abort.signal,
			looksAtOnce: AT_ONCE,
		});
		const slots = new Slots(AT_ONCE);
		return await forEachItem(
			context,
			{ concurrency: context.getInputData().length, abort },
			async (itemIndex) => {
				const options = collection(context, 'options', itemIndex);
				const settings = resultSettings(context, itemIndex, options);
				return await onRecord(context, itemIndex, async (id, projectId) => {
					const record = await slots.run(async () => await findRecord(service, id, projectId));
					return options.waitForCompletion === true && record.phase === 'pending'
						? await collector.collect(
								{ ...record, place: { projectId, fileName: record.fileName ?? '' } },
								settings,
								{ isOld: true },
							)
						: toItems(context, records, { document: record, mode: settings.mode });
				});
			},
		);
	},
};
