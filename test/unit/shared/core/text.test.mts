import { comparableText, containsText, repairedText } from '../../../../nodes/shared/core/text';

const COMPOSED = 'Übung.pdf'.normalize('NFC');
const DECOMPOSED = 'Übung.pdf'.normalize('NFD');

describe('text that is UTF-8 and was read as something else', () => {
	it.each([
		['read as Latin-1', Buffer.from('Übung №5.pdf').toString('latin1'), 'Übung №5.pdf'],
		['read as Windows-1252', 'Ãœbung â€“ 5 â‚¬.pdf', 'Übung – 5 €.pdf'],
		['Japanese', Buffer.from('手紙.pdf').toString('latin1'), '手紙.pdf'],
		['an emoji', Buffer.from('📄.pdf').toString('latin1'), '📄.pdf'],
	])('%s is put right', (_case, text, right) => {
		expect(repairedText(text)).toBe(right);
	});

	it.each(['letter.pdf', 'Übung.pdf', 'Größe – 5 €.pdf', 'naïve café', '手紙.pdf', '📄', 'Ã', ''])(
		'what is right stays: %j',
		(text) => {
			expect(repairedText(text)).toBe(text);
		},
	);
});

describe('names are compared in one form', () => {
	it.each([
		['composed in decomposed', DECOMPOSED, 'Übung'.normalize('NFC')],
		['decomposed in composed', COMPOSED, 'Übung'.normalize('NFD')],
		['the beginning of a decomposed letter counts as a letter', DECOMPOSED, 'bung'],
		['other case', 'RECHNUNG ÄÖÜ.PDF', 'äöü'],
		['a narrow blank, as macOS names screenshots', 'Screenshot at 10.00.00\u202fAM.png', '00 AM'],
		['wide letters', '請求書2024.pdf', '2024'],
		['UTF-8 read as Latin-1', 'Ãœbung.pdf', 'übung'],
		['nothing wanted', 'a.pdf', ''],
		['blanks around what is wanted', 'a.pdf', '  A.pdf '],
	])('found: %s', (_case, name, wanted) => {
		expect(containsText(name, wanted)).toBe(true);
	});

	it.each([
		['another letter', 'Ubung.pdf', 'Übung'],
		['another word', 'letter.pdf', 'invoice'],
	])('not found: %s', (_case, name, wanted) => {
		expect(containsText(name, wanted)).toBe(false);
	});

	it('is in one form', () => {
		expect(comparableText(DECOMPOSED)).toBe('übung.pdf'.normalize('NFC'));
	});
});
