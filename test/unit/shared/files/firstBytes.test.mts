import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognise } from '../../../../nodes/shared/files/firstBytes';

const root = join(import.meta.dirname, '../../../..');
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** An ISO media file that begins with these brands. */
const ftyp = (...brands: string[]): Buffer => {
	const [own = '', ...others] = brands;
	const box = latin1(`ftyp${own}\0\0\0\0${others.join('')}`);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(box.length + 4);
	return Buffer.concat([size, box, Buffer.alloc(64)]);
};
/** The beginning of a ZIP archive with such entries. */
const zip = (...names: string[]): Buffer =>
	Buffer.concat(
		names.map((name) => {
			const header = Buffer.alloc(30);
			header.write('PK\u0003\u0004', 'latin1');
			header.writeUInt16LE(name.length, 26);
			return Buffer.concat([header, latin1(name), Buffer.alloc(40, 0xab)]);
		}),
	);

describe('pictures and documents', () => {
	it.each([
		['a PDF', latin1('%PDF-1.7\n%\xe2\xe3'), 'application/pdf'],
		['a PDF behind a header', latin1('HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n\x00'), 'application/pdf'],
		['a PDF behind text', latin1('\r\n\r\n%PDF-1.4'), 'application/pdf'],
		['a PDF behind the note of a program', latin1('<br />\n<b>Notice</b>: x\n%PDF-1.4\n'), /pdf/],
		['a PDF behind a comment', latin1('<!-- cached -->\r\n%PDF-1.7\r\n'), 'application/pdf'],
		['a JPEG', hex('ffd8ffe0 0010'), 'image/jpeg'],
		['a PNG', hex('89504e47 0d0a1a0a 0000'), 'image/png'],
		['a GIF', latin1('GIF89a\x01\x00'), 'image/gif'],
		['an old GIF', latin1('GIF87a\x01\x00'), 'image/gif'],
		['a GIF of a version that is none', latin1('GIF99a\x01\x00'), 'image/gif'],
		['a little-endian TIFF', hex('49492a00 08000000'), 'image/tiff'],
		['a big-endian TIFF', hex('4d4d002a 00000008'), 'image/tiff'],
		['a BigTIFF', hex('49492b00 08000000'), 'image/tiff'],
		['a big-endian BigTIFF', hex('4d4d002b 00080000'), 'image/tiff'],
		['a WebP', latin1('RIFF\x10\x00\x00\x00WEBPVP8X'), 'image/webp'],
		['a BMP', hex('424d 36100000 0000 0000 36000000'), 'image/bmp'],
		['a BMP with a hot spot', hex('424d 36100000 0100 0200 36000000 28000000'), 'image/bmp'],
		['a naked JPEG XL', hex('ff0a fa7f'), 'image/jxl'],
		['a HEIC without a size', latin1('\0\0\0\0ftypheic\0\0\0\0mif1'), 'image/heic'],
		['a HEIC', ftyp('heic', 'mif1', 'heic'), 'image/heic'],
		['a HEIC under the general brand', ftyp('mif1', 'mif1', 'heic'), 'image/heic'],
		['a HEIF', ftyp('mif1', 'mif1'), 'image/heif'],
		['an AVIF', ftyp('avif', 'mif1', 'miaf'), 'image/avif'],
		['an AVIF under the general brand', ftyp('mif1', 'avif', 'miaf'), 'image/avif'],
		['a JPEG 2000', hex('0000000c 6a502020 0d0a870a'), 'image/jp2'],
		['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'), 'image/svg+xml'],
		['an SVG behind a comment', Buffer.from('<!-- by Draw -->\n<svg>'), 'image/svg+xml'],
		['an SVG with a prolog', Buffer.from('<?xml version="1.0"?>\n<svg />'), 'image/svg+xml'],
		['an RTF document', latin1('{\\rtf1\\ansi'), 'application/rtf'],
		['a Word document', zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml'), /word/],
		['an Excel sheet', zip('[Content_Types].xml', 'xl/workbook.xml'), /spreadsheetml/],
		['a PowerPoint presentation', zip('[Content_Types].xml', 'ppt/presentation.xml'), /presentat/],
		['an Office document that tells no more', zip('[Content_Types].xml'), ''],
		['an old Office document', hex('d0cf11e0a1b11ae1 0000'), ''],
		[
			'an OpenDocument text',
			latin1(
				`PK\u0003\u0004${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.textPK\u0003\u0004`,
			),
			'application/vnd.oasis.opendocument.text',
		],
	])('%s', (_case, head, type) => {
		const found = recognise(head);
		expect(found).toMatchObject({ isReadable: true });
		expect(found?.mimeType).toEqual(typeof type === 'string' ? type : expect.stringMatching(type));
	});

	it.each([
		['sandbox/samples/letter.png', 'image/png'],
		['sandbox/samples/receipt.jpg', 'image/jpeg'],
		['sandbox/samples/two-pages.pdf', 'application/pdf'],
		['test/sandbox/files/letter.heic', 'image/heic'],
		['test/unit/shared/files/made/big-endian-big.tif', 'image/tiff'],
	])('the file %s', (path, mimeType) => {
		expect(recognise(readFileSync(join(root, path)))).toMatchObject({ mimeType });
	});
});

describe('what is neither', () => {
	it.each([
		['a web page', '<!DOCTYPE html>\n<html>', 'text/html'],
		['a web page behind blanks and a mark', '\ufeff\n  <html lang="de">', 'text/html'],
		['a web page behind a comment', '<!-- a --><html>', 'text/html'],
		['an XHTML page', '<?xml version="1.0"?><html xmlns="a">', 'text/html'],
		['a piece of a web page', '<div class="error">', 'text/html'],
		['a web page that names a PDF', '<html><a href="a.pdf">%PDF-1.4</a>', 'text/html'],
		['a heading of a web page', '<h2>Not found</h2>', 'text/html'],
		['XML without a prolog', '<Error><Code>NoSuchKey</Code></Error>', 'application/xml'],
		['an answer in SOAP', '<soap:Envelope xmlns:soap="a">', 'application/xml'],
		['a mark and nothing', '\ufeff', 'text/plain'],
		['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code>', 'application/xml'],
		['JSON', '{"error":"expired"}', 'application/json'],
		['a JSON list', ' [\n  {"a": 1}\n]', 'application/json'],
		['an empty JSON object', '{}', 'application/json'],
		['plain text', 'Sehr geehrte Damen und Herren,\r\n', 'text/plain'],
		['text in UTF-8', 'Grüße – 5 €\n手紙', 'text/plain'],
		['a text that begins with a bracket', '[Draft] Hello', 'text/plain'],
		['a text that begins like a picture', 'BM and II are letters', 'text/plain'],
		['blanks', '  \n ', 'text/plain'],
	])('%s', (_case, text, mimeType) => {
		expect(recognise(Buffer.from(text))).toMatchObject({ mimeType, isReadable: false });
	});

	it.each([
		['text in Latin-1', latin1('Gr\xfc\xdfe aus M\xfcnchen'), 'text/plain'],
		['text in UTF-16', Buffer.from('\ufeffHello', 'utf16le'), 'text/plain'],
		[
			'text in UTF-16, the other way round',
			Buffer.from('\ufeffHello', 'utf16le').swap16(),
			'text/plain',
		],
		['a web page in UTF-16 without a mark', Buffer.from('<html><p>', 'utf16le'), 'text/html'],
		['a TAR archive', latin1(`scan.pdf${'\0'.repeat(249)}ustar\0`), 'application/x-tar'],
		['a ZIP archive', zip('scan.pdf', 'letter.png'), 'application/zip'],
		['an empty ZIP archive', hex('504b0506 00000000'), 'application/zip'],
		['a gzip archive', hex('1f8b0800 00000000'), 'application/gzip'],
		['a RAR archive', latin1('Rar!\x1a\x07\x01\x00'), 'application/vnd.rar'],
		['a 7-Zip archive', hex('377abcaf271c 0004'), 'application/x-7z-compressed'],
		['a video', ftyp('isom', 'iso2', 'avc1', 'mp41'), 'video/mp4'],
		['a video of a phone', ftyp('qt  '), 'video/quicktime'],
		['a sound recording', latin1('ID3\x04\x00\x00'), 'audio/mpeg'],
		['a voice memo', ftyp('M4A ', 'mp42', 'isom'), 'audio/mp4'],
		['a program of Windows', hex('4d5a9000 03000000'), 'application/x-msdownload'],
		['a program of Linux', hex('7f454c46 02010100'), 'application/x-elf'],
	])('%s', (_case, head, mimeType) => {
		expect(recognise(head)).toMatchObject({ mimeType, isReadable: false });
	});

	it('a character that is cut in two does not hide a text', () => {
		const text = Buffer.from('ü'.repeat(5_000));
		expect(recognise(text.subarray(0, 8_191))).toMatchObject({ mimeType: 'text/plain' });
	});
});

it.each([
	['nothing', Buffer.alloc(0)],
	['zeros', Buffer.alloc(100)],
	['bytes of any kind', hex('0102030405fffe')],
	['a GIF whose first bytes are others', latin1('abc123\x01\x00\x01\x00\x80')],
	['a raw photo', ftyp('crx ', 'isom')],
])('could be anything: %s', (_case, head) => {
	expect(recognise(head)).toBeUndefined();
});
