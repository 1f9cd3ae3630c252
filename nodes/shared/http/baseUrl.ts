import { quoted } from '../core/quote';
import { InputFailure } from '../core/errors';

/**
 * The base URL of a credential without trailing slashes; a path in front of the API's own is kept.
 *
 * @throws InputFailure when it is no web address
 */
export function checkedBaseUrl(text: unknown, serviceName: string, usual: string): string {
	const baseUrl = String(text ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (/^https?:\/\//.test(baseUrl) && URL.canParse(baseUrl)) return baseUrl;
	throw new InputFailure(
		`The "Base URL" in the credential is not a web address: ${quoted(text)}`,
		`Open the ${serviceName} credential and set it to ${usual}.`,
	);
}
