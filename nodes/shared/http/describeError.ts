import { moreThanMissing } from './errorText';
import type { ErrorResponse } from './service';

/** What a refusal means. */
export interface Explanation {
	/** What happened; the service's own words are added to it. */
	message: string;
	nextStep: string;
	/** The message says all that a code of the service such as `payment_failed` would add. */
	replacesCode?: true;
}

/** What a service knows of its refusals. */
interface Meanings {
	/** There is no thing of the id that was asked for, which is named then. */
	missing: readonly Explanation[];
	/** Undefined for a status that the service says nothing about. */
	explain(refusal: ErrorResponse): Explanation | undefined;
}

/** Such as `payment_failed`: a name that a service uses among programs. */
const CODE = /^[a-z\d]+(_[a-z\d]+)+$/;

/** The service's meaning of a refusal, with its own words. */
export function describerOf({
	missing,
	explain,
}: Meanings): (refusal: ErrorResponse) => Explanation {
	return (refusal) => {
		const { status, subject, text } = refusal;
		if (status >= 300 && status < 400)
			return {
				message: `The service redirected the request (status ${status})`,
				nextStep:
					'Check the Base URL in the credential; its key or token is not sent on to another address.',
			};
		const known = explain({ ...refusal, status: meantBy(refusal) }) ?? otherStatus(status);
		if (missing.includes(known) && subject !== undefined)
			return { ...known, message: `${known.message}: ${worded(subject, moreThanMissing(text))}` };
		const isReplaced = known.replacesCode === true && text !== null && CODE.test(text);
		return { ...known, message: worded(known.message, isReplaced ? null : text) };
	};
}

/**
 * What is gone was never there for whoever asks for it, and files are refused for their type as
 * values too.
 */
function meantBy({ route, status, text }: ErrorResponse): number {
	if (status === 410) return 404;
	const isOfType = /^(?:upload|process)/.test(route) && OF_TYPE.test(text ?? '');
	return isOfType && (status === 400 || status === 422) ? 415 : status;
}
const OF_TYPE = /\b(?:file|media|mime) ?type|\b(?:file of type|type of file)\b/i;

function worded(meaning: string, text: string | null): string {
	return text === null || text.toLowerCase() === meaning.toLowerCase()
		? meaning
		: `${meaning}: ${text}`;
}

const WRONG_ADDRESS: Explanation = {
	message: 'The service does not know this request at this address',
	nextStep: 'Check the Base URL in the credential.',
};
const TOO_EARLY: Explanation = {
	message: 'The service did not take the request at this moment',
	nextStep: 'Try again later.',
};

/** What statuses mean that a service says nothing about (RFC 9110). */
const BY_STATUS: Record<number, Explanation> = {
	402: {
		message: 'The service asks for a payment',
		nextStep: 'Check the plan and the credits of the account, then run it again.',
	},
	405: WRONG_ADDRESS,
	406: WRONG_ADDRESS,
	408: TOO_EARLY,
	409: {
		message: 'The service says that this conflicts with what it has',
		nextStep: 'Look at what it has already, or try again in a moment.',
	},
	425: TOO_EARLY,
};

/** A refusal whose status a service says nothing about. */
export function otherStatus(status: number): Explanation {
	if (status >= 500)
		return {
			message: `The service answered with status ${status}`,
			nextStep: 'Try again later; the service has a fault of its own.',
		};
	return (
		BY_STATUS[status] ?? {
			message: `The service refused the request (status ${status})`,
			nextStep: 'Check the values of this operation, and in the web app what the account may do.',
		}
	);
}
