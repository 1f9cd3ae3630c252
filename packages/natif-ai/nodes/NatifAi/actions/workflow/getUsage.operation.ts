import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty } from '../../../shared/operations/options';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { choice, collection, dateOf, isOn } from '../../../shared/operations/parameters';
import { getUsage as fetchUsage, INTERVALS, spanOf } from '../../api/usage';
import type { Operation } from '../operation';
import { pickedWorkflow, workflowLocator } from '../workflowLocator';

const AT_ONCE = 3;

const properties: INodeProperties[] = [
	workflowLocator,
	{
		displayName: 'Interval',
		name: 'interval',
		type: 'options',
		default: 'daily',
		description: 'What one item stands for, and with it how much time can be asked for at once',
		options: [
			{ name: 'Daily', value: 'daily', description: 'Up to 30 days' },
			{ name: 'Hourly', value: 'hourly', description: 'Up to one day, in UTC' },
			{ name: 'Monthly', value: 'monthly', description: 'Up to one year' },
			{ name: 'Weekly', value: 'weekly', description: 'Up to 6 months' },
		],
	},
	{
		displayName: 'Start',
		name: 'start',
		type: 'dateTime',
		default: '',
		description:
			'The first hour, day, week or month; empty for as far back as can be asked for at once',
	},
	{
		displayName: 'End',
		name: 'end',
		type: 'dateTime',
		default: '',
		description: 'The last hour, day, week or month; empty for now',
	},
	optionsProperty([
		{
			displayName: 'Extended',
			name: 'extended',
			type: 'boolean',
			default: true,
			description: 'Whether to count documents and pages too, and the average time per page',
		},
	]),
];

export const getUsage: Operation = {
	option: {
		name: 'Get Usage',
		value: 'getUsage',
		action: 'Get usage of workflow',
		description: 'Get the credits that a workflow took by hour, day, week or month',
	},
	properties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const zone = context.getTimezone();
			const given = (name: string, label: string) =>
				dateOf(context.getNodeParameter(name, itemIndex, ''), label, zone);
			const interval = choice(
				context.getNodeParameter('interval', itemIndex, 'daily'),
				INTERVALS,
				'Interval',
			);
			const span = spanOf(
				interval,
				{ start: given('start', 'Start'), end: given('end', 'End') },
				zone,
			);
			const extended = isOn(collection(context, 'options', itemIndex).extended, 'Extended');
			const workflow = pickedWorkflow(context, itemIndex);
			const entries = await fetchUsage(service, { workflow, interval, span, extended });
			return entries.map((json) => ({ json }));
		}),
};
