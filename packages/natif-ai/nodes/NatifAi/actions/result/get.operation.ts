import type { INodeProperties } from 'n8n-workflow';

import { collectItems } from '../../../shared/operations/collectItems';
import { onTimeoutOption, timeoutOption } from '../../../shared/operations/waitOptions';
import { optionsProperty, waitForCompletionOption } from '../../../shared/operations/options';
import { isOn, outputProperties } from '../../../shared/operations/parameters';
import { NatifAiProcessings } from '../../api/documentService';
import { getResult } from '../../api/results';
import { knownProcessing } from '../../api/parse';
import { hintAtMissing, includeOf, includeOption } from '../include';
import type { Operation } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';

const LOOKS_AT_ONCE = 10;

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
		return await collectItems(context, new NatifAiProcessings(service), {
			looksAtOnce: LOOKS_AT_ONCE,
			work: async (itemIndex, { options, settings, look, present, collect }) => {
				const include = includeOf(options.include);
				if (itemIndex === 0) hintAtMissing(run, include, settings.mode);
				return await onProcessing(context, itemIndex, async (id) => {
					const known = knownProcessing(id, { include });
					return isOn(options.waitForCompletion, 'Wait for Completion')
						? await collect(known)
						: present(await look(async () => await getResult(service, known)));
				});
			},
		});
	},
};
