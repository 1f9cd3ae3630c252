import { once } from 'node:events';
import { connect } from 'node:net';
import { useSandbox } from '../support/sandbox.mts';
import { api, clientsOf, pdf, png, uploadForm } from './support/api.mts';
import { until } from '../support/until.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox);

describe('authentication', () => {
	test.each([undefined, 'nonsense', '1|unknown'])('401 for the token %p', async (token) => {
		const answer = await api(`${sandbox.url}/v3`, token).get('/users/me');
		expect(answer.status).toBe(401);
		expect(answer.json).toEqual({ message: 'Unauthenticated.' });
	});

	test('a caller that does not ask for JSON is sent to a login page', async () => {
		const answer = await api(`${sandbox.url}/v3`).get('/documents', {
			headers: { accept: 'text/html' },
		});
		expect(answer.status).toBe(302);
		const page = await fetch(new URL(answer.headers.get('location') ?? '', sandbox.url));
		expect(page.headers.get('content-type')).toContain('text/html');
	});

	test('the older path serves the same API', async () => {
		const { token } = await sandbox.createAccount();
		const { json } = await api(`${sandbox.url}/api/v3`, token).upload();
		expect((await api(`${sandbox.url}/v3`, token).get(`/documents/${json.id}`)).status).toBe(200);
	});

	test('a token has the documented shape', async () => {
		expect((await sandbox.createAccount()).token).toMatch(/^\d+\|[A-Za-z0-9]{48}$/);
	});
});

describe('upload', () => {
	test('201 with id and status, and nothing else', async () => {
		const answer = await (await client()).upload();
		expect(answer.status).toBe(201);
		expect(answer.json).toEqual({
			id: expect.stringMatching(/^[A-Za-z0-9]{10}$/),
			status: 'queued',
		});
	});

	test.each([6, 10, 12] as const)('ids of %i characters', async (idLength) => {
		const { json } = await (await client({ settings: { idLength, firstStatus: 'new' } })).upload();
		expect(json).toEqual({
			id: expect.stringMatching(new RegExp(`^[A-Za-z0-9]{${idLength}}$`)),
			status: 'new',
		});
	});

	test.each([
		['no action', uploadForm({ action: undefined })],
		['an empty action', uploadForm({ action: '' })],
		['no file', uploadForm({}, null)],
		['a file without a file name, which is a text part', uploadForm({ file: 'text' }, null)],
	])('400 for %s', async (_what, form) => {
		expect((await (await client()).upload(form)).status).toBe(400);
	});

	test('400 for a body that is no form', async () => {
		const { call } = await client();
		expect(
			(
				await call('POST', '/documents', {
					body: '{"action":"transcribe"}',
					headers: { 'content-type': 'application/json' },
				})
			).status,
		).toBe(400);
		expect((await call('POST', '/documents', { body: 'text' })).status).toBe(400);
		expect((await call('POST', '/documents')).status).toBe(400);
	});

	test.each([
		['action', { action: 'translate' }],
		['delete_after', { delete_after: '299' }],
		['delete_after', { delete_after: '1209601' }],
		['delete_after', { delete_after: '1000.5' }],
		['delete_after', { delete_after: 'soon' }],
		['extractor_id', { action: 'extractor' }],
		['webhook_url', { webhook_url: 'not a url' }],
		['webhook_url', { webhook_url: 'ftp://example.com/' }],
	])('422 for a wrong %s: %p', async (field, fields) => {
		const { upload } = await client();
		const answer = await upload(uploadForm(fields));
		expect(answer.status).toBe(422);
		expect(answer.json).toEqual({
			message: expect.any(String),
			errors: { [field]: [expect.any(String)] },
		});
	});

	test.each([
		{ delete_after: '300' },
		{ delete_after: '1209600' },
		{ action: 'extractor', extractor_id: 'abc' },
		{ unknown: 'x' },
		{ webhook_url: '' },
	])('201 for %p', async (fields) => {
		expect((await (await client()).upload(uploadForm(fields))).status).toBe(201);
	});

	test.each([
		['text that is called .pdf', Buffer.from('just some text'), 'letter.pdf'],
		['an empty file', Buffer.alloc(0), 'letter.png'],
		[
			"a WEBP image, which only the vendor's clients offer",
			Buffer.from('RIFF\0\0\0\0WEBPVP8 '),
			'letter.webp',
		],
	])('415 for %s', async (_what, file, name) => {
		expect((await (await client()).upload(uploadForm({}, file, name))).status).toBe(415);
	});

	test('the magic bytes count, not the name', async () => {
		expect((await (await client()).upload(uploadForm({}, png, 'letter.txt'))).status).toBe(201);
	});

	test('20 MiB are taken, a byte more is answered 413', async () => {
		const { upload, token } = await client();
		const file = Buffer.alloc(20 * 1024 * 1024 + 1);
		png.copy(file);
		expect((await upload(uploadForm({}, file.subarray(0, -1)))).status).toBe(201);
		expect((await upload(uploadForm({}, file))).status).toBe(413);
		expect(
			(await upload(uploadForm({}, Buffer.concat([file, Buffer.alloc(100_000)])))).status,
		).toBe(413);
		expect(await sandbox.control.documents(token)).toHaveLength(1);
		await sandbox.control.updateAccount(token, { settings: { tooLargeBody: 'html' } });
		const answer = await upload(uploadForm({}, file));
		expect(answer.status).toBe(413);
		expect(answer.headers.get('content-type')).toContain('text/html');
	});

	test('403 when there are more pages than credits', async () => {
		const { upload, token } = await client({ balance: 2 });
		const answer = await upload(uploadForm({}, await pdf(3), 'three.pdf'));
		expect(answer.status).toBe(403);
		expect(answer.json).toEqual({ error: 'Insufficient page credits' });
		expect(await sandbox.control.documents(token)).toEqual([]);
		expect((await upload(uploadForm({}, await pdf(2), 'two.pdf'))).status).toBe(201);
	});

	test('credits that documents in process will take are not free', async () => {
		const { upload } = await client({ balance: 3, settings: { processing: 'manual' } });
		const two = await pdf(2);
		expect((await upload(uploadForm({}, two, 'a.pdf'))).status).toBe(201);
		expect((await upload(uploadForm({}, two, 'b.pdf'))).status).toBe(403);
	});

	test('an identical file makes another document', async () => {
		const { upload } = await client();
		expect((await upload()).json.id).not.toBe((await upload()).json.id);
	});
});

describe('forms that break off', () => {
	const request = (token: string, body: string, length: number) =>
		[
			'POST /v3/documents HTTP/1.1',
			'Host: sandbox',
			'Accept: application/json',
			`Authorization: Bearer ${token}`,
			'Content-Type: multipart/form-data; boundary=xyz',
			`Content-Length: ${length}`,
			'',
			body,
		].join('\r\n');
	const part = '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc';

	test('a form without its end is answered 400', async () => {
		const { token } = await client();
		const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
		socket.write(request(token, part, part.length));
		const [answer] = await once(socket, 'data');
		expect(String(answer)).toContain('HTTP/1.1 400');
		socket.destroy();
	});

	test('a caller that goes away in the middle leaves nothing behind', async () => {
		const { token, upload } = await client();
		const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
		socket.write(request(token, part, part.length + 1000));
		await until(async () =>
			(await sandbox.control.requests(token)).length > 0 ? true : undefined,
		);
		socket.destroy();
		expect((await upload()).status).toBe(201);
		expect(await sandbox.control.documents(token)).toHaveLength(1);
	});
});
