import { isSafeId } from '../../../../nodes/shared/webhook/safeId.ts';

it.each(['a', 'Tst0Doc123', '65f1-a_b~c:d', 'ü', 'x'.repeat(100)])('%p is an id', (id) => {
	expect(isSafeId(id)).toBe(true);
});

it.each([
	'',
	'a b',
	' a',
	'a\n',
	'a\u0000',
	'a\u202E',
	'../users/me',
	'a/b',
	'a.json',
	'a?b',
	'a#b',
	'a%2Fb',
	'a\\b',
	'x'.repeat(101),
	7,
	null,
	['a'],
])('%p is none', (id) => {
	expect(isSafeId(id)).toBe(false);
});
