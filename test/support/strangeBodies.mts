import type { Attack } from './wrongSignatures.mts';

/** An id as the services write them; no account has it. */
export const ID = 'aB3dE6gH9j';

/** A body that tells of nothing, and what its sender gets from a trigger without a secret. */
export type StrangeBody = [name: string, status: number, body: string, contentType?: string];

/** How a service signs; without a secret it does not. */
export type Sender = {
	/** Lower case. */
	header: string;
	sign: (body: string, secret?: string) => string;
	secret: string | undefined;
};

/** What an id must not be, as JSON. @param path of another endpoint */
export function wrongIds(path: string): Record<string, string> {
	return {
		'a large number': '1e309',
		true: 'true',
		empty: '""',
		blank: '"  "',
		'an array': `["${ID}"]`,
		'an object': `{"id":"${ID}"}`,
		'an object that looks like text': `{"toString":"${ID}","length":10}`,
		'very long': JSON.stringify('a'.repeat(10_000)),
		'a path': `"../${path}"`,
		'an encoded path': `"..%2f${path.replaceAll('/', '%2f')}"`,
		'a path of another kind': JSON.stringify(`..\\${path.replaceAll('/', '\\')}`),
		dots: '".."',
		'with a fragment': `"${ID}#"`,
		'with a line break': String.raw`"${ID}\r\nX-Injected: 1"`,
		'with a null': String.raw`"${ID}\u0000"`,
		'half a character': String.raw`"\ud800"`,
		'an expression': '"={{ $credentials }}/"',
	};
}

/** Bodies that are strange to every service. */
export const NO_DELIVERIES: StrangeBody[] = [
	['an empty text', 401, ''],
	['an empty object', 401, '{}'],
	['an empty array', 401, '[]'],
	['a number', 401, '17'],
	['null', 401, 'null'],
	['a text', 401, `"${ID}"`],
	['XML', 401, `<document><id>${ID}</id></document>`, 'text/xml'],
	['bytes', 401, '\u0000\u0001\u0002', 'application/octet-stream'],
	['deep arrays', 401, `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
];

/**
 * A delivery of a strange body. With a secret it is signed rightly: then it is taken in silence.
 */
export function strangeDelivery(
	sender: Sender,
	[name, status, body, contentType = 'application/json']: StrangeBody,
): Attack {
	const isTaken = sender.secret !== undefined && status === 401 && body !== '';
	return {
		name,
		status: isTaken ? 200 : status,
		request: { headers: { 'content-type': contentType, ...signed(sender, body) }, body },
	};
}

/** Deliveries that are not even a text; their signature is that of `body` and of nothing. */
export function noText(sender: Sender, form: FormData, body: string): Attack[] {
	return [
		{ name: 'multipart', status: 401, request: { headers: signed(sender, body), body: form } },
		{ name: 'nothing', status: 401, request: { headers: signed(sender, '') } },
	];
}

function signed({ header, sign, secret }: Sender, body: string): Record<string, string> {
	return secret === undefined ? {} : { [header]: sign(body, secret) };
}
