import {
	ExpressionError,
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
} from 'n8n-workflow';

/**
 * The base of everything that this package throws on purpose: `message` says what happened,
 * `nextStep` what to do about it.
 */
export class Failure extends Error {
	/**
	 * What a failed item carries besides, such as the id of a document that was paid for. They reach
	 * the error output of n8n and never hold a secret.
	 */
	details: IDataObject = {};

	constructor(
		message: string,
		public nextStep: string,
	) {
		super(message);
		this.name = new.target.name;
	}

	with(details: IDataObject): this {
		this.details = { ...this.details, ...details };
		return this;
	}
}

/** Something that the user can put right: a parameter, an input file, a setting of n8n. */
export class InputFailure extends Failure {}

/** The service answered, and the answer was no. */
export class ServiceFailure extends Failure {
	/**
	 * Whether an earlier try of the same request may have been served although its answer got lost.
	 */
	afterLostAnswer = false;

	/**
	 * @param status HTTP status of the answer
	 * @param body the parsed answer, for callers that read more than its text
	 */
	constructor(
		message: string,
		nextStep: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(message, nextStep);
		this.details = { httpStatus: status };
	}
}

/**
 * Not the service answered but something in front of it or in its place: a firewall, a proxy, a
 * login page, a page that tells of maintenance, another server. It may be gone the next time.
 */
export class ForeignAnswerFailure extends ServiceFailure {}

/** Whether the service itself says that there is no such thing. */
export function isMissing(error: unknown): error is ServiceFailure {
	return (
		error instanceof ServiceFailure &&
		!(error instanceof ForeignAnswerFailure) &&
		(error.status === 404 || error.status === 410)
	);
}

/** No answer came. `mayHaveArrived` tells whether the service can have acted on the request. */
export class ConnectionFailure extends Failure {
	constructor(
		message: string,
		nextStep: string,
		readonly code: string,
		readonly mayHaveArrived: boolean,
	) {
		super(message, nextStep);
	}
}

/** The status of a network that lets nothing through before a login, such as that of a hotel. */
export const NETWORK_LOGIN = 511;

/**
 * Whether the service may have acted on the request although its answer is missing or says that it
 * failed.
 */
export function mayHaveSucceeded(error: unknown): error is ConnectionFailure | ServiceFailure {
	if (error instanceof ConnectionFailure) return error.mayHaveArrived;
	if (!(error instanceof ServiceFailure)) return false;
	// A page with a success as its status says nothing about the request itself.
	if (error.status === NETWORK_LOGIN) return false;
	return error.status >= 500 || (error instanceof ForeignAnswerFailure && error.status < 300);
}

/** The user (or n8n) ended the execution. n8n recognises the word "canceled". */
export class CanceledFailure extends Failure {
	constructor() {
		super('The execution was canceled', 'Run the workflow again to continue.');
	}
}

/** Statuses below 500 that speak of the moment: too slow, too early, too many. */
const PASSING = new Set([408, 425, 429]);

/**
 * Whether the same request may succeed later: the service is down, out of reach, asks for fewer
 * requests, or something else has answered in its place.
 */
export function isTransient(error: unknown): boolean {
	if (error instanceof ConnectionFailure || error instanceof ForeignAnswerFailure) return true;
	return error instanceof ServiceFailure && (error.status >= 500 || PASSING.has(error.status));
}

/** Any thrown value as a Failure, so that the item loop has one thing to show. */
export function toFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	if (error instanceof ExpressionError) return expressionFailure(error);
	if (error instanceof NodeOperationError || error instanceof NodeApiError) {
		return new InputFailure(error.message.replace(/ \[item \d+\]$/, ''), error.description ?? '');
	}
	return new Failure(
		error instanceof Error ? error.message : String(error),
		'If this happens again, report it to the maintainers of this node with the input that leads to it.',
	);
}

/** What happened, with the id of the document that it happened to. */
export function messageWithId({ message, nextStep, details: { id } }: Failure): string {
	const isMissing = typeof id === 'string' && id !== '' && !`${message} ${nextStep}`.includes(id);
	return isMissing ? `${message} (document ${id})` : message;
}

/** An expression of the user that n8n could not resolve. */
function expressionFailure({ message, context }: ExpressionError): InputFailure {
	const name = typeof context.parameter === 'string' ? context.parameter : '';
	const where =
		name === '' ? 'the expressions of this node' : `the expression in "${labelOf(name)}"`;
	return new InputFailure(message, `Check ${where}.`);
}

/** How the editor calls a parameter, as near as its name tells: `options.documentUrl`. */
function labelOf(name: string): string {
	const words = (name.split('.').at(-1) ?? '').split(/(?=[A-Z])/);
	const label = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
	return label.replace(/\b(Id|Url|Ocr)\b/g, (word) => word.toUpperCase());
}

/**
 * The error that n8n shows. Built from the parts: n8n would otherwise replace the service's words
 * by a fixed text for the status, and an HTTP client's own error holds the request headers, token
 * included.
 *
 * @param place the item, left out where there are no items, as when a trigger is published; and
 * what is to be said besides, such as what the run has paid for
 */
export function toNodeError(
	node: INode,
	error: unknown,
	{ itemIndex, remark = '' }: { itemIndex?: number; remark?: string | undefined } = {},
): NodeApiError | NodeOperationError {
	const failure = toFailure(error);
	const message =
		itemIndex === undefined ? failure.message : `${failure.message} [item ${itemIndex}]`;
	const texts = {
		message,
		description: [failure.nextStep, remark].filter(Boolean).join(' '),
		...(itemIndex !== undefined && { itemIndex }),
	};
	const nodeError =
		failure instanceof ServiceFailure
			? new NodeApiError(node, { message }, { ...texts, httpCode: String(failure.status) })
			: new NodeOperationError(node, message, texts);
	// n8n swaps a message that contains an errno name, even inside a word of the user's file name.
	nodeError.message = message;
	nodeError.context.details = failure.details;
	return nodeError;
}
