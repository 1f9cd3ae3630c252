import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { getAccount } from '../../api/account';
import type { Operation } from '../operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get account and page credits',
		description: 'Get the account with its plan and the page credits left',
	},
	properties: [],
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async () => [
			{ json: asItemJson(await getAccount(service)) },
		]),
};
