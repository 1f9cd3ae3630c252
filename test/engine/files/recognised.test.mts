import { OPERATIONS, sample, useUploads } from './setup.mts';

const uploads = useUploads();

const png = sample('letter.png');
const jpeg = sample('receipt.jpg');
const pdf = sample('two-pages.pdf');
const BYTES = 'application/octet-stream';

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await uploads.engine.useBinaryDataMode(mode));

	describe.each(OPERATIONS)('%s', (operation) => {
		it.each([
			['a name without an extension', png, 'Scan 12.03.2024', 'image/png', 'Scan 12.03.2024.png'],
			['a version for an extension', pdf, 'letter v1.2', 'application/pdf', 'letter v1.2.pdf'],
			['an extension that is none', jpeg, 'photo.tmp', 'image/jpeg', 'photo.tmp.jpg'],
			['no label and no name', jpeg, undefined, BYTES, 'document.jpg'],
			['no label and another ending', jpeg, 'scan.bin', BYTES, 'scan.bin.jpg'],
			['a wrong label', pdf, 'letter.pdf', 'image/png', 'letter.pdf'],
			['a wrong label and ending', jpeg, 'letter.png', 'image/png', 'letter.jpg'],
			['a label as text', pdf, 'letter.txt', 'text/plain', 'letter.pdf'],
			['a label under another name', jpeg, 'a.jpeg', 'image/pjpeg; q=1', 'a.jpeg'],
			['a name that is an extension', png, '.png', 'image/png', 'document.png'],
		])('the first bytes tell the file: %s', async (_case, content, fileName, mimeType, name) => {
			const file = await uploads.file(content, { ...(fileName && { fileName }), mimeType });
			const { error, files } = await uploads.sendFile(operation, file);
			expect(error).toBeUndefined();
			const type = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' }[
				name.split('.').at(-1) ?? ''
			];
			expect(files).toEqual([
				{
					field: expect.any(String),
					name,
					type: type ?? 'application/pdf',
					size: content.length,
				},
			]);
		});

		it.each([
			['plain text', 'only text', 'letter.pdf', 'text/plain', 'plain text'],
			['a web page', '<!DOCTYPE html><p>Sign in', 'letter.pdf', 'text/html', 'a web page'],
			['JSON', '{"error": "no such file"}', 'scan.png', 'application/json', 'JSON'],
			['XML', '<?xml version="1.0"?><Error/>', 'scan.png', 'application/xml', 'XML'],
			['a ZIP archive', 'PK\u0003\u0004rest', 'scans.zip', 'application/zip', 'a ZIP archive'],
			['a list', 'name;amount\r\nMüller;1', 'list.csv', 'text/plain', 'plain text'],
			[
				'a data URL as text',
				'data:image/png;base64,iV',
				'a.png',
				'text/plain',
				'a data URL as text',
			],
		])('%s is refused and not sent', async (_case, content, fileName, type, what) => {
			const file = await uploads.file(content, { fileName, mimeType: 'image/png' });
			const { error, files } = await uploads.sendFile(operation, file);
			expect(error).toMatchObject({
				message: `The file "${fileName}" (${type}) is neither a picture nor a document: it is ${what} [item 0]`,
				description:
					'Check the node that provides the file, or convert it to PDF first. Nothing was sent.',
			});
			expect(files).toEqual([]);
		});

		it('what its bytes do not tell goes by its label, then by its name', async () => {
			const content = Buffer.from([1, 2, 3, 4, 5]);
			const labelled = await uploads.file(content, { fileName: 'a', mimeType: 'image/x-raw' });
			const named = await uploads.file(content, { fileName: 'a.heic' });
			const unknown = await uploads.file(content, { fileName: 'a.xyz' });
			for (const [file, name, type] of [
				[labelled, 'a', 'image/x-raw'],
				[named, 'a.heic', 'image/heic'],
				[unknown, 'a.xyz', BYTES],
			] as const) {
				const { files } = await uploads.sendFile(operation, file);
				expect(files).toMatchObject([{ name, type, size: 5 }]);
			}
		});
	});
});
