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

/** Deliveries about a real thing whose signature is missing or wrong, whatever their body. */
export function wrongSignatures(signing: Signing): Attack[] {
	const { header, sign, realBody } = signing;
	const body = realBody();
	const right = sign(body);
	const deliveries: Record<string, WebhookRequest> = {
		...Object.fromEntries(
			Object.entries(signaturesOf(body, signing)).map(([name, signature]) => [
				`a signature ${name}`,
				request({ [header]: signature }, body),
			]),
		),
		'no signature': request({}, body),
		'the signature in another header': request(
			{ 'x-hub-signature-256': right, authorization: right },
			body,
		),
		'the signature in the query': { ...request({}, body), query: { [header]: right } },
		'the signature in the body': request({}, realBody(`,"${header}":"${right}"`)),
		...changedBodies(body, signing),
	};
	return Object.entries(deliveries).map(([name, delivery]) => ({
		name,
		status: name === 'a truncated body' ? 422 : 401,
		request: delivery,
	}));
}

function request(headers: Record<string, string>, body: string | Uint8Array): WebhookRequest {
	return { headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Signatures that are not that of the body. */
function signaturesOf(body: string, { secret, sign, id }: Signing): Record<string, string> {
	const right = sign(body);
	const hex = right.replace('sha256=', '');
	const digest = (algorithm: string, encoding: 'hex' | 'base64' | 'base64url') =>
		createHmac(algorithm, secret).update(body).digest(encoding);
	return {
		'of zeros': `sha256=${'0'.repeat(64)}`,
		'of another secret': sign(body, 'another secret'),
		'of an empty secret': sign(body, ''),
		'of the secret in upper case': sign(body, secret.toUpperCase()),
		'of the secret and a space': sign(body, `${secret} `),
		'of other bytes': sign(`${body} `),
		'of the body written again': sign(writtenAgain(body)),
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
		'twice, one right': `${right}, sha256=${'0'.repeat(64)}`,
		'twice, both right': `${right}, ${right}`,
	};
}

/** Bodies that are not what the right signature is of. */
function changedBodies(
	body: string,
	{ header, sign, realBody, id }: Signing,
): Record<string, WebhookRequest> {
	const right = sign(body);
	const signed = (bytes: string | Uint8Array, contentType = 'application/json') =>
		request({ [header]: right, 'content-type': contentType }, bytes);
	const compressed = gzipSync(body);
	return {
		'the body written again': signed(writtenAgain(body)),
		'a space behind the body': signed(`${body} `),
		'a byte order mark before the body': signed(`\uFEFF${body}`),
		'another text in the body': signed(body.replace('forged', 'FORGED')),
		'a truncated body': signed(body.slice(0, -10)),
		'a truncated body as text': signed(body.slice(0, -10), 'text/plain'),
		'a key twice': signed(realBody(`,"id":"${id}"`)),
		'the body in UTF-16': signed(Buffer.from(body, 'utf16le'), 'text/plain; charset=utf-16le'),
		'a large body': signed(realBody(`,"more":"${'x'.repeat(8 * 2 ** 20)}"`)),
		'a compressed body with the signature of the compressed bytes': request(
			{ [header]: sign(compressed), 'content-encoding': 'gzip' },
			compressed,
		),
	};
}

function writtenAgain(body: string): string {
	return JSON.stringify(JSON.parse(body));
}
