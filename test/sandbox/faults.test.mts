import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { useSandbox } from '../support/sandbox.mts';
import { until } from '../support/until.mts';
import { clientsOf, uploadForm } from './support/api.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox);

test('a burst of 429, then as usual', async () => {
	const { token, get } = await client();
	await sandbox.control.addFault({ token, route: 'list', status: 429, times: 2, retryAfter: 3 });
	const first = await get('/documents');
	expect(first).toMatchObject({ status: 429, json: { message: 'Too Many Attempts.' } });
	expect(first.headers.get('retry-after')).toBe('3');
	expect((await get('/users/me')).status).toBe(200);
	expect((await get('/documents')).status).toBe(429);
	expect((await get('/documents')).status).toBe(200);
});

test('Retry-After can be absent, a date, or anything', async () => {
	const { token, get } = await client();
	const retryAfter = async (fault: object) => {
		await sandbox.control.addFault({ token, route: 'account', status: 429, ...fault });
		return (await get('/users/me')).headers.get('retry-after');
	};
	expect(await retryAfter({})).toBeNull();
	expect(
		new Date((await retryAfter({ retryAfter: 60, retryAfterFormat: 'date' })) ?? '').getTime(),
	).toBeGreaterThan(Date.now());
	expect(await retryAfter({ retryAfter: 'soon' })).toBe('soon');
});

test('5xx, an HTML page, and bodies of any kind', async () => {
	const { token, get } = await client();
	const answer = async (fault: object) => {
		await sandbox.control.addFault({ token, route: '*', ...fault });
		return get('/documents');
	};
	expect(await answer({ status: 503 })).toMatchObject({
		status: 503,
		json: { message: 'Server Error' },
	});
	const html = await answer({ status: 502, html: true });
	expect(html.headers.get('content-type')).toContain('text/html');
	expect(html.text).toContain('<h1>502 Bad Gateway</h1>');
	expect(await answer({ status: 500, body: 'plain' })).toMatchObject({
		status: 500,
		text: 'plain',
	});
	expect(await answer({ status: 200, body: { documents: [] } })).toMatchObject({
		status: 200,
		json: { documents: [] },
	});
});

test('skip lets requests pass first, probability 0 never strikes', async () => {
	const { token, get } = await client();
	await sandbox.control.addFault({ token, route: '*', status: 500, probability: 0 });
	await sandbox.control.addFault({ token, route: '*', status: 500, skip: 1 });
	expect((await get('/documents')).status).toBe(200);
	expect((await get('/documents')).status).toBe(500);
	expect((await get('/documents')).status).toBe(200);
});

test('a fault strikes its account only and can be cleared', async () => {
	const [one, other] = [await client(), await client()];
	await sandbox.control.addFault({ token: one.token, route: '*', status: 500, times: null });
	expect((await other.get('/documents')).status).toBe(200);
	expect((await one.get('/documents')).status).toBe(500);
	await sandbox.control.clearFaults(one.token);
	expect((await one.get('/documents')).status).toBe(200);
});

test('a reset before the work: nothing was created', async () => {
	const { token, upload } = await client();
	await sandbox.control.addFault({ token, route: 'upload', reset: 'before' });
	await expect(upload()).rejects.toThrow();
	expect(await sandbox.control.documents(token)).toEqual([]);
});

test('a reset after the work: the document was created', async () => {
	const { token, upload } = await client();
	await sandbox.control.addFault({ token, route: 'upload', reset: 'after' });
	await expect(upload(uploadForm({}, undefined, 'once.png'))).rejects.toThrow();
	expect(await sandbox.control.documents(token)).toMatchObject([{ fileName: 'once.png' }]);
	expect(await sandbox.control.requests(token)).toMatchObject([
		{ route: 'upload', status: null, fault: 'reset after' },
	]);
});

test('500 before and after the work', async () => {
	const { token, upload } = await client();
	await sandbox.control.addFault({ token, route: 'upload', status: 500 });
	expect((await upload()).status).toBe(500);
	expect(await sandbox.control.documents(token)).toHaveLength(0);
	await sandbox.control.addFault({ token, route: 'upload', status: 500, when: 'after' });
	expect(await upload()).toMatchObject({ status: 500, json: { message: 'Server Error' } });
	expect(await sandbox.control.documents(token)).toHaveLength(1);
});

test('a fault after a deletion: the document is gone although the answer says otherwise', async () => {
	const { token, process, call } = await client();
	const { id } = await process();
	await sandbox.control.addFault({
		token,
		route: 'delete',
		status: 502,
		html: true,
		when: 'after',
	});
	expect((await call('DELETE', `/documents/${id}`)).status).toBe(502);
	expect(await sandbox.control.documents(token)).toEqual([]);
});

test('a download can be cut off or replaced', async () => {
	const { token, process, get } = await client();
	const { id, thumbnails } = await process();
	await sandbox.control.addFault({ token, route: 'download', reset: 'after' });
	await expect(get(`/documents/${id}.txt`)).rejects.toThrow();
	await sandbox.control.addFault({ token, route: 'image', status: 500, when: 'after' });
	expect((await get(thumbnails[0]?.url ?? '')).status).toBe(500);
	expect((await get(thumbnails[0]?.url ?? '')).status).toBe(200);
});

test('an answer can break off in the middle of its body', async () => {
	const { token, process, get } = await client();
	const { id, thumbnails } = await process();
	const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
	for (const [route, url] of [
		// A docx holds the time at which it was made, so its size varies; a txt does not.
		['download', `${sandbox.url}/v3/documents/${id}.txt`],
		['image', thumbnails[0]?.url ?? ''],
		['get', `${sandbox.url}/v3/documents/${id}`],
	] as const) {
		const whole = Number((await get(url)).headers.get('content-length')) || undefined;
		await sandbox.control.addFault({ token, route, reset: 'during' });
		const response = await fetch(url, { headers });
		expect(response.status).toBe(200);
		if (whole !== undefined) expect(Number(response.headers.get('content-length'))).toBe(whole);
		await expect(response.arrayBuffer()).rejects.toThrow();
	}
});

test('a delayed upload is created while the client waits', async () => {
	const { token } = await client();
	await sandbox.control.addFault({ token, route: 'upload', delay: 60_000, when: 'after' });
	const patience = new AbortController();
	const waiting = fetch(`${sandbox.url}/v3/documents`, {
		method: 'POST',
		headers: { accept: 'application/json', authorization: `Bearer ${token}` },
		body: uploadForm(),
		signal: patience.signal,
	});
	await until(async () => (await sandbox.control.documents(token)).length === 1);
	expect(await sandbox.control.requests(token)).toMatchObject([{ status: null, underWay: true }]);
	patience.abort();
	await expect(waiting).rejects.toThrow();
	await until(async () => (await sandbox.control.requests(token))[0]?.underWay === false);
});

test('a rate limit per account', async () => {
	const { token, get } = await client({ settings: { rateLimit: { requests: 2, seconds: 3600 } } });
	expect((await get('/documents')).headers.get('x-ratelimit-remaining')).toBe('1');
	await get('/documents');
	const third = await get('/documents');
	expect(third).toMatchObject({ status: 429, json: { message: 'Too Many Attempts.' } });
	expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(3000);
	expect(Number(third.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
	await sandbox.control.updateAccount(token, {
		settings: { rateLimit: { requests: 0, seconds: 10, retryAfter: 'none', headers: false } },
	});
	const bare = await get('/documents');
	expect(bare.status).toBe(429);
	expect(bare.headers.get('retry-after')).toBeNull();
	expect(bare.headers.get('x-ratelimit-limit')).toBeNull();
	await sandbox.control.updateAccount(token, { settings: { rateLimit: null } });
	expect((await get('/documents')).status).toBe(200);
});

test('an answer that needs no body still takes all of it, so that the sender sees the answer', async () => {
	const sent = request(`${sandbox.url}/nowhere`, { method: 'POST', agent: false });
	sent.end(Buffer.alloc(32 * 1024 * 1024));
	const [answer] = (await once(sent, 'response')) as [IncomingMessage];
	answer.resume();
	expect(answer.statusCode).toBe(404);
});
