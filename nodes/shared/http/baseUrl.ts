import { quoted } from '../core/quote';
import { InputFailure } from '../core/errors';
import { isPrivate } from '../core/privateAddress';

/** What comes along when an address is copied out of a text. */
const AROUND = /^[\s"'`“”„‘’«<]+|[\s"'`“”„‘’»>,;.]+$/g;
/** A scheme with the wrong number of slashes or with those of Windows, or twice. */
const SCHEME = /^(?:https?:[\\/]*)*(https?:)[\\/]*/i;

/**
 * The base URL of a credential without trailing slashes; a path in front of the API's own is kept.
 * An address without a scheme is taken for https, or for http within a private network; one word
 * alone is none.
 *
 * @throws InputFailure when it is no web address
 */
export function checkedBaseUrl(text: unknown, serviceName: string, usual: string): string {
	const pasted = String(text ?? '')
		.replace(/[\r\n\p{Cf}]/gu, '')
		.replace(AROUND, '')
		.replace(SCHEME, '$1//');
	const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted) ? pasted : withScheme(pasted);
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const isWeb = url !== undefined && /^https?:$/.test(url.protocol);
	if (isWeb && url.username === '' && url.password === '')
		return url.origin + url.pathname.replace(/\/+$/, '');
	throw new InputFailure(
		isWeb
			? 'The "Base URL" in the credential has a user name or a password in it'
			: `The "Base URL" in the credential is not a web address: ${quoted(text)}`,
		`Open the ${serviceName} credential and set it to ${usual}.`,
	);
}

function withScheme(address: string): string {
	if (!/[.:]|^localhost\b/.test(address)) return address;
	const url = URL.canParse(`https://${address}`) ? new URL(`https://${address}`) : undefined;
	return `${url && isPrivate(url) ? 'http' : 'https'}://${address}`;
}
