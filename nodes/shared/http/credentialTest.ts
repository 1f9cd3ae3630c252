import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { type Failure, InputFailure, toFailure } from '../core/errors';
import { checkedBaseUrl } from './baseUrl';
import { pastedSecret } from './secrets';

/** What an answer must not be, and what the editor says when it is. */
export type Rule = IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody;

const LONGEST_TEST_MS = 30_000;
const MAYBE_A_STRANGER =
	'If it works elsewhere, a firewall, a proxy or a login page in between has refused it.';
const REDIRECTS = [301, 302, 303, 307, 308];

/** What a service's credential is made of. */
export interface CredentialKind {
	serviceName: string;
	/** The usual one. */
	baseUrl: string;
	/** What the service calls it, and the header that it is sent in. */
	secret: { word: 'key' | 'token'; label: string; field: string; header: string; scheme: string };
}

/** @param description when to change it */
export function baseUrlProperty({ baseUrl }: CredentialKind, description: string): INodeProperties {
	return {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		required: true,
		default: baseUrl,
		hint: 'Leave as it is',
		description,
	};
}

/**
 * Puts the secret of a credential into a request, as the service knows it and not as it was pasted.
 * A request that names no address of its own, such as the credential's test, goes to the base URL.
 *
 * @throws InputFailure for a secret or a base URL that cannot be one
 */
export function authenticated(
	{ serviceName, baseUrl, secret: { label, field, header, scheme } }: CredentialKind,
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const isTest = request.baseURL !== undefined;
	try {
		const secret = pastedSecret(credential[field]);
		// Pages that hide a secret show such signs.
		if (/^$|[^\x21-\x7e]|\*\*|\.\.\./.test(secret))
			throw new InputFailure(
				`The "${label}" in the credential ${secret ? 'has a character that it cannot have' : 'is empty'}`,
				`Copy it again from ${serviceName} into the credential.`,
			);
		return {
			...request,
			...(isTest && { baseURL: checkedBaseUrl(credential.baseUrl, serviceName, baseUrl) }),
			headers: { ...request.headers, [header]: scheme + secret },
		};
	} catch (error) {
		throw isTest ? inOneText(toFailure(error)) : toFailure(error);
	}
}

/** Of a test's failure the editor shows the message alone. */
function inOneText({ message, nextStep }: Failure): InputFailure {
	return new InputFailure(`${message}. ${nextStep}`, nextStep);
}

/**
 * What the editor shows when a credential's test is answered with a status; n8n's own word would be
 * "Unauthorized". A rule sees the status alone, which a proxy may have given as well.
 */
export function refusal(value: number, message: string): IAuthenticateRuleResponseCode {
	const doubt = value === 401 || value === 403 ? ` ${MAYBE_A_STRANGER}` : '';
	return { type: 'responseCode', properties: { value, message: message + doubt } };
}

/** The same for a successful answer that lacks a key: something else than the service gave it. */
export function missing(key: string, message: string): Rule {
	return { type: 'responseSuccessBody', properties: { key, value: undefined, message } };
}

/** The same for every redirect, which is not followed. */
function redirects({ secret: { word }, baseUrl }: CredentialKind): IAuthenticateRuleResponseCode[] {
	return REDIRECTS.map((status) =>
		refusal(
			status,
			`The Base URL leads on to another address, where the ${word} is not sent. Set it to ${baseUrl}.`,
		),
	);
}

/**
 * Statuses that no service of ours gives to a test, where it does not say so; 200 is one whose body
 * could not be read.
 */
const OF_STRANGERS = [
	200, 300, 304, 400, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 414, 415, 417, 418, 421,
	422, 426, 428, 431, 451, 511,
];
const OF_THE_MOMENT = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530];

function otherStatuses(kind: CredentialKind): IAuthenticateRuleResponseCode[] {
	const { serviceName, secret } = kind;
	return [
		...OF_STRANGERS.map((status) => refusal(status, foreignAnswerText(kind))),
		...OF_THE_MOMENT.map((status) =>
			refusal(
				status,
				`${serviceName} cannot answer now (status ${status}), so the ${secret.word} was not tested. Test it again in a few minutes.`,
			),
		),
	];
}

/** What a stranger's answer means, whatever it holds. */
export function foreignAnswerText({ serviceName, baseUrl }: CredentialKind): string {
	return `Something else than ${serviceName} answered: check the Base URL, which is usually ${baseUrl}, and whether a firewall, a proxy or a login page stands in between.`;
}

/**
 * A credential's test. n8n looks at each rule by its own type, though the type of the list allows
 * for rules of one type only.
 */
export function testOf(
	kind: CredentialKind,
	request: ICredentialTestRequest['request'],
	rules: readonly Rule[],
): ICredentialTestRequest {
	return {
		request: {
			// Replaced when the secret is put in.
			baseURL: '={{$credentials.baseUrl}}',
			headers: { Accept: 'application/json' },
			// n8n would send the secret on to the redirect's target.
			disableFollowRedirect: true,
			timeout: LONGEST_TEST_MS,
			...request,
		},
		// Of several for a status the first holds.
		rules: [
			...redirects(kind),
			...rules,
			...otherStatuses(kind),
		] as IAuthenticateRuleResponseCode[],
	};
}
