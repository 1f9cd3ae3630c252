import { dispositionName, pathName } from '../../../../nodes/shared/files/contentDisposition';

/** As Node.js gives the bytes of a header. */
const onTheWire = (header: string): string => Buffer.from(header).toString('latin1');

describe('the name in Content-Disposition', () => {
	it.each([
		['a plain name', 'attachment; filename=letter.pdf', 'letter.pdf'],
		['in quotes', 'attachment; filename="letter.pdf"', 'letter.pdf'],
		['with a semicolon', 'attachment; filename="a;b.pdf"', 'a;b.pdf'],
		['with an equals sign', 'attachment; filename="a=b; c=d.pdf"; size=5', 'a=b; c=d.pdf'],
		['with escaped quotes', 'attachment; filename="a \\"b\\" c.pdf"', 'a "b" c.pdf'],
		[
			'with quotes that are not escaped',
			'attachment; filename="a "b" c.pdf"; size=5',
			'a "b" c.pdf',
		],
		['in single quotes', "attachment; filename='my letter.pdf'", 'my letter.pdf'],
		['in parts', 'attachment; filename*0="a long "; filename*1="name.pdf"', 'a long name.pdf'],
		['in coded parts', "attachment; filename*0*=UTF-8''%C3%9C; filename*1*=bung.pdf", 'Übung.pdf'],
		['in parts, some coded', "attachment; filename*0*=utf-8''%C3%9C; filename*1=b.pdf", 'Üb.pdf'],
		['extended under the plain name', "attachment; filename=UTF-8''%C3%9Cbung.pdf", 'Übung.pdf'],
		['plain under the extended name', 'attachment; filename*=%C3%9Cbung.pdf', 'Übung.pdf'],
		['in Windows-1252', "attachment; filename*=windows-1252''5%80.pdf", '5€.pdf'],
		['with an escaped backslash', 'attachment; filename="a\\\\b.pdf"', 'a\\b.pdf'],
		['a path of Windows', 'attachment; filename="C:\\scans\\a.pdf"', 'C:\\scans\\a.pdf'],
		['with blanks and no quotes', 'attachment; filename=my letter.pdf', 'my letter.pdf'],
		['in capitals and with blanks', 'ATTACHMENT ; FileName = "a.pdf"', 'a.pdf'],
		['without a disposition', 'filename="a.pdf"', 'a.pdf'],
		['without the semicolon', 'attachment filename="a.pdf"', 'a.pdf'],
		['without the last quote', 'attachment; filename="a.pdf', 'a.pdf'],
		['in another parameter', 'attachment; x="filename=b.pdf"; filename=a.pdf', 'a.pdf'],
		['twice', 'attachment; filename=a.pdf; filename=b.pdf', 'a.pdf'],
		['of a form', 'form-data; name="file"; filename="a.pdf"', 'a.pdf'],
		['extended', "attachment; filename*=UTF-8''%C3%9Cbung.pdf", 'Übung.pdf'],
		['extended, with a language', "attachment; filename*=UTF-8'de'%C3%9Cbung.pdf", 'Übung.pdf'],
		['extended, in Latin-1', "attachment; filename*=iso-8859-1'de'%DCbung.pdf", 'Übung.pdf'],
		['extended, in quotes', 'attachment; filename*="UTF-8\'\'%C3%9Cbung.pdf"', 'Übung.pdf'],
		['extended with a semicolon', "attachment; filename*=utf-8''a%3Bb.pdf", 'a;b.pdf'],
		['both, extended first', "attachment; filename*=UTF-8''b.pdf; filename=a.pdf", 'b.pdf'],
		['both, extended last', "attachment; filename=a.pdf; filename*=UTF-8''b.pdf", 'b.pdf'],
		['an unknown encoding', "attachment; filename=a.pdf; filename*=X-1''b.pdf", 'a.pdf'],
		['broken bytes', "attachment; filename=a.pdf; filename*=UTF-8''%FF.pdf", 'a.pdf'],
		['no encoding', 'attachment; filename=a.pdf; filename*=b.pdf', 'a.pdf'],
		['UTF-8 as it is', onTheWire('attachment; filename="Übung.pdf"'), 'Übung.pdf'],
		['Latin-1 as it is', 'attachment; filename="Übung.pdf"', 'Übung.pdf'],
		['percent signs', 'attachment; filename="%C3%9Cbung%20a.pdf"', 'Übung a.pdf'],
		['a percent sign', 'attachment; filename="100% a.pdf"', '100% a.pdf'],
		['words of a mail', 'attachment; filename="=?UTF-8?B?w5xidW5nLnBkZg==?="', 'Übung.pdf'],
		['words in letters', 'attachment; filename="=?utf-8?Q?=C3=9Cbung_a.pdf?="', 'Übung a.pdf'],
	])('%s', (_case, header, name) => {
		expect(dispositionName(header)).toBe(name);
	});

	it.each([
		['no header', undefined],
		['an empty header', ''],
		['no name', 'attachment'],
		['an empty name', 'attachment; filename=""'],
		['a number', 5],
	])('there is none: %s', (_case, header) => {
		expect(dispositionName(header)).toBe('');
	});

	it('takes the first of several headers', () => {
		expect(dispositionName(['attachment; filename=a.pdf', 'attachment; filename=b.pdf'])).toBe(
			'a.pdf',
		);
	});

	it('reads a long header that is none in no time', () => {
		const started = performance.now();
		dispositionName(`attachment; ${'filename '.repeat(2_000)}`);
		dispositionName(`attachment; filename="${'\\'.repeat(16_000)}`);
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});

it.each([
	['https://example.com/a/letter%20%C3%9C.pdf?x=1', 'letter Ü.pdf'],
	['https://example.com/%DCbung.pdf', 'Übung.pdf'],
	['https://example.com/100%25.pdf', '100%.pdf'],
	['https://example.com/%zz.pdf', '%zz.pdf'],
	['https://example.com/', ''],
])('the name in the path of %s', (url, name) => {
	expect(pathName(new URL(url))).toBe(name);
});
