import { timeOf } from '../../shared/core/dates';
import { isObject, numberOf, objectOf, textOf } from '../../shared/core/json';
import { apiText } from '../../shared/http/errorText';
import type { Explanation } from '../../shared/http/describeError';

export const TOKEN_PAGE = 'app.handwritingocr.com/settings?tab=api';

const BY_STATUS: Record<number, Explanation> = {
	401: {
		message: 'The API token is not valid',
		nextStep: `Copy the token from ${TOKEN_PAGE} into the credential.`,
	},
	402: {
		message: 'The bank asks for authentication of the payment',
		nextStep: 'Complete it in the dashboard, then run this step again.',
		replacesCode: true,
	},
	403: {
		message: 'The top-up was refused',
		nextStep: `Check that the account has an active subscription, which a top-up needs, and that the token from ${TOKEN_PAGE} is valid.`,
	},
	422: {
		message: 'The top-up was refused',
		nextStep: 'Check "Amount" and the payment method in the dashboard. Nothing was bought.',
	},
	429: {
		message: 'A purchase succeeded less than 5 minutes ago',
		nextStep: 'Check the balance with Account > Get before you buy again.',
		replacesCode: true,
	},
};

/**
 * The documented codes of a 422, and what a 403 without a subscription may be called; the key that
 * holds them is not documented.
 */
const BY_CODE: Record<string, Explanation> = {
	amount_below_minimum: {
		message: 'The amount is below the smallest that can be bought',
		nextStep: 'Raise "Amount". Nothing was bought.',
	},
	amount_not_multiple_of_100: {
		message: 'The amount is not a multiple of 100',
		nextStep: 'Enter 100, 200, 300 and so on in "Amount". Nothing was bought.',
	},
	no_payment_method: {
		message: 'The account has no saved payment method',
		nextStep: 'Save one in the dashboard, then run this step again. Nothing was bought.',
	},
	payment_failed: {
		message: 'The payment failed',
		nextStep: 'Check the payment method in the dashboard. Nothing was bought.',
	},
	no_active_subscription: {
		message: 'The account has no active subscription, which a top-up needs',
		nextStep: 'Subscribe in the dashboard, then run this step again. Nothing was bought.',
	},
};

/** The ordinary limit of requests, and not the documented one of purchases. */
const TOO_MANY: Explanation = {
	message: 'The service asks for fewer requests',
	nextStep: 'Try again later. Nothing was bought.',
};

/** The documented refusals of `POST /credits/topup`; undefined for any other status. */
export function describeTopUpError(status: number, body: unknown): Explanation | undefined {
	if (status === 429 && !isObject(body)) return TOO_MANY;
	if (status === 429 && /too many (?:attempts|requests)/i.test(apiText(body) ?? ''))
		return TOO_MANY;
	const known = ([403, 422].includes(status) && byCode(body)) || BY_STATUS[status];
	if (!known) return undefined;
	const {
		authentication_url: url,
		decline_code: declined,
		retry_after: retryAfter,
	} = objectOf(body);
	if (status === 402 && textOf(url))
		return { ...known, nextStep: `Complete it at ${textOf(url)}, then run this step again.` };
	const details = [
		textOf(declined) && `The bank says: ${textOf(declined)?.replaceAll('_', ' ')}.`,
		textOf(retryAfter) && `Possible again ${waitOf(retryAfter)}.`,
	];
	return { ...known, nextStep: [known.nextStep, ...details].filter(Boolean).join(' ') };
}

/** Documented as a time in ISO 8601; a number is one of seconds. Rounded up to the minute. */
function waitOf(retryAfter: unknown): string {
	if (numberOf(retryAfter) !== null) return `in ${numberOf(retryAfter)} seconds`;
	const time = timeOf(textOf(retryAfter) ?? '');
	if (Number.isNaN(time)) return `at ${textOf(retryAfter)}`;
	return `at ${new Date(Math.ceil(time / 60_000) * 60_000).toISOString().slice(11, 16)} UTC`;
}

function byCode(body: unknown): Explanation | undefined {
	const text = JSON.stringify(body) ?? '';
	const [, known] = Object.entries(BY_CODE).find(([code]) => text.includes(code)) ?? [];
	return known && { ...known, replacesCode: true };
}
