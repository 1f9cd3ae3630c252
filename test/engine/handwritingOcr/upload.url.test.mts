import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	breaksOff,
	endless,
	file,
	redirect,
	startFileServer,
	type FileServer,
} from '../../support/fileServer.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const LIMIT = 20 * 2 ** 20;
const letter = readFileSync(join(import.meta.dirname, '../../../sandbox/samples/letter.png'));

let files: FileServer;
beforeAll(async () => {
	files = await startFileServer({
		'/scans/letter.png': file(letter, 'image/png'),
		'/umlaut%20brief.png': file(letter, 'image/png; charset=binary'),
		'/file': file(letter, 'image/png'),
		'/octets/scan.png': file(letter, 'application/octet-stream'),
		'/download': file(letter, 'application/octet-stream', {
			'content-disposition': 'attachment; filename="from header.png"',
		}),
		'/encoded': file(letter, 'image/png', {
			'content-disposition': "attachment; filename=plain.png; filename*=UTF-8''%C3%BCbung.png",
		}),
		'/moved': redirect('/scans/letter.png'),
		'/twice/interrupted.png': breaksOff(2, letter, 'image/png'),
		'/always/interrupted.png': breaksOff(Number.POSITIVE_INFINITY, letter, 'image/png'),
		'/page': file('<!doctype html><p>Sign in', 'text/html; charset=utf-8'),
		'/empty.pdf': file('', 'application/pdf'),
		'/announced.pdf': file(Buffer.alloc(LIMIT + 1), 'application/pdf'),
		'/endless.pdf': endless(LIMIT + 2 ** 20, 'application/pdf'),
	});
});
afterAll(async () => await files.stop());

const run = async (path: string, options = {}) => {
	const account = await world.openAccount();
	const documentUrl = path.includes('://') ? path : files.url + path;
	const result = await world.document(
		account,
		'upload',
		{ inputSource: 'url', documentUrl, options },
		{ clockSpeed: 20 },
	);
	return { ...result, account };
};

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await world.engine.useBinaryDataMode(mode));

	it.each([
		['the name in its address', '/scans/letter.png', 'letter.png'],
		['a name with a space', '/umlaut%20brief.png', 'umlaut brief.png'],
		['a name without an extension', '/file', 'file.png'],
		['an address that redirects', '/moved', 'moved.png'],
		['a content type that says nothing', '/octets/scan.png', 'scan.png'],
		['an answer that breaks off twice', '/twice/interrupted.png', 'interrupted.png'],
		['the name in Content-Disposition', '/download', 'from header.png'],
		['the encoded name in Content-Disposition', '/encoded', 'übung.png'],
	])('uploads a file from the web: %s', async (_case, path, fileName) => {
		const { account, items, error } = await run(path);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: { fileName, status: 'processed', text: `text of ${fileName}, page 1` },
				pairedItem: { item: 0 },
			},
		]);
		expect(await world.requests(account, 'upload')).toMatchObject([
			{ fileName, fileType: 'image/png', fileSize: letter.length },
		]);
	});

	it.each([
		[
			'an empty file',
			'/empty.pdf',
			'The "Document URL" gave an empty file (0 bytes)',
			'Check that the URL leads to the file itself.',
		],
		[
			'a web page',
			'/page',
			'The "Document URL" gives a web page, not a file',
			'Use the direct link to the file. Share links of cloud drives often open a viewer; their download link is another one.',
		],
		[
			'nothing there',
			'/missing.pdf',
			'The "Document URL" answered with status 404',
			'Open the URL in a browser without being signed in; it has to give the file itself.',
		],
		[
			'too much, announced',
			'/announced.pdf',
			'The file at "Document URL" is larger than 20 MB',
			'Make it smaller, for example by splitting the PDF or lowering the resolution.',
		],
		[
			'too much, not announced',
			'/endless.pdf',
			'The file at "Document URL" is larger than 20 MB',
			'Make it smaller, for example by splitting the PDF or lowering the resolution.',
		],
		[
			'no web address',
			'ftp://example.com/letter.png',
			'"Document URL" is not a web address: "ftp://example.com/letter.png"',
			'Give "Document URL" as an absolute URL that begins with https:// or http://.',
		],
		[
			'no server',
			'http://127.0.0.1:1/letter.png',
			'The file at "Document URL" could not be fetched: 127.0.0.1:1 refused the connection',
			'Check the URL, and that n8n can reach it.',
		],
	])('says what is wrong and sends nothing: %s', async (_case, path, message, description) => {
		const { account, error, items } = await run(path);
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `${message} [item 0]`,
			description,
			context: { itemIndex: 0 },
		});
		expect(await world.requests(account)).toEqual([]);
	});
});

it('prefers the "File Name" option', async () => {
	const { items } = await run('/download', { fileName: 'mine.png' });
	expect(items).toMatchObject([{ json: { fileName: 'mine.png' } }]);
});

it('sends no credential to the host of the file', async () => {
	const { account } = await run('/scans/letter.png');
	expect(files.requests.length).toBeGreaterThan(0);
	for (const { headers } of files.requests) {
		expect(headers).not.toHaveProperty('authorization');
		expect(JSON.stringify(headers)).not.toContain(account.token);
	}
});

it('gives up a file that never gets through', async () => {
	const { error, account } = await run('/always/interrupted.png');
	expect(error).toMatchObject({
		message: expect.stringMatching(
			/^The file at "Document URL" could not be fetched: The connection to 127\.0\.0\.1:\d+ broke off( \(\w+\))? \[item 0\]$/,
		),
		description: 'Check the URL, and that n8n can reach it.',
	});
	expect(await world.requests(account)).toEqual([]);
});
