import type { IAuthenticateRuleResponseCode } from 'n8n-workflow';

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * What the editor shows when a credential's test is answered with a status; n8n's own word would be
 * "Unauthorized".
 */
export function refusal(value: number, message: string): IAuthenticateRuleResponseCode {
	return { type: 'responseCode', properties: { value, message } };
}

/**
 * The same for every redirect, which is not followed.
 * @param secret what the service calls it
 * @param baseUrl the usual one
 */
export function redirects(
	secret: 'key' | 'token',
	baseUrl: string,
): IAuthenticateRuleResponseCode[] {
	return REDIRECTS.map((status) =>
		refusal(
			status,
			`The Base URL leads on to another address, where the ${secret} is not sent. Set it to ${baseUrl}.`,
		),
	);
}
