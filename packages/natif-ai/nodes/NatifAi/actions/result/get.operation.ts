import type { INodeProperties } from 'n8n-workflow';

import { onTimeoutOption, timeoutOption } from '../../../shared/operations/waitOptions';
import { forEachItem, abortOnCancel } from '../../../shared/operations/forEachItem';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import { collection, outputProperties } from '../../../shared/operations/parameters';
import { Slots } from '../../../shared/concurrency/pool';
import { getResult } from '../../api/results';
import { knownProcessing } from '../../api/parse';
import { resultCollectorOf, resultSettings } from '../collectResult';
import { hintAtMissing, includeOf, includeOption } from '../include';
import type { Operation } from '../operation';
import { toItems } from '../toItems';
import { onProcessing, processingIdProperty } from '../processingId';

const AT_ONCE = 5;

const properties: INodeProperties[] = [
	processingIdProperty,
	...outputProperties(),
	optionsProperty([includeOption, onTimeoutOption, timeoutOption, waitForCompletionOption]),
];

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get result',
		description: 'Get the status and, once it is finished, the full result of a document',
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
				const settings = resultSettings(run, itemIndex, options);
				const include = includeOf(options.include);
				if (itemIndex === 0) hintAtMissing(run, include, settings.mode);
				return await onProcessing(context, itemIndex, async (id) => {
					const known = knownProcessing(id, { include });
					if (options.waitForCompletion === true)
						return await collector.collect(known, settings, { isOld: true });
					return toItems(
						run,
						await slots.run(async () => await getResult(service, known)),
						settings.mode,
					);
				});
			},
		);
	},
};
