import {
	ID,
	NO_DELIVERIES,
	noText,
	type StrangeBody,
	strangeDelivery,
	wrongIds,
} from '../strangeBodies.mts';
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

const ids: Record<string, string> = {
	...wrongIds('projects'),
	'an absolute path': '"/v1/openapi/projects"',
	'the path of the statistics': '"./stats"',
	'a result': `"${ID}/result"`,
	'with a query': `"${ID}?projectId=other"`,
	'a URL': `"http://127.0.0.1:9/openapi/processing-history/${ID}"`,
};

const types = [
	'17',
	'null',
	'""',
	'"processed"',
	'"document"',
	'"document/processed"',
	'"Document.Processed"',
	'["document.processed"]',
	`"${'a.'.repeat(200)}b"`,
];

const event = (payload: string, more = '') =>
	`{"eventType":"document.processed","eventId":"evt_1_a"${more},"payload":${payload}}`;

const wrongIdBodies = Object.entries(ids).flatMap(([name, id]): StrangeBody[] => [
	[`an id that is ${name}`, 401, event(`{"id":${id},"processingResult":{"text":"forged"}}`)],
	[
		`a processingHistoryId that is ${name}`,
		401,
		event(`{"id":"${ID}","processingHistoryId":${id}}`),
	],
	[`a projectId that is ${name}`, 401, event(`{"id":"${ID}"}`, `,"projectId":${id}`)],
	[`a batch that is ${name}`, 401, `{"eventType":"batch.completed","payload":{"id":${id}}}`],
]);

const bodies: StrangeBody[] = [
	...NO_DELIVERIES,
	...types.map(
		(type): StrangeBody => [
			`the event type ${type.slice(0, 30)}`,
			401,
			`{"eventType":${type},"payload":{"id":"${ID}"}}`,
		],
	),
	...['17', 'null', '"text"', '[]', `[{"id":"${ID}"}]`].map(
		(payload): StrangeBody => [`the payload ${payload}`, 401, event(payload)],
	),
	['the route of the statistics as an id', 401, realBody('stats')],
	['an array of events', 401, `[${realBody(ID)}]`],
	['an envelope in an envelope', 401, `{"data":${realBody(ID)}}`],
	[
		'a record without an envelope',
		401,
		`{"id":"${ID}","status":"completed","processingResult":{}}`,
	],
	[
		'a form',
		401,
		`eventType=document.processed&payload[id]=${ID}`,
		'application/x-www-form-urlencoded',
	],
	['malformed JSON', 422, '{"eventType":"document.processed"'],
	['malformed JSON as text', 401, '{"eventType":"document.processed"', 'text/plain'],
	['a prototype with an event', 401, `{"__proto__":${realBody(ID)}}`],
	[
		'a payload with a prototype alone',
		401,
		`{"eventType":"document.processed","__proto__":{"payload":{"id":"${ID}"}}}`,
	],
	['a large body without an event', 401, JSON.stringify({ text: 'x'.repeat(8 * 2 ** 20) })],
	[
		'a body above the limit',
		500,
		JSON.stringify({
			eventType: 'document.processed',
			payload: { id: ID, text: 'x'.repeat(17 * 2 ** 20) },
		}),
	],
	[
		'an event that nobody knows',
		200,
		`{"eventType":"invoice.paid","eventId":"evt_1_b","payload":{"id":"${ID}"}}`,
	],
	[
		'an event that the trigger is not set to',
		200,
		`{"eventType":"batch.uploaded","eventId":"evt_1_c","payload":{"id":"${ID}"}}`,
	],
];

/**
 * Bodies that are no delivery of the service, for triggers with and without a secret: there they
 * are signed rightly.
 */
export function strangeBodies(secret: string | undefined): Attack[] {
	const sender = { header: 'x-webhook-signature', sign, secret };
	// An empty id counts as none: what is signed passes as it is, where the API is not needed.
	const isNoId = secret === undefined ? /(projectId|HistoryId) that is empty/ : / that is empty/;
	const form = new FormData();
	form.append('eventType', 'document.processed');
	form.append('payload', new Blob([realBody(ID)], { type: 'application/json' }), 'body.json');
	return [
		...[...wrongIdBodies.filter(([name]) => !isNoId.test(name)), ...bodies].map((body) =>
			strangeDelivery(sender, body),
		),
		...noText(sender, form, realBody(ID)),
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
