import fc from 'fast-check';
import { closest, couldBeFile } from '../../../../nodes/shared/upload/sentFile.ts';
import '../../../support/seed.mts';

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('a listed file could be the one that was sent', () => {
	it.each([
		['as it is', 'scan.pdf', 'scan.pdf'],
		['in another Unicode form', 'Übung.pdf', 'Übung.pdf'.normalize('NFD')],
		['decomposed, listed composed', 'Übung.pdf'.normalize('NFD'), 'Übung.pdf'],
		['read as Latin-1', 'Müller.pdf', latin1('Müller.pdf')],
		['read as Windows-1252', 'Übung.pdf', 'Ãœbung.pdf'],
		['read as Latin-1 twice', 'Müller.pdf', latin1(latin1('Müller.pdf'))],
		['read as Latin-1 in another form', 'Übung.pdf', latin1('Übung.pdf'.normalize('NFD'))],
		['with underscores for blanks', 'my scan (1).pdf', 'my_scan_(1).pdf'],
		['with hyphens for blanks', 'my scan.pdf', 'my-scan.pdf'],
		['without its blanks', 'my scan.pdf', 'myscan.pdf'],
		['in lower case', 'Scan 7.PDF', 'scan 7.pdf'],
		['percent-encoded', 'Müller & Co.pdf', 'M%C3%BCller%20%26%20Co.pdf'],
		['without its accents', 'Müller é.pdf', 'Muller e.pdf'],
		['in other letters', 'Größe.pdf', 'Groesse.pdf'],
		['with signs for what is beyond ASCII', 'Müller.pdf', 'M?ller.pdf'],
		['with replacement characters', 'Müller.pdf', 'M\uFFFDller.pdf'],
		['without what is beyond ASCII', '請求書 7.pdf', '7.pdf'],
		['with underscores for what is beyond ASCII', '請求書.pdf', '___.pdf'],
	])('listed %s', (_case, name, fileName) => {
		expect(couldBeFile({ name, size: 10 }, { fileName, fileSize: 10 })).toBe(true);
		expect(couldBeFile({ name, size: 10 }, { fileName, fileSize: null })).toBe(true);
		expect(couldBeFile({ name, size: 10 }, { fileName, fileSize: 11 })).toBe(false);
	});

	it.each([
		['scan.pdf', 'scan 1.pdf'],
		['scan.pdf', 'scan.png'],
		['Müller.pdf', 'Möller.pdf'],
		['請求書.pdf', '領収書.pdf'],
		['a.pdf', 'b.pdf'],
		['請求書.pdf', 'b.pdf'],
	])('%s is not %s', (name, fileName) => {
		expect(couldBeFile({ name, size: 10 }, { fileName, fileSize: 10 })).toBe(false);
		expect(couldBeFile({ name: fileName, size: 10 }, { fileName: name, fileSize: 10 })).toBe(false);
	});

	it('by its size alone where no name is told', () => {
		const sent = { name: 'scan.pdf', size: 10 };
		expect(couldBeFile(sent, { fileName: null, fileSize: 10 })).toBe(true);
		expect(couldBeFile(sent, { fileName: null, fileSize: null })).toBe(false);
	});

	it('whatever the name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				for (const fileName of [name, name.normalize('NFD'), name.normalize('NFC')])
					expect(couldBeFile({ name, size: 1 }, { fileName, fileSize: null })).toBe(true);
			}),
		);
	});
});

it('names that are the same go before those that are respelled', () => {
	const listed = (fileName: string) => ({ fileName, fileSize: null });
	const [exact, respelled] = [listed('a b.pdf'), listed('a_b.pdf')];
	expect(closest({ name: 'a b.pdf', size: 1 }, [respelled, exact])).toEqual([exact]);
	expect(closest({ name: 'a b.pdf', size: 1 }, [respelled])).toEqual([respelled]);
	expect(closest({ name: 'c.pdf', size: 1 }, [respelled, exact])).toEqual([]);
});
