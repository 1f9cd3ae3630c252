import * as shared from '../wrongSignatures.mts';
import { realBody, SECRET, sign } from './delivery.mts';

export type Attack = shared.Attack;

const json = { 'content-type': 'application/json' };

/** Deliveries about a real document whose signature is missing or wrong. */
export function wrongSignatures(id: string): Attack[] {
	return shared.wrongSignatures({
		header: 'x-signature',
		secret: SECRET,
		sign,
		realBody: (more) => realBody(id, more),
		id,
	});
}

/**
 * Bodies that tell of no document that the API knows, for triggers with and without a secret: there
 * they are signed rightly.
 */
export function strangeBodies(secret: string | undefined): Attack[] {
	const isSigned = secret !== undefined;
	const plain = (
		name: string,
		status: number,
		body: string,
		contentType = 'application/json',
	): Attack => ({
		name,
		status: status === 401 && isSigned && body !== '' ? 200 : status,
		request: {
			headers: {
				'content-type': contentType,
				...(isSigned && { 'x-signature': sign(body, secret) }),
			},
			body,
		},
	});
	const form = new FormData();
	form.append('id', 'aB3dE6gH9j');
	form.append(
		'file',
		new Blob([realBody('aB3dE6gH9j')], { type: 'application/json' }),
		'body.json',
	);
	const ids: Record<string, string> = {
		'a large number': '1e309',
		true: 'true',
		null: 'null',
		empty: '""',
		blank: '"  "',
		'an array': '["aB3dE6gH9j"]',
		'an object': '{"id":"aB3dE6gH9j"}',
		'an object that looks like text': '{"toString":"aB3dE6gH9j","length":10}',
		'very long': JSON.stringify('a'.repeat(10_000)),
		'a path': '"../users/me"',
		'an absolute path': '"/v3/users/me"',
		'an encoded path': '"..%2fusers%2fme"',
		'a path of another kind': JSON.stringify(String.raw`..\users\me`),
		dots: '".."',
		'a file': '"aB3dE6gH9j.json"',
		'with a query': '"aB3dE6gH9j?format=txt"',
		'with a fragment': '"aB3dE6gH9j#"',
		'with a line break': String.raw`"aB3dE6gH9j\r\nX-Injected: 1"`,
		'with a null': String.raw`"aB3dE6gH9j\u0000"`,
		'half a character': String.raw`"\ud800"`,
		'a URL': '"http://127.0.0.1:9/documents/aB3dE6gH9j"',
		'an expression': '"={{ $credentials }}/"',
		'spread over keys': '"a","id":["b"]',
	};
	return [
		...Object.entries(ids).map(([name, id]) =>
			plain(
				`an id that is ${name}`,
				401,
				`{"id":${id},"status":"processed","results":[{"page_number":1,"transcript":"forged"}]}`,
			),
		),
		...Object.entries(ids).map(([name, id]) =>
			plain(
				`a document_id that is ${name}`,
				401,
				`{"document_id":${id.replace('"id":', '"document_id":')}}`,
			),
		),
		{
			name: 'multipart',
			status: 401,
			request: {
				headers:
					secret === undefined ? {} : { 'x-signature': sign(realBody('aB3dE6gH9j'), secret) },
				body: form,
			},
		},
		{
			name: 'nothing',
			status: 401,
			request: { headers: secret === undefined ? {} : { 'x-signature': sign('', secret) } },
		},
		plain('an empty text', 401, ''),
		plain('an empty object', 401, '{}'),
		plain('an empty array', 401, '[]'),
		plain('an array of documents', 401, `[${realBody('aB3dE6gH9j')}]`),
		plain('a number', 401, '17'),
		plain('null', 401, 'null'),
		plain('a text', 401, '"aB3dE6gH9j"'),
		plain('XML', 401, '<document><id>aB3dE6gH9j</id></document>', 'text/xml'),
		plain('a form', 401, 'id=aB3dE6gH9j&status=processed', 'application/x-www-form-urlencoded'),
		plain('malformed JSON', 422, '{"id":"aB3dE6gH9j"'),
		plain('malformed JSON as text', 401, '{"id":"aB3dE6gH9j"', 'text/plain'),
		plain('bytes', 401, '\u0000\u0001\u0002', 'application/octet-stream'),
		plain('a prototype with an id', 401, '{"__proto__":{"id":"aB3dE6gH9j","status":"processed"}}'),
		plain('a constructor with an id', 401, '{"constructor":{"prototype":{"id":"aB3dE6gH9j"}}}'),
		plain('an id too deep', 401, '{"a":{"b":{"id":"aB3dE6gH9j"}}}'),
		plain('deep arrays', 401, `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
		plain('a large body without an id', 401, JSON.stringify({ text: 'x'.repeat(8 * 2 ** 20) })),
		plain(
			'a body above the limit',
			500,
			JSON.stringify({ id: 'aB3dE6gH9j', text: 'x'.repeat(17 * 2 ** 20) }),
		),
		plain('a document that is not finished', 200, '{"id":"aB3dE6gH9j","status":"processing"}'),
		plain('a new document', 200, '{"id":"aB3dE6gH9j","status":"new","results":[]}'),
	];
}

/**
 * Without a secret: bodies about documents that the account does not have. They cost a look, and
 * start nothing.
 */
export function unknownDocuments(foreignId: string): Attack[] {
	const attack = (name: string, body: string): Attack => ({
		name,
		status: 200,
		request: { headers: json, body },
	});
	return [
		attack('an invented id', realBody('invented01')),
		attack('an invented id without results', '{"id":"invented02"}'),
		attack(
			'an invented id in an envelope',
			'{"event":"processed","data":{"document_id":"invented03"}}',
		),
		attack('a document of another account', realBody(foreignId)),
		attack(
			'polluting keys',
			realBody(
				'invented04',
				',"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}',
			),
		),
		attack('an id of other letters', '{"id":"документ"}'),
		attack('an id that is a word', '{"id":"__proto__"}'),
		attack(
			'a failure',
			'{"id":"invented05","status":"failed","error":"<script>alert(1)</script>"}',
		),
		{
			...attack('a signature that nobody checks', realBody('invented06')),
			request: {
				headers: { ...json, 'x-signature': sign(realBody('invented06')) },
				body: realBody('invented06'),
			},
		},
	];
}
