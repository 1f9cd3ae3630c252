import { quoted, quotedList } from '../../../../nodes/shared/core/quote';

describe('a value in a message', () => {
	it.each([
		['a text', 'tables', '"tables"'],
		['nothing', undefined, '""'],
		['null', null, '""'],
		['a number', -7.5, '-7.5'],
		['a boolean', false, '"false"'],
		['an object', { a: [1] }, '"{"a":[1]}"'],
		['line breaks and control characters', ' a\r\n\tb\u0000c ', '"a b c"'],
		['a question', 'What? a = b', '"What? a = b"'],
		['a URL', 'https://example.com/a%20b.pdf', '"https://example.com/a%20b.pdf"'],
		['the query of a URL', 'https://h.example/a?X-Signature=s3cret', '"https://h.example/a?…"'],
		['a query with a blank', 'https://h.example/a?n=A B&key=s3cret', '"https://h.example/a?…"'],
		['a query that is only a key', 'https://h.example/a?s3cret', '"https://h.example/a?…"'],
		['a fragment', 'https://h.example/a#access_token=s3cret', '"https://h.example/a#…"'],
		['a name and password', 'ftp://me:s3cret@h.example/a.pdf', '"ftp://h.example/a.pdf"'],
		['a URL without scheme', 'h.example/a?key=s3cret', '"h.example/a?…"'],
		['an ID with a question mark', 'abc?x=1', '"abc?x=1"'],
		['a URL in a text', 'see https://h.example/?key=s3cret', '"see https://h.example/?…"'],
		[
			'a URL in an object',
			{ url: 'https://h.example/?k=s3cret' },
			'"{"url":"https://h.example/?…"',
		],
		['a data URL', 'data:image/png;base64,iVBORw0KGgo', '"data:image/png;base64,…"'],
		['a data URL in an object', { a: 'data:,s3cret' }, '"{"a":"data:,…"'],
	])('%s', (_case, value, shown) => {
		expect(quoted(value)).toBe(shown);
	});

	it('is cut at 100 characters, between characters', () => {
		expect(quoted('a'.repeat(100))).toBe(`"${'a'.repeat(100)}"`);
		expect(quoted('a'.repeat(101))).toBe(`"${'a'.repeat(99)}…"`);
		expect(quoted('📄'.repeat(3_000_000))).toBe(`"${'📄'.repeat(99)}…"`);
	});

	it('survives what cannot be written as JSON', () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		expect(quoted(circle)).toBe('"an object"');
		expect(quoted(10n)).toBe('"10"');
	});
});

it('shows the first ten of many values', () => {
	expect(quotedList(['a', 'b'])).toBe('"a", "b"');
	expect(quotedList(Array.from({ length: 12 }, (_, index) => index))).toMatch(/, 9 and 2 more$/);
});
