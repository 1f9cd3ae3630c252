import type { Refusal } from '../../shared/http';
import { objectOf, textOf } from '../../shared/json';

export const TOKEN_PAGE = 'app.handwritingocr.com/settings?tab=api';

interface Explanation {
	/** Used when the service gave no words of its own. */
	message: string;
	nextStep: string;
}

const LATER = 'Try again later; the service has a fault of its own.';

/** What a status means on any route. Documented for v3 but for 413, which clients of the service have met. */
const BY_STATUS: Record<number, Explanation> = {
	400: { message: 'The service could not use the request', nextStep: 'Check the values of this operation.' },
	401: { message: 'The API token is not valid', nextStep: `Make or copy the token at ${TOKEN_PAGE} and put it into the credential. A newer token ends the older one.` },
	403: { message: 'The account has no permission for this', nextStep: 'Check that the document belongs to the account of this credential, and that its plan covers the action.' },
	404: { message: 'There is no such document', nextStep: 'Check the document ID, and that the credential belongs to the account that uploaded it. A document is deleted for good when its time is over.' },
	413: { message: 'The file is too large', nextStep: 'The service takes files up to 20 MB. Split the PDF or lower the resolution.' },
	415: { message: 'The service does not take this type of file', nextStep: 'Use a PDF, JPG, PNG, TIFF, HEIC or GIF, and check that the file really is what its name says.' },
	422: { message: 'The service did not accept a value', nextStep: 'Check the values of this operation.' },
	429: { message: 'The service asks for fewer requests', nextStep: 'Try again later or lower the "Concurrency" option.' },
};

const BY_ROUTE: Record<string, Record<number, Explanation>> = {
	upload: {
		403: { message: 'Not enough page credits', nextStep: 'Each page costs one credit: top up, for example with Account > Top Up, then upload again. Nothing was charged.' },
	},
	download: {
		400: { message: 'The document cannot be given in this format', nextStep: 'A transcription comes as txt, docx and json, tables as xlsx and json, an extraction as xlsx, csv and json.' },
	},
	topUp: {
		401: { message: 'The API token is not valid', nextStep: `Copy the token from ${TOKEN_PAGE} into the credential.` },
		403: { message: 'The top-up was refused', nextStep: `Check that the account has an active subscription, which a top-up needs, and that the token from ${TOKEN_PAGE} is valid.` },
		429: { message: 'A purchase succeeded less than 5 minutes ago', nextStep: 'Check the balance with Account > Get before you buy again.' },
	},
};

/** The service's meaning of a refusal, its own words first. */
export function explain({ route, status, text, body }: Refusal): { message: string; nextStep: string } {
	if (status >= 300 && status < 400) {
		return { message: `The service redirected the request (status ${status})`, nextStep: 'Check the Base URL in the credential; the token is not sent on to another address.' };
	}
	if (route === 'topUp' && status === 402) return authentication(text, body);
	const known = BY_ROUTE[route]?.[status] ?? BY_STATUS[status] ?? { message: `The service answered with status ${status}`, nextStep: LATER };
	return { message: worded(known.message, text), nextStep: [known.nextStep, purchaseDetails(route, body)].filter(Boolean).join(' ') };
}

function worded(meaning: string, text: string | null): string {
	return text === null || text.toLowerCase() === meaning.toLowerCase() ? meaning : `${meaning}: ${text}`;
}

function authentication(text: string | null, body: unknown): { message: string; nextStep: string } {
	const url = textOf(objectOf(body).authentication_url);
	return {
		message: worded('The bank asks for authentication of the payment', text),
		nextStep: url ? `Complete it at ${url}, then run this step again.` : 'Complete it in the dashboard, then run this step again.',
	};
}

/** A top-up's answers carry more than a text: why a card was declined, and when the next purchase is possible. */
function purchaseDetails(route: string, body: unknown): string {
	if (route !== 'topUp') return '';
	const { decline_code: declined, retry_after: retryAfter } = objectOf(body);
	return [declined && `Decline code: ${textOf(declined)}.`, retryAfter && `Possible again at ${textOf(retryAfter)}.`].filter(Boolean).join(' ');
}
