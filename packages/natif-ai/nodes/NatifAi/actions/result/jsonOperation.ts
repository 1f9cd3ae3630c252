import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { hint } from '../../../shared/operations/hints';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { fieldsFrom } from '../../../shared/core/documentResult';
import { asItemJson, isObject } from '../../../shared/core/json';
import type { ResultName } from '../../api/parse';
import type { Operation } from '../operation';
import { onProcessing, processingIdProperty } from '../processingId';
import { subResult } from './missing';

const AT_ONCE = 5;

interface JsonOperation {
	option: Operation['option'];
	result: ResultName;
	/** The items, to which the processing's id is added; the service's own object unless given. */
	items?: (body: unknown) => IDataObject[];
}

/** An operation that gives one result of a processing as JSON. */
export function jsonOperation({ option, result, items = whole }: JsonOperation): Operation {
	return {
		option,
		properties: [processingIdProperty],
		execute: async ({ context, service }) =>
			await forEachItem(
				context,
				{ concurrency: AT_ONCE },
				async (itemIndex) =>
					await onProcessing(context, itemIndex, async (id): Promise<INodeExecutionData[]> => {
						const found = items(await subResult(service, id, result));
						if (found.length === 0) hint(context, `Processing ${id} has an empty list here.`);
						return found.map((json) => ({
							json: fieldsFrom([['id', id], ...Object.entries(json)]),
						}));
					}),
			),
	};
}

function whole(body: unknown): IDataObject[] {
	return [isObject(body) ? asItemJson(body) : asItemJson({ result: body })];
}
