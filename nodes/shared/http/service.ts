import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { RateWindow } from '../concurrency/rateLimiter';

export type RequestContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IHookFunctions
	| IWebhookFunctions
	| IPollFunctions;

/** What the client has to know of a service. */
export interface Service {
	credentialType: string;
	/** Without a trailing slash. */
	baseUrl: string;
	/** How a base URL looks: completes "Check the Base URL in the credential: ...". */
	addressHint: string;
	/**
	 * What must never be shown, also when the service repeats it in an answer. The first is the token
	 * or key.
	 */
	secrets: readonly string[];
	/** The service's own meaning of a refusal: what to show and what to do next. */
	describeError(refusal: ErrorResponse): { message: string; nextStep: string };
	/**
	 * The status that a refusal would have elsewhere, where the service has one for two things: 413
	 * for a 429 that says that the document is too large.
	 */
	meaningOf?(refusal: ErrorResponse): number;
	/**
	 * Statuses of 500 and above that are the service's last word on a document: a request is repeated
	 * once on them.
	 */
	finalStatuses?: readonly number[];
	/** What an answer tells of the window of the rate limit, where the service documents it. */
	rateWindow?(headers: IDataObject): RateWindow | undefined;
}

export interface ErrorResponse {
	/** The name that the caller gave the request, such as `upload`. */
	route: string;
	/** The id that the request was about, where the caller has named it. */
	subject?: string | undefined;
	/** The id of what the subject is in, such as a project. */
	place?: string | undefined;
	status: number;
	/** The service's own words, or null. */
	text: string | null;
	body: unknown;
}

export interface ApiAnswer {
	status: number;
	headers: IDataObject;
	/** The parsed JSON, or the text when it is none, or the readable stream. */
	body: unknown;
}
