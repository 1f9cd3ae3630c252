import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { WebhookRequest } from '../engine/harness/types.mts';

/**
 * A delivery that must start nothing. `status` is what its sender gets: 422 and 500 are n8n's own
 * answers before the node.
 */
export type Attack = { name: string; status: number; request: WebhookRequest };

/** What a service's deliveries are like. */
export type Signing = {
	/** Lower case. */
	header: string;
	secret: string;
	/** The right signature of a body: hex, with or without `sha256=`. */
	sign: (body: string | Uint8Array, secret?: string) => string;
	/**
	 * The body of a delivery about a real thing, with more keys at its end; it says "forged"
	 * somewhere, and is not what `JSON.stringify` writes.
	 */
	realBody: (more?: string) => string;
	/** The id in it. */
	id: string;
};

const json = { 'content-type': 'application/json' };

/** Deliveries about a real thing whose signature is missing or wrong, whatever their body. */
export function wrongSignatures({ header, secret, sign, realBody, id }: Signing): Attack[] {
	const body = realBody();
	const right = sign(body);
	const hex = right.replace('sha256=', '');
	const rewritten = JSON.stringify(JSON.parse(body));
	const digest = (algorithm: string, encoding: 'hex' | 'base64' | 'base64url') =>
		createHmac(algorithm, secret).update(body).digest(encoding);
	const signatures: Record<string, string> = {
		'of zeros': `sha256=${'0'.repeat(64)}`,
		'of another secret': sign(body, 'another secret'),
		'of an empty secret': sign(body, ''),
		'of the secret in upper case': sign(body, secret.toUpperCase()),
		'of the secret and a space': sign(body, `${secret} `),
		'of other bytes': sign(`${body} `),
		'of the body written again': sign(rewritten),
		'of no bytes': sign(''),
		'of the id alone': sign(id),
		'of the hex as text': sign(hex),
		'in base64': `sha256=${digest('sha256', 'base64')}`,
		'in base64url': digest('sha256', 'base64url'),
		'of SHA-1': `sha1=${digest('sha1', 'hex')}`,
		'of SHA-1 under the right name': `sha256=${digest('sha1', 'hex')}`,
		'of SHA-512': `sha512=${digest('sha512', 'hex')}`,
		'of SHA-512, cut': `sha256=${digest('sha512', 'hex').slice(0, 64)}`,
		'that is a prefix only': 'sha256=',
		'with its last digit missing': right.slice(0, -1),
		'with a digit too many': `${right}0`,
		'with one bit changed': `sha256=${hex.slice(0, -1)}${(Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16)}`,
		'with 0x before it': `0x${hex}`,
		'with another prefix': `v1=${hex}`,
		'with the prefix twice': `sha256=sha256=${hex}`,
		'in quotes': `"${right}"`,
		'as a list': `t=1,v1=${hex}`,
		'that is the secret': secret,
		'that is very long': `sha256=${'a'.repeat(6_000)}`,
		'that is no hex': 'sha256=true',
		'that is empty': '',
	};
	const named = Object.entries(signatures).map(([name, signature]) => ({
		name: `a signature ${name}`,
		status: 401,
		request: { headers: { ...json, [header]: signature }, body },
	}));
	const request = (
		headers: Record<string, string>,
		bytes: string | Uint8Array = body,
	): WebhookRequest => ({ headers: { ...json, ...headers }, body: bytes });
	return [
		...named,
		{ name: 'no signature', status: 401, request: request({}) },
		{
			name: 'two signatures, one right',
			status: 401,
			request: request({ [header]: `${right}, sha256=${'0'.repeat(64)}` }),
		},
		{
			name: 'two equal signatures',
			status: 401,
			request: request({ [header]: `${right}, ${right}` }),
		},
		{
			name: 'the signature in another header',
			status: 401,
			request: request({ 'x-hub-signature-256': right, authorization: right }),
		},
		{
			name: 'the signature in the query',
			status: 401,
			request: { ...request({}), query: { [header]: right } },
		},
		{
			name: 'the signature in the body',
			status: 401,
			request: request({}, realBody(`,"${header}":"${right}"`)),
		},
		{
			name: 'the body written again',
			status: 401,
			request: request({ [header]: right }, rewritten),
		},
		{
			name: 'a space behind the body',
			status: 401,
			request: request({ [header]: right }, `${body} `),
		},
		{
			name: 'a byte order mark before the body',
			status: 401,
			request: request({ [header]: right }, `\uFEFF${body}`),
		},
		{
			name: 'another text in the body',
			status: 401,
			request: request({ [header]: right }, body.replace('forged', 'FORGED')),
		},
		{
			name: 'a truncated body',
			status: 422,
			request: request({ [header]: right }, body.slice(0, -10)),
		},
		{
			name: 'a truncated body as text',
			status: 401,
			request: request({ [header]: right, 'content-type': 'text/plain' }, body.slice(0, -10)),
		},
		{
			name: 'a key twice',
			status: 401,
			request: request({ [header]: right }, realBody(`,"id":"${id}"`)),
		},
		{
			name: 'the body in UTF-16',
			status: 401,
			request: request(
				{ [header]: right, 'content-type': 'text/plain; charset=utf-16le' },
				Buffer.from(body, 'utf16le'),
			),
		},
		{
			name: 'a large body',
			status: 401,
			request: request({ [header]: right }, realBody(`,"more":"${'x'.repeat(8 * 2 ** 20)}"`)),
		},
		{
			name: 'a compressed body with the signature of the compressed bytes',
			status: 401,
			request: request(
				{ [header]: sign(gzipSync(body)), 'content-encoding': 'gzip' },
				gzipSync(body),
			),
		},
	];
}
