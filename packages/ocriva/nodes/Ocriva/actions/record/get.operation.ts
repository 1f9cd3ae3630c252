import type { INodeProperties } from 'n8n-workflow';

import { abortOnCancel, forEachItem } from '../../../shared/operations/forEachItem';
import { collection, outputMode, outputProperties } from '../../../shared/operations/parameters';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import {
	onTimeoutOption,
	timeoutOption,
	waitSettings,
} from '../../../shared/operations/waitOptions';
import { Slots } from '../../../shared/concurrency/pool';
import { findRecord } from '../../api/lookup';
import { resultCollectorOf } from '../collectResult';
import { onRecord, projectLocator, recordLocator } from '../locators';
import type { Operation } from '../operation';
import { toItems } from '../toItems';

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
		const collector = resultCollectorOf(run, abort.signal, AT_ONCE);
		const slots = new Slots(AT_ONCE);
		return await forEachItem(
			context,
			{ concurrency: context.getInputData().length, abort },
			async (itemIndex) => {
				const options = collection(context, 'options', itemIndex);
				const settings = { ...waitSettings(options), mode: outputMode(context, itemIndex) };
				return await onRecord(context, itemIndex, async (id, projectId) => {
					const record = await slots.run(async () => await findRecord(service, id, projectId));
					return options.waitForCompletion === true && record.phase === 'pending'
						? await collector.collect(
								{ ...record, place: { projectId, fileName: record.fileName ?? '' } },
								settings,
								{ isOld: true },
							)
						: toItems(run, record, settings.mode);
				});
			},
		);
	},
};
