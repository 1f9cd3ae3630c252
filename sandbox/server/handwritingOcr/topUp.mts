import type { FastifyInstance } from 'fastify';
import type { Account } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import type { JsonObject } from '../shared/json.mts';
import { ApiError, notValid } from './answers.mts';
import { accountOf, type Parts } from './parts.mts';
import type { Settings } from './settings.mts';
import { isoDate } from './wire.mts';

const minutesBetween = 5;

/**
 * `POST /credits/topup`. Statuses, codes and the extra fields are documented; under which key a
 * code stands is not.
 */
export function topUpRoute(app: FastifyInstance, parts: Parts): void {
	app.post('/credits/topup', { config: { route: 'topUp' } }, async (request) => {
		const account = await accountOf(request, parts);
		const amount = checkedAmount(account, request.exchange.form?.fields.amount);
		checkPurchase(account);
		account.balance += amount;
		account.lastTopUpAt = now(account);
		account.updatedAt = account.lastTopUpAt;
		await parts.accounts.save(account);
		return {
			success: true,
			credits_purchased: amount,
			new_balance: account.balance,
			amount_charged: price(amount),
		};
	});
}

function checkedAmount(account: Account<Settings>, text: string | undefined): number {
	if (!text) throw notValid({ amount: 'The amount field is required.' });
	const amount = Number(text);
	if (!Number.isInteger(amount)) throw notValid({ amount: 'The amount field must be an integer.' });
	if (amount % 100 !== 0) throw refusal(account, 422, 'amount_not_multiple_of_100');
	if (amount < account.settings.topUpMinimum) throw refusal(account, 422, 'amount_below_minimum');
	return amount;
}

function checkPurchase(account: Account<Settings>): void {
	const { topUp } = account.settings;
	if (topUp === 'no_subscription') throw refusal(account, 403, 'no_active_subscription');
	const next = (account.lastTopUpAt ?? -Infinity) + minutesBetween * 60_000;
	if (now(account) < next)
		throw refusal(account, 429, 'too_many_purchases', { retry_after: isoDate(next) });
	if (topUp === 'no_payment_method') throw refusal(account, 422, topUp);
	if (topUp === 'payment_failed')
		throw refusal(account, 422, topUp, { decline_code: 'insufficient_funds' });
	if (topUp === 'authentication_required') {
		throw refusal(account, 402, topUp, {
			authentication_url: 'https://payments.example.com/authenticate/sandbox',
		});
	}
}

function refusal(
	{ settings }: Account<Settings>,
	status: number,
	code: string,
	more: JsonObject = {},
): ApiError {
	return new ApiError(status, { success: false, [settings.topUpErrorKey]: code, ...more });
}

/** A price with a currency sign; 500 credits cost "$4.99" in the documented example. */
function price(amount: number): string {
	return `$${(amount / 100 - 0.01).toFixed(2)}`;
}
