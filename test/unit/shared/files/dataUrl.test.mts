import { isDataUrl, readDataUrl } from '../../../../nodes/shared/files/dataUrl';

describe('data URLs', () => {
	it.each([
		['Base64', 'data:image/png;base64,AAECAw==', 'image/png', '00010203'],
		['Base64 without padding', 'data:image/png;base64,AAECAw', 'image/png', '00010203'],
		['Base64 for URLs', 'data:image/png;base64,-_8', 'image/png', 'fbff'],
		['Base64 with line breaks', 'data:image/png;base64,AAEC\r\n Aw==', 'image/png', '00010203'],
		['Base64 with percent signs', 'data:image/png;base64,AAECAw%3D%3D', 'image/png', '00010203'],
		['other parameters', 'data:image/png;name=a.png;BASE64,AAECAw==', 'image/png', '00010203'],
		['percent signs alone', 'data:image/gif,GIF89a%01%02', 'image/gif', '474946383961' + '0102'],
		['no type', 'data:;base64,AAECAw==', '', '00010203'],
		['blanks in front', '  data:image/png;base64,AA==', 'image/png', '00'],
		['nothing in it', 'data:image/png;base64,', 'image/png', ''],
	])('%s', (_case, text, mimeType, hex) => {
		expect(isDataUrl(text)).toBe(true);
		const found = readDataUrl(text);
		expect([found?.mimeType, found?.bytes.toString('hex')]).toEqual([mimeType, hex]);
	});

	it.each([
		['no content', 'data:image/png;base64'],
		['no Base64', 'data:image/png;base64,not base64!'],
	])('cannot be read: %s', (_case, text) => {
		expect(readDataUrl(text)).toBeUndefined();
	});

	it.each([
		'data',
		'data_0',
		'database',
		'https://example.com/data:a',
		'my data:image/png;base64,',
	])('is none: %s', (text) => {
		expect(isDataUrl(text)).toBe(false);
	});
});
