import type { IBinaryData } from 'n8n-workflow';
import { OPERATIONS, sample, useUploads } from './setup.mts';

const uploads = useUploads();

const png = sample('letter.png');
const BASE64 = png.toString('base64');

beforeAll(async () => await uploads.engine.useBinaryDataMode('default'));

describe.each(OPERATIONS)('%s', (operation) => {
	it.each([
		['a data URL', `data:image/png;base64,${BASE64}`],
		['a data URL of a wrong type', `data:application/pdf;base64,${BASE64}`],
		[
			'a data URL with line breaks',
			`data:image/png;base64,${BASE64.replace(/(.{76})/g, '$1\r\n')}`,
		],
		['a data URL with percent signs', `data:image/png;base64,${encodeURIComponent(BASE64)}`],
		['Base64 with line breaks', BASE64.replace(/(.{76})/g, '$1\n')],
		['Base64 for URLs', png.toString('base64url')],
	])('decodes the content of a file: %s', async (_case, data) => {
		const file: IBinaryData = { data, mimeType: 'image/png', fileName: 'letter.png' };
		const { error, files } = await uploads.sendFile(operation, file);
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name: 'letter.png', type: 'image/png', size: png.length }]);
	});

	it.each([
		[
			'a data URL that is none',
			'data:image/png;base64,no base64!',
			'a data URL that cannot be read',
		],
		['text', 'This is not Base64.', 'text instead of Base64'],
	])('refuses content that cannot be read: %s', async (_case, data, what) => {
		const file: IBinaryData = { data, mimeType: 'image/png', fileName: 'letter.png' };
		const { error, files } = await uploads.sendFile(operation, file);
		expect(error).toMatchObject({
			message: `The content of the file "letter.png" is ${what} [item 0]`,
			description:
				'Check the node that provides the file: a file in an item is Base64 or in the store of n8n. Nothing was sent.',
		});
		expect(files).toEqual([]);
	});

	it('takes a data URL from an expression', async () => {
		const item = { json: { scan: `data:image/png;base64,${BASE64}` } };
		const { error, files } = await uploads.send(operation, [item], {
			inputDataFieldName: '={{ $json.scan }}',
		});
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name: 'document.png', type: 'image/png', size: png.length }]);
	});

	it.each([
		['three million letters', 'a'.repeat(3_000_000)],
		['a broken data URL', `data:image/png;base64,${'!'.repeat(3_000_000)}`],
		['a file as an object', { fileName: 'a'.repeat(3_000_000) }],
	])('answers %s for a field with a sentence', async (_case, scan) => {
		const { error, files } = await uploads.send(operation, [{ json: { scan } }], {
			inputDataFieldName: '={{ $json.scan }}',
		});
		expect(`${error?.message} ${error?.description}`.length).toBeLessThan(400);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(files).toEqual([]);
	});
});
