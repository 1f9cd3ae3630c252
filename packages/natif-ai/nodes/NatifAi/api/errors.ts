import { ServiceFailure } from '../../shared/core/errors';
import type { ErrorResponse } from '../../shared/http/service';
import { TYPE_REFUSED } from '../../shared/upload/uploadErrors';
import { isObject } from '../../shared/core/json';
import { describerOf, type Explanation } from '../../shared/http/describeError';

const NO_WORKFLOW: Explanation = {
	message: 'There is no such workflow',
	nextStep: 'Choose "Workflow" from the list, or copy its key or ID from the Natif.ai web app.',
};
const FAULT: Explanation = {
	message: 'The service has a fault of its own',
	nextStep: 'Try again later.',
};
/** What to do about a processing that failed. */
export const FAILED_NEXT =
	'Check that the file opens, is readable and fits the workflow. Processing it again costs credits again.';

const NO_PROCESSING: Explanation = {
	message: 'There is no such processing',
	nextStep:
		'Check the processing ID, and that the credential belongs to the organization that processed the document. Results are not kept for ever: fetch them soon.',
};

/** Documented for the upload and for each result. */
const BUSY_OR_TOO_LARGE =
	'The service asks for fewer requests, or the document is too large: it has one answer for both';
const TOO_MANY_OR_TOO_LARGE: Explanation = {
	message: BUSY_OR_TOO_LARGE,
	nextStep:
		'Try again later. If this document alone is refused, it is too large: split the PDF or lower the resolution.',
};
const TOO_MANY: Explanation = {
	message: 'The service asks for fewer requests',
	nextStep: 'Try again later.',
};

/**
 * What a status means on any route: documented by the vendor, 402 and 413 in newer pages of the
 * documentation, 415 an assumption.
 */
const BY_STATUS: Record<number, Explanation> = {
	400: {
		message: 'The service could not use the request',
		nextStep: 'Check the values of this operation.',
	},
	401: {
		message: 'The API key is not valid',
		nextStep:
			'It may be mistyped, revoked, or past its expiry date. Make a new key in the API Hub of the Natif.ai web app and put it into the credential.',
	},
	402: {
		message: "A limit of the account's plan is reached",
		nextStep:
			'Wait until the next period begins, or raise the plan in the Natif.ai web app; then run it again.',
	},
	403: {
		message: 'The API key is not authorized for this processing',
		nextStep: 'Use a credential of the organization that processed the document.',
	},
	404: NO_PROCESSING,
	413: {
		message: 'The document is too large or has too many pages',
		nextStep: 'Split the PDF or lower the resolution.',
	},
	415: {
		message: TYPE_REFUSED,
		nextStep:
			'Use a PDF, JPG, PNG, TIFF, GIF or WebP, and check that the file really is what its name says.',
	},
	422: {
		message: 'The service did not accept a value',
		nextStep: 'Check the values of this operation.',
	},
	429: TOO_MANY_OR_TOO_LARGE,
	500: { message: 'The processing failed', nextStep: FAILED_NEXT },
};

const BY_ROUTE: Record<string, Record<number, Explanation>> = {
	process: {
		403: {
			message: 'The API key is not authorized for this workflow',
			nextStep:
				'Choose a workflow that the organization of this credential may use; the list shows these only.',
		},
		404: NO_WORKFLOW,
		422: {
			message: 'The service did not accept a value',
			nextStep:
				'Check the workflow, and the options "Include" and "Workflow Parameters". Nothing was processed.',
		},
		429: {
			message: BUSY_OR_TOO_LARGE,
			nextStep:
				'Lower the "Concurrency" option and try again later. If this document alone is refused, it is too large: split the PDF or lower the resolution. Nothing was processed.',
		},
		500: FAULT,
	},
	workflows: {
		429: TOO_MANY,
		403: {
			message: 'The API key may not list the workflows',
			nextStep: 'Use a key of an organization that has workflows.',
		},
		500: FAULT,
		404: {
			message: 'The service knows no such address',
			nextStep: 'Check the Base URL in the credential, such as https://api.natif.ai.',
		},
	},
	usage: {
		429: TOO_MANY,
		403: {
			message: 'The API key may not see the usage of this workflow',
			nextStep: 'Choose a workflow of the organization of this credential.',
		},
		404: NO_WORKFLOW,
		500: FAULT,
	},
};

/**
 * Whether an answer says that the processing failed: 500 with the service's own JSON (seen).
 * Without it a gateway or a crash answered.
 */
export function isFinalFailure(error: unknown): error is ServiceFailure {
	return error instanceof ServiceFailure && error.status === 500 && isObject(error.body);
}

/** The service's meaning of a refusal, with its own words. */
export const describeError = describerOf({
	missing: [NO_PROCESSING, NO_WORKFLOW],
	explain: ({ route, status, body }) => {
		const isOwnAnswer = status !== 500 || isObject(body);
		return isOwnAnswer ? (BY_ROUTE[route]?.[status] ?? BY_STATUS[status]) : undefined;
	},
});

/** A document that is too large is told as too many requests (documented). */
export function meaningOf({ status, text }: ErrorResponse): number {
	return status === 429 && IS_TOO_LARGE.test(text ?? '') ? 413 : status;
}

const IS_TOO_LARGE =
	/\btoo (?:large|big|long|many pages)\b|\b(?:file|document) size\b|\bsize limit/i;
