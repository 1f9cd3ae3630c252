import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, useSandbox } from '../support/sandbox.mts';
import { api, clientsOf, uploadForm } from './support/api.mts';
import { until } from '../support/until.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox);

describe('accounts', () => {
	test("a token of one's own, once", async () => {
		const token = `7|${'t'.repeat(48)}`;
		expect(await sandbox.createAccount({ token, balance: 3 })).toMatchObject({
			token,
			balance: 3,
			webhookSecret: null,
		});
		await expect(sandbox.createAccount({ token })).rejects.toMatchObject({ status: 409 });
	});

	test('settings are merged and checked', async () => {
		const { token } = await sandbox.createAccount({
			settings: { idLength: 6, webhook: { copies: 2 } },
		});
		const { settings } = await sandbox.control.updateAccount(token, {
			settings: { webhook: { delay: 5 } },
		});
		expect(settings).toMatchObject({
			idLength: 6,
			webhook: { copies: 2, delay: 5, signature: 'valid' },
		});
		const wrong: object = { idLenght: 6 };
		await expect(sandbox.control.updateAccount(token, { settings: wrong })).rejects.toMatchObject({
			status: 422,
		});
		await expect(sandbox.control.requests('1|unknown')).resolves.toEqual([]);
		await expect(sandbox.control.documents('1|unknown')).rejects.toMatchObject({ status: 404 });
	});

	test('a fault with a misspelt part is refused', async () => {
		const fault = { route: 'list', stauts: 500 };
		await expect(sandbox.control.addFault(fault)).rejects.toMatchObject({ status: 422 });
	});
});

describe('the journal', () => {
	test('has each request with its form, and the token nowhere', async () => {
		const { token, upload, get } = await client();
		const { id } = (await upload(uploadForm({ delete_after: '600' }, undefined, 'letter.png')))
			.json;
		await get(`/documents/${id}.txt?x=${encodeURIComponent(token)}`, {
			headers: { 'x-leak': `it is ${token}` },
		});
		const entries = await sandbox.control.requests(token);
		expect(entries).toMatchObject([
			{
				method: 'POST',
				route: 'upload',
				path: '/v3/documents',
				status: 201,
				authenticated: true,
				fields: { action: 'transcribe', delete_after: '600' },
				partNames: ['action', 'delete_after', 'file'],
				fileName: 'letter.png',
				fileType: 'application/octet-stream',
				fileSize: expect.any(Number),
			},
			{
				method: 'GET',
				route: 'download',
				path: `/v3/documents/${id}.txt?x=[token]`,
				headers: { accept: 'application/json', 'x-leak': 'it is [token]' },
			},
		]);
		expect(JSON.stringify(entries)).not.toContain(token);
		expect(JSON.stringify(entries)).not.toContain('authorization');
		await sandbox.control.clearRequests(token);
		expect(await sandbox.control.requests(token)).toEqual([]);
	});

	test('keeps requests with an unknown token under that token, and those without one', async () => {
		await api(`${sandbox.url}/v3`, '9|nobody').get('/users/me');
		expect(await sandbox.control.requests('9|nobody')).toMatchObject([
			{ route: 'account', status: 401 },
		]);
		await api(`${sandbox.url}/v3`).get('/nowhere');
		expect((await sandbox.control.requests()).at(-1)).toMatchObject({
			route: 'unknown',
			status: 404,
			authenticated: false,
		});
	});
});

describe('documents', () => {
	test('seeded as described', async () => {
		const { token, get } = await client();
		const results = [{ page_number: 1, transcript: 'seeded text' }];
		await sandbox.control.seedDocuments(token, [
			{
				id: 'Seed01',
				fileName: 'old.pdf',
				results,
				createdAt: new Date(Date.now() - 3600_000).toISOString(),
			},
			{ id: 'Seed02', status: 'mystery', pageCount: 3 },
			{ id: 'Seed03', status: 'failed', error: 'unreadable' },
		]);
		expect((await get('/documents/Seed01')).json).toMatchObject({ file_name: 'old.pdf', results });
		expect((await get('/documents/Seed02')).json).toMatchObject({
			status: 'mystery',
			page_count: 3,
		});
		expect((await get('/documents/Seed03')).json).toMatchObject({
			status: 'failed',
			error: 'unreadable',
		});
		expect((await get('/documents')).json.documents.map(({ id }) => id)).toEqual([
			'Seed03',
			'Seed02',
			'Seed01',
		]);
		expect((await get('/document/Seed01/image-1.jpg')).headers.get('content-type')).toBe(
			'image/jpeg',
		);
		await expect(sandbox.control.seedDocuments(token, [{ id: 'Seed01' }])).rejects.toMatchObject({
			status: 409,
		});
	});

	test('finished at once, with any status, results and error', async () => {
		const { token, upload, get } = await client({ settings: { processing: 'manual' } });
		const { id } = (await upload()).json;
		await sandbox.control.finishDocument(token, { id, status: 'processing' });
		expect((await get(`/documents/${id}`)).json.status).toBe('processing');
		const results = [{ page_number: 1, transcript: 'by hand' }];
		await sandbox.control.finishDocument(token, { id, results });
		expect((await get(`/documents/${id}`)).json).toMatchObject({ status: 'processed', results });
		await sandbox.control.finishDocument(token, { id, status: 'failed', error: 'too dark' });
		expect((await get(`/documents/${id}`)).json).toMatchObject({
			status: 'failed',
			error: 'too dark',
		});
	});
});

describe('with a folder', () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
	});

	afterEach(() => rm(folder, { recursive: true }));

	test.each(['SIGTERM', 'SIGKILL'] as const)(
		'accounts and documents outlive the server (%s)',
		async (signal) => {
			const before = await startSandbox({ data: folder });
			const { token } = await before.createAccount({
				balance: 9,
				webhookSecret: 's',
				settings: { idLength: 6 },
			});
			const client = api(`${before.url}/v3`, token);
			const processed = await client.process();
			await before.control.updateAccount(token, { settings: { processingTime: 3600_000 } });
			const pending = (await client.upload(uploadForm({}, undefined, 'later.png'))).json;
			const deleted = await client.upload();
			await client.call('DELETE', `/documents/${deleted.json.id}`);
			await before.control.updateAccount(token, { settings: { processingTime: 0 } });
			await before.stop(signal);

			const after = await startSandbox({ data: folder });
			try {
				const again = api(`${after.url}/v3`, token);
				const withoutAddresses = ({
					thumbnails: _thumbnails,
					...rest
				}: object & { thumbnails?: unknown }) => rest;
				expect(withoutAddresses((await again.get(`/documents/${processed.id}`)).json)).toEqual(
					withoutAddresses(processed),
				);
				expect((await again.bytes(`/document/${processed.id}/image-1.jpg`)).subarray(0, 2)).toEqual(
					Buffer.from([0xff, 0xd8]),
				);
				await until(async () =>
					(await again.get(`/documents/${pending.id}`)).json.status === 'processed'
						? true
						: undefined,
				);
				expect((await again.get('/documents')).json.documents).toHaveLength(2);
				expect((await again.get('/users/me')).json.balance).toBe(7);
			} finally {
				await after.stop();
			}
		},
	);

	test('--token opens the first account once', async () => {
		const token = `1|${'a'.repeat(48)}`;
		for (let start = 0; start < 2; start += 1) {
			const server = await startSandbox({ data: folder, token });
			expect((await api(`${server.url}/v3`, token).get('/users/me')).status).toBe(200);
			await server.stop();
		}
	});
});
