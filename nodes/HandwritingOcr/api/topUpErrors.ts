import { objectOf, textOf } from '../../shared/core/json';

export const TOKEN_PAGE = 'app.handwritingocr.com/settings?tab=api';

export interface Explanation {
	/** What happened; the service's own words are added to it. */
	message: string;
	nextStep: string;
}

const BY_STATUS: Record<number, Explanation> = {
	401: {
		message: 'The API token is not valid',
		nextStep: `Copy the token from ${TOKEN_PAGE} into the credential.`,
	},
	402: {
		message: 'The bank asks for authentication of the payment',
		nextStep: 'Complete it in the dashboard, then run this step again.',
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
	},
};

/** The documented codes of a 422; the key that holds them is not documented. */
const BY_CODE: Record<string, Explanation> = {
	amount_below_minimum: {
		message: 'The amount is below the smallest that can be bought',
		nextStep: 'Raise "Amount". Nothing was bought.',
	},
	amount_not_multiple_of_100: {
		message: 'The amount is not a multiple of 100',
		nextStep: 'Give "Amount" as 100, 200, 300 and so on. Nothing was bought.',
	},
	no_payment_method: {
		message: 'The account has no saved payment method',
		nextStep: 'Save one in the dashboard, then run this step again. Nothing was bought.',
	},
	payment_failed: {
		message: 'The payment failed',
		nextStep: 'Check the payment method in the dashboard. Nothing was bought.',
	},
};

/** The documented refusals of `POST /credits/topup`; undefined for any other status. */
export function describeTopUpError(status: number, body: unknown): Explanation | undefined {
	const known = (status === 422 && byCode(body)) || BY_STATUS[status];
	if (!known) return undefined;
	const {
		authentication_url: url,
		decline_code: declined,
		retry_after: retryAfter,
	} = objectOf(body);
	if (status === 402 && textOf(url))
		return { ...known, nextStep: `Complete it at ${textOf(url)}, then run this step again.` };
	const details = [
		textOf(declined) && `Decline code: ${textOf(declined)}.`,
		textOf(retryAfter) &&
			`Possible again ${typeof retryAfter === 'number' ? `in ${retryAfter} seconds` : `at ${textOf(retryAfter)}`}.`,
	];
	return { ...known, nextStep: [known.nextStep, ...details].filter(Boolean).join(' ') };
}

function byCode(body: unknown): Explanation | undefined {
	const text = JSON.stringify(body) ?? '';
	return Object.entries(BY_CODE).find(([code]) => text.includes(code))?.[1];
}
