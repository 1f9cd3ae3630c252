import { forEachItem } from '../../../shared/operations/forEachItem';
import { isoDate } from '../../../shared/core/dates';
import { asItemJson, camelCased, type JsonObject } from '../../../shared/core/json';
import { type Account, getAccount } from '../../api/account';
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
			{ json: asItemJson(accountItem(await getAccount(service))) },
		]),
};

/** The service calls the plan a type. */
function accountItem({ type, ...account }: Account): JsonObject {
	const { balance, updatedAt, ...rest } = camelCased(account);
	return {
		...rest,
		...(type !== undefined && { plan: type }),
		...(balance !== undefined && { balance }),
		...(updatedAt !== undefined && { updatedAt: isoDate(updatedAt) }),
	};
}
