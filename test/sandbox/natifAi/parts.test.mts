import { beginnings } from '../../../sandbox/server/natifAi/beginnings.mts';
import { textPage } from '../../../sandbox/server/natifAi/fixedPages.mts';
import {
	amountOf,
	currencyOf,
	findDate,
	keyOf,
} from '../../../sandbox/server/natifAi/results/values.mts';

const starts = (...texts: string[]): boolean[] =>
	beginnings(texts.map((text) => textPage(text, true))).map(({ begins }) => begins);

test.each<[string, string[], boolean[]]>([
	['plain pages', ['once upon a time', 'and so they lived'], [true, false]],
	[
		'numbered pages',
		['One\nPage 1 of 2', 'Dear all\nPage 2 of 2', 'Three\nPage 1'],
		[true, false, true],
	],
	['a salutation', ['Total 5', 'Dear Rosa,\nthank you'], [true, true]],
	['a date', ['Total 5', 'Ashford\n14 September'], [true, true]],
	['the name of a kind of document', ['once', 'INVOICE 17'], [true, true]],
	[
		'such a word in a long line',
		['once', 'I have seen the report that you sent me before the holidays and I like it'],
		[true, false],
	],
	['such a word far below', ['once', 'a\nb\nc\nd\ne\nf\nInvoice'], [true, false]],
])('a document begins: %s', (_what, texts, expected) => {
	expect(starts(...texts)).toEqual(expected);
});

test('paper of another shape begins a document', () => {
	const pages = ['once', 'upon', 'a time'].map((text, index) => ({
		...textPage(text, true),
		height: index === 1 ? 1240 : 1754,
	}));
	expect(beginnings(pages).map(({ begins }) => begins)).toEqual([true, true, true]);
});

test.each([
	['2026-05-04', '2026-05-04', true],
	['on 4.5.2026.', '2026-05-04', true],
	['Table 7, 20 October', '20 October', false],
	['October 3, 2024', '2024-10-03', true],
	['12 March 1987', '1987-03-12', true],
])('the date in "%s"', (text, value, complete) => {
	expect(findDate(text)).toMatchObject({ value, complete });
});

test('what is no date', () => expect(findDate('3 eggs from the farm')).toBeNull());

test.each([
	['7.60', 7.6],
	['1,234.50', 1234.5],
	['1.234,50', 1234.5],
	['£9.00', 9],
	['12,00€', 12],
	['-3.10', -3.1],
	['12', null],
	['1.2.3', null],
	['7.605', null],
])('the amount %s', (text, amount) => expect(amountOf(text)).toBe(amount));

test('currencies and keys', () => {
	expect(['12 €', 'GBP 3', '$4', '5'].map(currencyOf)).toEqual(['EUR', 'GBP', 'USD', null]);
	expect(['Date of birth', ' E-Mail: ', 'Straße'].map(keyOf)).toEqual([
		'date_of_birth',
		'e_mail',
		'straße',
	]);
});
