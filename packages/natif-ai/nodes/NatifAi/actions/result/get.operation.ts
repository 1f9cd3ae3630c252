import type { INodeProperties } from 'n8n-workflow';

import { ResultCollector } from '../../../shared/operations/collectResult';
import { toItems } from '../../../shared/operations/toItems';
import {
	onTimeoutOption,
	resultSettings,
	timeoutOption,
} from '../../../shared/operations/waitOptions';
import { forEachItem, abortOnCancel } from '../../../shared/operations/forEachItem';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import { collection, outputProperties } from '../../../shared/operations/parameters';
import { Slots } from '../../../shared/concurrency/pool';
import { NatifAiProcessings } from '../../api/documentService';
import { getResult } from '../../api/results';
import { knownProcessing } from '../../api/parse';
import { hintAtMissing, includeOf, includeOption } from '../include';
import type { Operation } from '../operation';
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
		const processings = new NatifAiProcessings(service);
		const collector = new ResultCollector(context, processings, {
			signal: abort.signal,
			looksAtOnce: 2 * AT_ONCE,
		});
		const slots = new Slots(AT_ONCE);
		return await forEachItem(
			context,
			{ concurrency: context.getInputData().length, abort },
			async (itemIndex) => {
				const options = collection(context, 'options', itemIndex);
				const settings = resultSettings(context, itemIndex, options);
				const include = includeOf(options.include);
				if (itemIndex === 0) hintAtMissing(run, include, settings.mode);
				return await onProcessing(context, itemIndex, async (id) => {
					const known = knownProcessing(id, { include });
					if (options.waitForCompletion === true)
						return await collector.collect(known, settings, { isOld: true });
					const document = await slots.run(async () => await getResult(service, known));
					return toItems(context, processings, { document, mode: settings.mode });
				});
			},
		);
	},
};
