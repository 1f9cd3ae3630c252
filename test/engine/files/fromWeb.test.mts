import { file, startFileServer, type FileServer, type Route } from '../../support/fileServer.mts';
import { sample, useUploads, WITH_URL } from './setup.mts';

const uploads = useUploads();

const png = sample('letter.png');
const pdf = sample('two-pages.pdf');
const jpeg = sample('receipt.jpg');
const BYTES = 'application/octet-stream';
const DIRECT =
	'Use the direct link to the file. Share links of cloud drives often open a viewer; their download link is another one.';

/** A file with a `Content-Disposition`, whose text goes out as UTF-8. */
const attachment = (content: Buffer, disposition: string, type: string = BYTES) =>
	file(content, type, { 'content-disposition': Buffer.from(disposition).toString('latin1') });

let web: FileServer;
beforeAll(async () => {
	web = await startFileServer({
		'/page': attachment(pdf, 'attachment; filename="letter.pdf"', 'text/html'),
		'/letter': file(pdf, 'text/html; charset=utf-8'),
		'/as-text.pdf': file(pdf, 'text/plain'),
		'/download.php': file(jpeg, BYTES),
		'/scan.png': file(jpeg, 'image/png'),
		'/semicolon': attachment(pdf, 'attachment; filename="a;b.pdf"'),
		'/quotes': attachment(pdf, 'attachment; filename="a \\"b\\".pdf"'),
		'/language': attachment(pdf, "attachment; filename*=UTF-8'de'%C3%9Cbung.pdf"),
		'/latin1': attachment(pdf, "attachment; filename*=ISO-8859-1''%DCbung.pdf"),
		'/raw': attachment(pdf, 'attachment; filename="Übung.pdf"'),
		'/title': attachment(pdf, 'attachment; filename="Rechnung 12/2024"'),
		'/inline': attachment(png, 'inline'),
		'/sign-in.pdf': file('<!doctype html><p>Sign in', 'application/pdf'),
		'/long.pdf': file(`<html>${'a'.repeat(100_000)}`, 'application/pdf'),
		'/expired.png': file('{"error":"link expired"}', 'image/png'),
		'/denied.png': file('<?xml version="1.0"?><Error/>', BYTES),
		'/scans.zip': file('PK\u0003\u0004scans', 'application/zip'),
	});
});
afterAll(async () => await web.stop());

describe.each(WITH_URL)('%s', (operation) => {
	const send = async (documentUrl: string) =>
		await uploads.send(operation, [{ json: {} }], { inputSource: 'url', documentUrl });

	it.each([
		['/page', 'letter.pdf', 'application/pdf'],
		['/letter', 'letter.pdf', 'application/pdf'],
		['/as-text.pdf', 'as-text.pdf', 'application/pdf'],
		['/download.php?id=7', 'download.php.jpg', 'image/jpeg'],
		['/scan.png', 'scan.jpg', 'image/jpeg'],
		['/semicolon', 'a;b.pdf', 'application/pdf'],
		['/quotes', "a 'b'.pdf", 'application/pdf'],
		['/language', 'Übung.pdf', 'application/pdf'],
		['/latin1', 'Übung.pdf', 'application/pdf'],
		['/raw', 'Übung.pdf', 'application/pdf'],
		['/title', 'Rechnung 12_2024.pdf', 'application/pdf'],
		['/inline', 'inline.png', 'image/png'],
	])('the bytes tell the file, then its header, then its path: %s', async (path, name, type) => {
		const { error, files } = await send(web.url + path);
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name, type }]);
	});

	it.each([
		['/sign-in.pdf', 'The "Document URL" gives a web page, not a file'],
		['/long.pdf', 'The "Document URL" gives a web page, not a file'],
		[
			'/expired.png',
			'The "Document URL" gives JSON (application/json), neither a picture nor a document',
		],
		[
			'/denied.png',
			'The "Document URL" gives XML (application/xml), neither a picture nor a document',
		],
		[
			'/scans.zip',
			'The "Document URL" gives a ZIP archive (application/zip), neither a picture nor a document',
		],
	])('what is no document is not sent: %s', async (path, message) => {
		const { error, files } = await send(web.url + path);
		expect(error).toMatchObject({ message: `${message} [item 0]`, description: DIRECT });
		expect(files).toEqual([]);
	});

	it.each([
		['nothing', '={{ undefined }}', '"Document URL" is empty for this item'],
		['a blank', '={{ " " }}', '"Document URL" is empty for this item'],
		[
			'a key in its query',
			'htp://example.com/a.pdf?key=s3cret',
			'"Document URL" is not a web address: "htp://example.com/a.pdf?…"',
		],
		[
			'no scheme',
			'example.com/a.pdf?key=s3cret',
			'"Document URL" is not a web address: "example.com/a.pdf?…"',
		],
	])('an address with %s is told without what nobody should see', async (_case, url, message) => {
		const { error, files } = await send(url);
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(JSON.stringify(error)).not.toContain('"description":"s3cret');
		expect(files).toEqual([]);
	});

	it.each([
		['in quotes', (url: string) => `"${url}"`],
		['in angle brackets', (url: string) => ` <${url}> `],
		['in backticks', (url: string) => `\`${url}\``],
	])('an address is taken %s', async (_case, around) => {
		const { error, files } = await send(around(`${web.url}/letter`));
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name: 'letter.pdf' }]);
	});

	it.each([', ', '\n', ';', ' '])('two addresses are none, with %p between', async (between) => {
		const { error, files } = await send(`${web.url}/letter${between}${web.url}/page`);
		expect(error).toMatchObject({
			message: '"Document URL" holds more than one address [item 0]',
			description: 'Give each address in an item of its own.',
		});
		expect(files).toEqual([]);
	});

	it('a data URL brings the file along', async () => {
		const { error, files } = await send(`data:image/png;base64,${png.toString('base64')}`);
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name: 'document.png', type: 'image/png', size: png.length }]);
	});

	it.each([
		['a text', `data:text/plain;base64,${Buffer.from('only text').toString('base64')}`],
		['nothing', 'data:image/png;base64,'],
		['no Base64', `data:image/png;base64,${'%'.repeat(3_000_000)}`],
		['no comma', 'data:image/png;base64'],
		['three million letters', 'a'.repeat(3_000_000)],
	])('a value of %s is refused in a sentence', async (_case, documentUrl) => {
		const { error, files } = await send(`={{ ${JSON.stringify(documentUrl)} }}`);
		expect(error?.message.length).toBeGreaterThan(20);
		expect(`${error?.message} ${error?.description}`.length).toBeLessThan(400);
		expect(files).toEqual([]);
	});

	const atFirst = (refuse: Route, times: number): Route => {
		let left = times;
		return (request, response) =>
			left-- > 0 ? refuse(request, response) : file(png, 'image/png')(request, response);
	};
	const status =
		(code: number, headers: Record<string, string> = {}): Route =>
		(_request, response) =>
			response.writeHead(code, headers).end('not now');
	const cut: Route = (request) => request.socket.destroy();

	const sendFrom = async (route: Route) => {
		const server = await startFileServer({ '/a.png': route });
		try {
			const parameters = { inputSource: 'url', documentUrl: `${server.url}/a.png` };
			const spec = { clockSpeed: 600 };
			return await uploads.send(operation, [{ json: {} }], parameters, spec);
		} finally {
			await server.stop();
		}
	};

	it.each([
		['500', atFirst(status(500), 1)],
		['503 with a time', atFirst(status(503, { 'retry-after': '20' }), 2)],
		['429', atFirst(status(429), 2)],
		['408', atFirst(status(408), 1)],
		['a connection that breaks', atFirst(cut, 2)],
	])('what may pass is asked for again: %s', async (_case, route) => {
		const { error, files } = await sendFrom(route);
		expect(error).toBeUndefined();
		expect(files).toMatchObject([{ name: 'a.png', size: png.length }]);
	});

	const BROWSER =
		'Open the URL in a browser without being signed in; it has to give the file itself.';
	const LATER = 'Try again later; the server of the file cannot give it at this moment.';
	it.each([
		['503 for good', status(503), 'answered with status 503', LATER],
		['429 for good', status(429), 'answered with status 429', LATER],
		['429 for hours', status(429, { 'retry-after': '9999' }), 'answered with status 429', LATER],
		['a part of it', status(206), 'answered with status 206', BROWSER],
		['401', status(401), 'answered with status 401', BROWSER],
		[
			'a redirect to itself',
			status(302, { location: '/a.png' }),
			'redirects without end, or to no web address',
			'Check the URL, and that n8n can reach it.',
		],
		[
			'a connection that always breaks',
			cut,
			'broke off (ECONNRESET)',
			'Check the URL, and that n8n can reach it.',
		],
	])('what does not pass is told: %s', async (_case, route, message, description) => {
		const { error, files } = await sendFrom(route);
		expect(error).toMatchObject({ message: expect.stringContaining(message), description });
		expect(files).toEqual([]);
	});
});
