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

const ids: Record<string, string> = {
	...wrongIds('users/me'),
	null: 'null',
	'an absolute path': '"/v3/users/me"',
	'a file': `"${ID}.json"`,
	'with a query': `"${ID}?format=txt"`,
	'a URL': `"http://127.0.0.1:9/documents/${ID}"`,
	'spread over keys': '"a","id":["b"]',
};

const bodies: StrangeBody[] = [
	...NO_DELIVERIES,
	...Object.entries(ids).flatMap(([name, id]): StrangeBody[] => [
		[
			`an id that is ${name}`,
			401,
			`{"id":${id},"status":"processed","results":[{"page_number":1,"transcript":"forged"}]}`,
		],
		[
			`a document_id that is ${name}`,
			401,
			`{"document_id":${id.replace('"id":', '"document_id":')}}`,
		],
	]),
	['an array of documents', 401, `[${realBody(ID)}]`],
	['a form', 401, `id=${ID}&status=processed`, 'application/x-www-form-urlencoded'],
	['malformed JSON', 422, `{"id":"${ID}"`],
	['malformed JSON as text', 401, `{"id":"${ID}"`, 'text/plain'],
	['a prototype with an id', 401, `{"__proto__":{"id":"${ID}","status":"processed"}}`],
	['a constructor with an id', 401, `{"constructor":{"prototype":{"id":"${ID}"}}}`],
	['an id too deep', 401, `{"a":{"b":{"id":"${ID}"}}}`],
	['a large body without an id', 401, JSON.stringify({ text: 'x'.repeat(8 * 2 ** 20) })],
	['a body above the limit', 500, JSON.stringify({ id: ID, text: 'x'.repeat(17 * 2 ** 20) })],
	['a document that is not finished', 200, `{"id":"${ID}","status":"processing"}`],
	['a new document', 200, `{"id":"${ID}","status":"new","results":[]}`],
];

/**
 * Bodies that tell of no document that the API knows, for triggers with and without a secret: there
 * they are signed rightly.
 */
export function strangeBodies(secret: string | undefined): Attack[] {
	const sender = { header: 'x-signature', sign, secret };
	const form = new FormData();
	form.append('id', ID);
	form.append('file', new Blob([realBody(ID)], { type: 'application/json' }), 'body.json');
	return [
		...bodies.map((body) => strangeDelivery(sender, body)),
		...noText(sender, form, realBody(ID)),
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
