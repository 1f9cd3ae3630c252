import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { optionsProperty } from '../../../shared/operations/options';
import { quoted } from '../../../shared/core/quote';
import { valueOf } from '../../../shared/concurrency/pool';
import { Failure, InputFailure, mayHaveSucceeded, toFailure } from '../../../shared/core/errors';
import { asItemJson, camelCased, type JsonObject, numberOf } from '../../../shared/core/json';
import { apiText } from '../../../shared/http/errorText';
import { forEachItem, goesOnAfterFailure } from '../../../shared/operations/forEachItem';
import { collection, wholeNumber } from '../../../shared/operations/parameters';
import { handingOver, RetryMemory } from '../../../shared/upload/retryMemory';
import { UnconfirmedFailure } from '../../../shared/upload/uploadErrors';
import { balanceOf, getAccount, topUp as buy } from '../../api/account';
import type { HandwritingOcr } from '../../api/client';
import type { Operation, Run } from '../operation';

const properties: INodeProperties[] = [
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		default: 0,
		description: 'Page credits to buy, a multiple of 100',
		// No smallest value: the field would turn what is typed below it into a purchase.
		hint: 'This charges the saved payment method at once. Enter 100, 200, 300 and so on.',
		builderHint: {
			propertyHint:
				'Spends money: only the amount that the user names, with onlyIfBalanceBelow in scheduled workflows',
		},
	},
	optionsProperty([
		{
			displayName: 'Only If Balance Below',
			name: 'onlyIfBalanceBelow',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 100,
			description:
				'Buy only when fewer page credits than this are left, so that a scheduled workflow does not buy more than is needed',
		},
	]),
];

export const topUp: Operation = {
	option: {
		name: 'Top Up',
		value: 'topUp',
		action: 'Top up page credits',
		description: 'Buy page credits with the saved payment method',
	},
	properties,
	execute: topUpForItems,
};

/** Of this operation, for as long as the process lives. */
const memory = new RetryMemory<IDataObject>();

/** What the parameters of an item say. */
interface TopUpOrder {
	/** Page credits. */
	amount: number;
	/** Buy only below this balance; undefined to buy in any case. */
	threshold: number | undefined;
}

/** The parameters of all items are read before the first purchase. */
async function topUpForItems({ context, service }: Run): Promise<INodeExecutionData[]> {
	const orders = await Promise.allSettled(
		context.getInputData().map(async (_, itemIndex) => readOrder(context, itemIndex)),
	);
	const isRefused =
		!goesOnAfterFailure(context) && orders.some(({ status }) => status === 'rejected');
	const remembered = memory.openTry(context);
	const bought: number[] = [];
	const remark = () =>
		bought.length === 0 ? '' : `Already bought in this run: ${bought.join(', ')} page credits.`;
	return await handingOver(
		remembered,
		async () =>
			await forEachItem(context, { concurrency: 1, remark }, async (itemIndex) => {
				const order = valueOf(orders[itemIndex]);
				if (isRefused) return [];
				const key = JSON.stringify([itemIndex, order.amount]);
				const earlier = remembered?.earlier(key);
				if (earlier && 'failure' in earlier) throw earlier.failure;
				try {
					const json = earlier?.value ?? (await topUpOnce(service, order));
					if (json.purchased === true) {
						bought.push(order.amount);
						remembered?.record(key, { value: json });
					}
					return [{ json }];
				} catch (error) {
					if (error instanceof UnconfirmedFailure) remembered?.record(key, { failure: error });
					throw toFailure(error);
				}
			}),
	);
}

function readOrder(context: IExecuteFunctions, itemIndex: number): TopUpOrder {
	const amount = checkedAmount(context.getNodeParameter('amount', itemIndex));
	const { onlyIfBalanceBelow } = collection(context, 'options', itemIndex);
	if (onlyIfBalanceBelow === undefined) return { amount, threshold: undefined };
	const bounds = { min: 1, unit: 'page credits' };
	return {
		amount,
		threshold: wholeNumber(onlyIfBalanceBelow, 'Only If Balance Below', bounds),
	};
}

async function topUpOnce(
	service: HandwritingOcr,
	{ amount, threshold }: TopUpOrder,
): Promise<IDataObject> {
	const before = balanceOf(await getAccount(service));
	if (threshold === undefined) return await purchase(service, amount, before);
	if (before === null)
		throw new Failure(
			'The service does not say how many page credits are left, so nothing was bought',
			'Remove the option "Only If Balance Below" to buy in any case.',
		);
	if (before < threshold) return await purchase(service, amount, before);
	return {
		purchased: false,
		creditsPurchased: 0,
		newBalance: before,
		amountCharged: null,
		reason: `The balance is not below ${threshold}`,
	};
}

/**
 * A purchase is never repeated; when its answer is missing, the balance tells what became of it.
 */
async function purchase(
	service: HandwritingOcr,
	amount: number,
	before: number | null,
): Promise<IDataObject> {
	let what = `The answer to the top-up of ${amount} credits did not arrive`;
	try {
		const answer = await buy(service, amount);
		if (saysBought(answer)) return purchaseItem(answer);
		const reason = apiText(answer);
		what = `The service did not confirm the top-up of ${amount} credits${reason ? ` (${reason})` : ''}`;
	} catch (error) {
		if (!mayHaveSucceeded(error)) throw toFailure(error);
	}
	const after = await getAccount(service).then(balanceOf, () => null);
	if (before === null || after === null || after < before + amount)
		throw unconfirmed(what, before, after);
	return {
		purchased: true,
		creditsPurchased: amount,
		newBalance: after,
		amountCharged: null,
		confirmedByBalance: true,
	};
}

/** The service's `success` says the same as `purchased`. */
function purchaseItem(answer: JsonObject): IDataObject {
	const item: IDataObject = { purchased: true, ...asItemJson(camelCased(answer)) };
	delete item.success;
	return item;
}

/** An answer that says nothing of credits, or that it did not succeed, is no purchase. */
function saysBought({ success, credits_purchased, error }: JsonObject): boolean {
	const credits = numberOf(credits_purchased);
	if (error || credits === 0 || /^(?:false|0)$/i.test(String(success))) return false;
	return success === true || credits !== null;
}

function unconfirmed(
	what: string,
	before: number | null,
	after: number | null,
): UnconfirmedFailure {
	return new UnconfirmedFailure(
		`${what}: the balance was ${before ?? 'unknown'} before and is ${after ?? 'unknown'} now`,
		'Check the payments in the dashboard before you run this again; it was not repeated, as it may have been charged.',
	).with({ balanceBefore: before, balance: after });
}

function checkedAmount(value: unknown): number {
	const amount = numberOf(value);
	if (amount !== null && amount > 0 && amount % 100 === 0 && Number.isSafeInteger(amount))
		return amount;
	throw new InputFailure(
		`"Amount" is ${quoted(value)}, which is not a multiple of 100`,
		'Enter 100, 200, 300 and so on in "Amount". Nothing was bought.',
	);
}
