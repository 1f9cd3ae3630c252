import { baseName, nameForType, plainName } from '../../../../nodes/shared/core/fileName';

const FAMILY = '👨‍👩‍👧';

describe('a name as it is sent', () => {
	it.each([
		['a name', 'letter.pdf', 'letter.pdf'],
		['a title with a slash', 'Rechnung 12/2024', 'Rechnung 12_2024'],
		['a title with a backslash', 'A\\B.pdf', 'A_B.pdf'],
		['a path', '/home/me/scan.pdf', 'scan.pdf'],
		['a path of Windows', 'C:\\Users\\me\\scan.pdf', 'scan.pdf'],
		['a path of a share', '\\\\server\\scans\\scan.pdf', 'scan.pdf'],
		['a relative path', '../../etc/passwd', 'passwd'],
		['a URL', 'https://example.com/a/scan.pdf?key=s3cret', 'scan.pdf'],
		['quotes', 'the "letter".pdf', 'the "letter".pdf'],
		['line breaks and control characters', 'a\r\nb\u0000\tc.pdf', 'a b c.pdf'],
		['leading dots', '..hidden.png', 'hidden.png'],
		['trailing dots and blanks', 'letter.pdf. .', 'letter.pdf'],
		['an extension alone', '.PDF', 'document.PDF'],
		['dots alone', '...', 'document'],
		['nothing', ' ', 'document'],
		['a device of Windows', 'con.pdf', '_con.pdf'],
		['a device of Windows without extension', 'NUL', '_NUL'],
		['a name that begins like a device', 'console.pdf', 'console.pdf'],
		['a turned direction', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
		['half an emoji', 'a\ud83d.pdf', 'a_.pdf'],
		['an emoji', `${FAMILY}.png`, `${FAMILY}.png`],
		['an umlaut in two characters', 'U\u0308bung.pdf', 'U\u0308bung.pdf'],
	])('%s', (_case, given, sent) => {
		expect(plainName(given)).toBe(sent);
	});

	it('is cut between characters, and keeps its extension', () => {
		expect(plainName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(196)}.pdf`);
		expect(plainName(`${FAMILY.repeat(30)}.pdf`)).toBe(`${FAMILY.repeat(10)}.pdf`);
		expect(plainName('ü'.repeat(300))).toBe('ü'.repeat(100));
	});
});

describe('an extension is only what is known to be one', () => {
	it.each([
		['letter.pdf', 'letter'],
		['letter.JPEG', 'letter'],
		['letter.tar.pdf', 'letter.tar'],
		['Scan 12.03.2024', 'Scan 12.03.2024'],
		['scan v1.2', 'scan v1.2'],
		['letter 2024.03', 'letter 2024.03'],
		['Vertrag Fa. Huber', 'Vertrag Fa. Huber'],
		['letter', 'letter'],
		['.pdf', '.pdf'],
	])('%s', (name, base) => {
		expect(baseName(name)).toBe(base);
	});

	it.each([
		['no extension', 'Scan 12.03.2024', 'image/png', 'Scan 12.03.2024.png'],
		['the right one', 'scan.PNG', 'image/png', 'scan.PNG'],
		['another right one', 'scan.jpeg', 'image/jpeg', 'scan.jpeg'],
		['one of another type', 'scan.pdf', 'image/jpeg', 'scan.jpg'],
		['one that is none', 'download.php', 'application/pdf', 'download.php.pdf'],
		['a type with parameters', 'scan', 'image/tiff; application=faxbw', 'scan.tiff'],
		['a type under another name', 'scan', 'image/pjpeg', 'scan.jpg'],
		['a type that is not known', 'scan.xyz', 'image/x-xyz', 'scan.xyz'],
	])('a name for its type: %s', (_case, name, type, right) => {
		expect(nameForType(name, type)).toBe(right);
	});

	it.each([
		['Scan 12.03.2024.png', 'text/plain', 'Scan 12.03.2024.txt'],
		['Scan 12.03.2024', 'text/plain', 'Scan 12.03.2024.txt'],
		['Rechnung 12/2024.pdf', 'application/json', 'Rechnung 12_2024.json'],
		[`${'a'.repeat(250)}.pdf`, 'text/csv', `${'a'.repeat(196)}.csv`],
	])('a download of %s as %s', (name, type, right) => {
		expect(nameForType(name, type)).toBe(right);
	});
});
