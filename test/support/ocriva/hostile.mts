import * as shared from '../wrongSignatures.mts';
import { realBody, SECRET, sign } from './delivery.mts';

export type Attack = shared.Attack;

const json = { 'content-type': 'application/json' };

/** Deliveries about a real record whose signature is missing or wrong. */
export function wrongSignatures(id: string): Attack[] {
	return shared.wrongSignatures({
		header: 'x-webhook-signature',
		secret: SECRET,
		sign,
		realBody: (more) => realBody(id, more),
		id,
	});
}

const REAL = 'aB3dE6gH9j';

/** What an id must not be, as JSON. */
const ids: Record<string, string> = {
	'a large number': '1e309',
	true: 'true',
	'an array': `["${REAL}"]`,
	'an object': `{"id":"${REAL}"}`,
	'an object that looks like text': `{"toString":"${REAL}","length":10}`,
	empty: '""',
	blank: '"  "',
	'very long': JSON.stringify('a'.repeat(10_000)),
	'a path': '"../projects"',
	'an absolute path': '"/v1/openapi/projects"',
	'an encoded path': '"..%2fprojects"',
	'a path of another kind': JSON.stringify(String.raw`..\projects`),
	'the path of the statistics': '"./stats"',
	dots: '".."',
	'a result': `"${REAL}/result"`,
	'with a query': `"${REAL}?projectId=other"`,
	'with a fragment': `"${REAL}#"`,
	'with a line break': String.raw`"${REAL}\r\nX-Injected: 1"`,
	'with a null': String.raw`"${REAL}\u0000"`,
	'half a character': String.raw`"\ud800"`,
	'a URL': `"http://127.0.0.1:9/openapi/processing-history/${REAL}"`,
	'an expression': '"={{ $credentials }}/"',
};

/**
 * Bodies that are no delivery of the service, for triggers with and without a secret: there they
 * are signed rightly.
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
				...(isSigned && { 'x-webhook-signature': sign(body, secret) }),
			},
			body,
		},
	});
	const event = (payload: string, more = '') =>
		`{"eventType":"document.processed","eventId":"evt_1_a"${more},"payload":${payload}}`;
	const form = new FormData();
	form.append('eventType', 'document.processed');
	form.append('payload', new Blob([realBody(REAL)], { type: 'application/json' }), 'body.json');
	const signed = (body: string): Record<string, string> =>
		secret === undefined ? {} : { 'x-webhook-signature': sign(body, secret) };
	return [
		...Object.entries(ids)
			.flatMap(([name, id]) => [
				plain(
					`an id that is ${name}`,
					401,
					event(`{"id":${id},"processingResult":{"text":"forged"}}`),
				),
				plain(
					`a processingHistoryId that is ${name}`,
					401,
					event(`{"id":"${REAL}","processingHistoryId":${id}}`),
				),
				plain(`a projectId that is ${name}`, 401, event(`{"id":"${REAL}"}`, `,"projectId":${id}`)),
				plain(
					`a batch that is ${name}`,
					401,
					`{"eventType":"batch.completed","payload":{"id":${id}}}`,
				),
			])
			// An empty id counts as none: what is signed passes as it is, where the API is not needed.
			.filter(
				({ name }) => !(isSigned ? / empty/ : /(projectId|HistoryId) that is empty/).test(name),
			),
		...[
			'17',
			'null',
			'""',
			'"processed"',
			'"document"',
			'"document/processed"',
			'"Document.Processed"',
			'["document.processed"]',
			`"${'a.'.repeat(200)}b"`,
		].map((type) =>
			plain(
				`the event type ${type.slice(0, 30)}`,
				401,
				`{"eventType":${type},"payload":{"id":"${REAL}"}}`,
			),
		),
		...['17', 'null', '"text"', '[]', `[{"id":"${REAL}"}]`].map((payload) =>
			plain(`the payload ${payload}`, 401, event(payload)),
		),
		plain('the route of the statistics as an id', 401, realBody('stats')),
		{ name: 'multipart', status: 401, request: { headers: signed(realBody(REAL)), body: form } },
		{ name: 'nothing', status: 401, request: { headers: signed('') } },
		plain('an empty text', 401, ''),
		plain('an empty object', 401, '{}'),
		plain('an empty array', 401, '[]'),
		plain('an array of events', 401, `[${realBody(REAL)}]`),
		plain('an envelope in an envelope', 401, `{"data":${realBody(REAL)}}`),
		plain(
			'a record without an envelope',
			401,
			`{"id":"${REAL}","status":"completed","processingResult":{}}`,
		),
		plain('a number', 401, '17'),
		plain('null', 401, 'null'),
		plain('a text', 401, `"${REAL}"`),
		plain('XML', 401, `<payload><id>${REAL}</id></payload>`, 'text/xml'),
		plain(
			'a form',
			401,
			`eventType=document.processed&payload[id]=${REAL}`,
			'application/x-www-form-urlencoded',
		),
		plain('malformed JSON', 422, '{"eventType":"document.processed"'),
		plain('malformed JSON as text', 401, '{"eventType":"document.processed"', 'text/plain'),
		plain('bytes', 401, '\u0000\u0001\u0002', 'application/octet-stream'),
		plain('a prototype with an event', 401, `{"__proto__":${realBody(REAL)}}`),
		plain(
			'a payload with a prototype alone',
			401,
			`{"eventType":"document.processed","__proto__":{"payload":{"id":"${REAL}"}}}`,
		),
		plain('deep arrays', 401, `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
		plain('a large body without an event', 401, JSON.stringify({ text: 'x'.repeat(8 * 2 ** 20) })),
		plain(
			'a body above the limit',
			500,
			JSON.stringify({
				eventType: 'document.processed',
				payload: { id: REAL, text: 'x'.repeat(17 * 2 ** 20) },
			}),
		),
		plain(
			'an event that nobody knows',
			200,
			`{"eventType":"invoice.paid","eventId":"evt_1_b","payload":{"id":"${REAL}"}}`,
		),
		plain(
			'an event that the trigger is not set to',
			200,
			`{"eventType":"batch.uploaded","eventId":"evt_1_c","payload":{"id":"${REAL}"}}`,
		),
	];
}

/**
 * Without a secret: deliveries of what the organization does not have. They cost a look, and start
 * nothing.
 */
export function unknownThings(foreignId: string): Attack[] {
	const attack = (name: string, body: string): Attack => ({
		name,
		status: 200,
		request: { headers: json, body },
	});
	return [
		attack('an invented id', realBody('invented01')),
		attack(
			'an invented id under another key',
			'{"eventType":"document.failed","payload":{"historyId":"invented02"}}',
		),
		attack(
			'an invented id in a foreign project',
			realBody('invented03', ',"projectId":"foreign01"'),
		),
		attack('a record of another organization', realBody(foreignId)),
		attack('an invented batch', '{"eventType":"batch.completed","payload":{"id":"invented04"}}'),
		attack(
			'an invented template',
			'{"eventType":"template.created","payload":{"templateId":"invented05"}}',
		),
		attack(
			'polluting keys',
			realBody(
				'invented06',
				',"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}',
			),
		),
		attack('an id of other letters', realBody('документ')),
		attack('an id that is a word', realBody('__proto__')),
		attack(
			'a failure',
			'{"eventType":"document.failed","payload":{"id":"invented07","error":"<script>alert(1)</script>"}}',
		),
		{
			...attack('a signature that nobody checks', realBody('invented08')),
			request: {
				headers: { ...json, 'x-webhook-signature': sign(realBody('invented08')) },
				body: realBody('invented08'),
			},
		},
	];
}
