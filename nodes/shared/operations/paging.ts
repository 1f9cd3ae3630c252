import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isOn, wholeNumber } from './parameters';

/** "Return All" and "Limit", as every list of n8n has them. */
export const pagingProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** How many entries are wanted; infinite for all. */
export function wantedOf(context: IExecuteFunctions, itemIndex: number): number {
	if (isOn(context.getNodeParameter('returnAll', itemIndex, false), 'Return All')) return Infinity;
	return wholeNumber(context.getNodeParameter('limit', itemIndex, 50), 'Limit', { min: 1 });
}
