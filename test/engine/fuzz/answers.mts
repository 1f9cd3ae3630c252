import fc from 'fast-check';
import type { Answered, MadeUp, Strike } from '../../support/faultProxy.mts';

/** Names that programs stumble over, and those that the services use. */
const NAMES = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'length',
	'then',
	'error',
	'message',
	'id',
	'status',
	'data',
	'documents',
	'results',
	'pages',
	'tables',
	'rows',
	'value',
	'',
];

const nested = (levels: number, around: 'list' | 'object'): unknown => {
	let value: unknown = 1;
	for (let level = 0; level < levels; level++) value = around === 'list' ? [value] : { a: value };
	return value;
};

/** Numbers as text of JSON: `JSON.stringify` writes no infinite ones. */
const HUGE = '__HUGE__';

/** One value that stands where another one is expected. */
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		true,
		false,
		0,
		-1,
		-0.5,
		7,
		2 ** 53,
		1e308,
		HUGE,
		'',
		' ',
		'0',
		'-1',
		'x',
		'\u0000',
		'\ud800',
		'\u202egnp.exe',
		'../../etc/passwd',
		'/processing/results/a/b/1',
		'https://other.invalid/1',
		'javascript:alert(1)',
		'9'.repeat(400),
		'long '.repeat(20_000),
		'2026-13-45T99:99:99Z',
		[],
		[[]],
		[null],
		[[[1]], {}],
		{},
		{ id: 'x' },
		{ '': '' },
		{ value: { value: { value: 1 } } },
		{ length: 1e9 },
		nested(60, 'list'),
		nested(60, 'object'),
	),
	fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
	fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 5 }),
);

/** What is done with one place of the service's own answer. */
type Change = { place: number; what: 'replace' | 'drop' | 'rename' | 'repeat'; value: unknown };

const change: fc.Arbitrary<Change> = fc.record({
	place: fc.nat(),
	what: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'rename', 'repeat'),
	value: strangeValue,
});

export const changes: fc.Arbitrary<Change[]> = fc.array(change, { minLength: 1, maxLength: 4 });

/** JSON with some of its places changed. */
export function changedJson(body: unknown, made: readonly Change[]): string {
	return textOf(changed(body, made));
}

type Place = { holder: Record<string, unknown> | unknown[]; key: string };

function placesIn(value: unknown): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	const holder = value as Place['holder'];
	return Object.entries(value).flatMap(([key, inner]) => [{ holder, key }, ...placesIn(inner)]);
}

function changed(body: unknown, changes: readonly Change[]): unknown {
	const root: { body: unknown } = { body: structuredClone(body) };
	for (const { place, what, value } of changes) {
		const places = placesIn(root);
		const found = places[place % places.length];
		if (found) apply(found, what, structuredClone(value));
	}
	return root.body;
}

function apply({ holder, key }: Place, what: Change['what'], value: unknown): void {
	const target = holder as Record<string, unknown>;
	const old = target[key];
	const put = (name: string, entry: unknown) =>
		Object.defineProperty(target, name, {
			value: entry,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	if (what === 'drop' && Array.isArray(holder)) holder.splice(Number(key), 1);
	else if (what === 'drop') delete target[key];
	else if (what === 'repeat')
		put(
			key,
			[1, 2, 3].map(() => structuredClone(old)),
		);
	else if (what === 'rename' && !Array.isArray(holder)) {
		delete target[key];
		put(typeof value === 'string' ? value.slice(0, 50) : '__proto__', old);
	} else put(key, value);
}

/** JSON with numbers that are too large for any type. */
function textOf(value: unknown): string {
	return (JSON.stringify(value) ?? 'null').replaceAll(`"${HUGE}"`, '1e999');
}

const OWN_STATUS = 0;
const statuses = fc.constantFrom(
	...[OWN_STATUS, OWN_STATUS, OWN_STATUS, 200, 200, 201, 202, 204, 206, 299, 300, 302],
	...[400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 418, 422, 423, 429, 451, 499],
	...[500, 501, 502, 503, 504, 520, 599],
);
const types = fc.constantFrom(
	undefined,
	'application/json',
	'application/json; charset=utf-16',
	'application/problem+json',
	'text/html',
	'text/plain',
	'application/octet-stream',
	'image/png',
	'application/pdf',
	'no type at all',
	'multipart/form-data; boundary=x',
	'a'.repeat(2_000),
);
const dispositions = fc.constantFrom(
	undefined,
	undefined,
	'attachment',
	'attachment; filename=',
	'attachment; filename="../../x\\"y.pdf"',
	"attachment; filename*=UTF-8''%E0%A4%A",
	"attachment; filename*=UTF-9'x'%zz; filename=a/b",
	`attachment; filename="${'n'.repeat(3_000)}.pdf"`,
);

const bytes = fc.oneof(
	fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content)),
	fc.constantFrom(
		Buffer.from('%PDF-1.7\n'),
		Buffer.from([0xff, 0xd8, 0xff]),
		Buffer.from('PK\u0003\u0004'),
		Buffer.from('\ufeff{"id":"x"}'),
		Buffer.from('{"id": "x", "id": "y"}'),
		Buffer.from('<!DOCTYPE html><title>x</title>'),
		Buffer.from('['.repeat(30_000) + ']'.repeat(30_000)),
		Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
		Buffer.from('"' + 'x'.repeat(200_000) + '"'),
		Buffer.from('1e999'),
	),
);

/** How a service answers that is not well, or is another one. */
export type Answer = {
	status: number;
	type: string | undefined;
	disposition: string | undefined;
	content: { changes: Change[] } | { json: unknown } | { bytes: Buffer };
};

export const answers: fc.Arbitrary<Answer> = fc.record({
	status: statuses,
	type: types,
	disposition: dispositions,
	content: fc.oneof(
		{ weight: 4, arbitrary: fc.record({ changes }) },
		{ weight: 2, arbitrary: fc.record({ json: strangeValue }) },
		{ weight: 1, arbitrary: fc.record({ bytes }) },
	),
});

/** The strike that gives such an answer in place of the service's own. */
export function strikeOf({ status, type, disposition, content }: Answer): Strike {
	return {
		change: (own: Answered): MadeUp => {
			const ownType = own.headers['content-type'];
			const made = bodyOf(content, own);
			const said = 'changes' in content ? (type ?? ownType) : type;
			return {
				status: status === OWN_STATUS ? own.status : status,
				headers: {
					...(said !== undefined && { 'content-type': said }),
					...(disposition !== undefined && { 'content-disposition': disposition }),
				},
				body: made,
			};
		},
	};
}

/** Changes of an answer that is no JSON put something else into its place. */
function bodyOf(content: Answer['content'], own: Answered): string | Buffer {
	if ('bytes' in content) return content.bytes;
	if ('json' in content) return textOf(content.json);
	try {
		return changedJson(JSON.parse(own.body.toString('utf8')), content.changes);
	} catch {
		return textOf(content.changes[0]?.value);
	}
}
