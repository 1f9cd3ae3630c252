import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure, InputFailure, mayHaveSucceeded, toFailure } from '../../../shared/core/errors';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { asItemJson } from '../../../shared/core/json';
import { collection, wholeNumber } from '../../../shared/operations/parameters';
import { balanceOf, getAccount, topUp as buy } from '../../api/account';
import type { HandwritingOcr } from '../../api/client';
import type { Operation } from '../operation';

const properties: INodeProperties[] = [
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 100 },
		required: true,
		default: 100,
		description:
			'Page credits to buy, a multiple of 100. This charges the saved payment method at once.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Only If Balance Below',
				name: 'onlyIfBalanceBelow',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 100,
				description:
					'Buy only when fewer page credits than this are left, so that a scheduled workflow does not buy more than is needed',
			},
		],
	},
];

export const topUp: Operation = {
	option: {
		name: 'Top Up',
		value: 'topUp',
		action: 'Top up page credits',
		description: 'Buy page credits with the saved payment method',
	},
	properties,
	execute: async ({ context, service }) =>
		await forEachItem(context, { concurrency: 1 }, async (itemIndex) => {
			const amount = checkedAmount(context.getNodeParameter('amount', itemIndex));
			const { onlyIfBalanceBelow } = collection(context, 'options', itemIndex);
			const before = balanceOf(await getAccount(service));
			if (onlyIfBalanceBelow !== undefined) {
				const threshold = wholeNumber(
					onlyIfBalanceBelow,
					'Only If Balance Below',
					{ min: 1, max: Number.MAX_SAFE_INTEGER },
					'page credits',
				);
				if (before === null)
					throw new Failure(
						'The service does not say how many page credits are left, so nothing was bought',
						'Remove the option "Only If Balance Below" to buy in any case.',
					);
				if (before >= threshold)
					return [
						{
							json: {
								purchased: false,
								balance: before,
								reason: `The balance is not below ${threshold}`,
							},
						},
					];
			}
			return [{ json: await purchase(service, amount, before) }];
		}),
};

/**
 * A purchase is never repeated; when its answer is missing, the balance tells what became of it.
 */
async function purchase(
	service: HandwritingOcr,
	amount: number,
	before: number | null,
): Promise<IDataObject> {
	try {
		return { purchased: true, ...asItemJson(await buy(service, amount)) };
	} catch (error) {
		if (!mayHaveSucceeded(error)) throw toFailure(error);
		const after = await getAccount(service).then(balanceOf, () => null);
		if (before !== null && after !== null && after >= before + amount) {
			return {
				purchased: true,
				success: true,
				credits_purchased: amount,
				new_balance: after,
				confirmedByBalance: true,
			};
		}
		throw unconfirmed(amount, before, after);
	}
}

function unconfirmed(amount: number, before: number | null, after: number | null): Failure {
	return new Failure(
		`The answer to the top-up of ${amount} credits did not arrive: the balance was ${before ?? 'unknown'} before and is ${after ?? 'unknown'} now`,
		'Check the payments in the dashboard before you run this again; it was not repeated, as it may have been charged.',
	).with({ balanceBefore: before, balance: after });
}

function checkedAmount(value: unknown): number {
	const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof amount === 'number' && amount > 0 && amount % 100 === 0) return amount;
	throw new InputFailure(
		`"Amount" is ${String(value)}, which is not a multiple of 100`,
		'Give "Amount" as 100, 200, 300 and so on.',
	);
}
