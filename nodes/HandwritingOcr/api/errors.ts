import { TYPE_REFUSED } from '../../shared/upload/uploadErrors';
import { describerOf, type Explanation, otherStatus } from '../../shared/http/describeError';
import type { ErrorResponse } from '../../shared/http/service';
import { describeTopUpError, TOKEN_PAGE } from './topUpErrors';

const BAD_REQUEST: Explanation = {
	message: 'The service could not use the request',
	nextStep: 'Check the values of this operation.',
};
const NO_DOCUMENT: Explanation = {
	message: 'There is no such document',
	nextStep:
		'Check the document ID, and that the credential belongs to the account that uploaded it. A document is deleted for good when its time is over.',
};

/**
 * What a status means on any route. Documented for v3 but for 413, which clients of the service
 * have met.
 */
const BY_STATUS: Record<number, Explanation> = {
	400: BAD_REQUEST,
	401: {
		message: 'The API token is not valid',
		nextStep: `Copy the token again from ${TOKEN_PAGE} into the credential. Creating a new token ends the old one.`,
	},
	403: {
		message: 'The account has no permission for this',
		nextStep:
			'Check that the document belongs to the account of this credential, and that its plan covers the action.',
	},
	404: NO_DOCUMENT,
	413: {
		message: 'The file is too large',
		nextStep: 'The service takes files up to 20 MB. Split the PDF or lower the resolution.',
	},
	415: {
		message: TYPE_REFUSED,
		nextStep:
			'Use a PDF, JPG, PNG, TIFF, HEIC or GIF, and check that the file really is what its name says.',
	},
	422: {
		message: 'The service did not accept a value',
		nextStep: 'Check the values of this operation.',
	},
	429: { message: 'The service asks for fewer requests', nextStep: 'Try again later.' },
};

/** These routes always exist, so the address in front of them is wrong. */
const NO_ROUTE = {
	message: 'The service knows no such address',
	nextStep:
		'Check the Base URL in the credential: it has to end in /v3 or /v2, such as https://api.handwritingocr.com/v3.',
};

const BY_ROUTE: Record<string, Record<number, Explanation>> = {
	upload: {
		404: NO_ROUTE,
		429: {
			message: 'The service asks for fewer requests',
			nextStep: 'Try again later or lower the "Concurrency" option.',
		},
	},
	list: { 404: NO_ROUTE },
	topUp: { 400: BAD_REQUEST, 404: NO_ROUTE },
	image: {
		404: {
			message: 'There is no such page image',
			nextStep: 'Try again later; the service may not keep page images as long as documents.',
		},
	},
	account: { 404: NO_ROUTE },
	download: {
		400: {
			message: 'The document cannot be given in this format',
			nextStep:
				'A transcription comes as Text, Word and JSON; tables as Excel and JSON; extracted fields as Excel, CSV and JSON.',
		},
	},
};

export const NO_CREDITS = {
	message: 'Not enough page credits',
	nextStep:
		'Each page costs one credit: top up, for example with Account > Top Up, then upload again. Nothing was charged.',
};
export const NOT_COVERED = {
	message: 'The service refused the upload',
	nextStep:
		'Check that the plan of the account covers the action, and that a page credit is left for each page. Nothing was charged.',
};

/** The service's meaning of a refusal, with its own words. */
export const describeError = describerOf({
	missing: [NO_DOCUMENT],
	explain: (refusal) => explainRoute(refusal) ?? BY_STATUS[refusal.status],
});

function explainRoute({ route, status, text, body }: ErrorResponse): Explanation | undefined {
	if (route === 'topUp')
		return describeTopUpError(status, body) ?? BY_ROUTE.topUp?.[status] ?? otherStatus(status);
	// 403 is documented as missing credits; where the service speaks of something else, such as the
	// plan, that holds.
	if (route === 'upload' && status === 403)
		return /credit|balance/i.test(text ?? '') ? NO_CREDITS : NOT_COVERED;
	return BY_ROUTE[route]?.[status];
}
