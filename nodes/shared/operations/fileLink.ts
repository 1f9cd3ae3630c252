import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InputFailure } from '../core/errors';
import { collection, wholeNumber } from './parameters';

const LABEL = 'Link Expires After (Minutes)';
const REMOVE = `Remove the option "${LABEL}"`;
/** 30 days; n8n deletes the data of executions after 14 unless it is told otherwise. */
const LONGEST_MINUTES = 43_200;

/** For people and models who are handed no file: n8n's signed link to the stored one. */
export const linkOption: INodeProperties = {
	displayName: LABEL,
	name: 'linkExpiresAfter',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_MINUTES },
	default: 15,
	description:
		'Adds the fields "link" and "linkExpiresAt": an address of your n8n that gives the file for so many minutes, or until the data of the execution is deleted. Anybody with the link can open the file.',
};

/**
 * For how many minutes a link is wanted; undefined for none.
 *
 * @throws InputFailure where n8n can give no link, before anything is downloaded
 */
export function linkMinutes(context: IExecuteFunctions, itemIndex: number): number | undefined {
	const { linkExpiresAfter } = collection(context, 'options', itemIndex);
	if (linkExpiresAfter === undefined) return undefined;
	const bounds = { min: 1, max: LONGEST_MINUTES };
	const minutes = wholeNumber(linkExpiresAfter, LABEL, bounds);
	if (typeof context.helpers.createBinarySignedUrl !== 'function')
		throw new InputFailure(
			'This version of n8n gives no links to files',
			`${REMOVE}, or update n8n.`,
		);
	// The engine's types promise an id, but calls of an MCP server have none: their files are
	// deleted with the call.
	const execution = context.getExecutionId() as string | undefined;
	if (!execution)
		throw new InputFailure(
			'There is no link to a file without an execution, as in calls through the MCP Server Trigger',
			`${REMOVE}.`,
		);
	return minutes;
}

/**
 * Adds the link to the file in a field of an item.
 *
 * @throws InputFailure where n8n keeps files in memory
 */
export function withLink(
	context: Pick<IExecuteFunctions, 'helpers'>,
	item: INodeExecutionData,
	{ field, minutes }: { field: string; minutes: number | undefined },
): INodeExecutionData {
	const file = item.binary?.[field];
	if (minutes === undefined || !file) return item;
	if (!file.id)
		throw new InputFailure(
			'n8n keeps its files in memory, where no link leads',
			`${REMOVE}, or have n8n store files with N8N_DEFAULT_BINARY_DATA_MODE=filesystem.`,
		);
	const now = Math.floor(Date.now() / 1_000);
	return {
		...item,
		json: {
			...item.json,
			// Without its unit n8n would take the number for milliseconds.
			link: context.helpers.createBinarySignedUrl(file, `${minutes}m`),
			linkExpiresAt: new Date((now + minutes * 60) * 1_000).toISOString(),
		},
	};
}
