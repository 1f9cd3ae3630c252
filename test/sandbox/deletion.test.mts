import { useSandbox } from '../support/sandbox.mts';
import { api, clientsOf, pdf, uploadForm } from './support/api.mts';

const sandbox = useSandbox();
const client = clientsOf(sandbox);

describe('deletion', () => {
	test('204, then 404 everywhere', async () => {
		const { process, call, get } = await client();
		const { id } = await process();
		expect(await call('DELETE', `/documents/${id}`)).toMatchObject({ status: 204, text: '' });
		expect((await call('DELETE', `/documents/${id}`)).status).toBe(404);
		expect((await get(`/documents/${id}`)).status).toBe(404);
		expect((await get(`/documents/${id}.txt`)).status).toBe(404);
	});

	test('also while it is in process', async () => {
		const { upload, call, token } = await client({
			balance: 1,
			settings: { processingTime: 60_000 },
		});
		const { id } = (await upload()).json;
		expect((await call('DELETE', `/documents/${id}`)).status).toBe(204);
		expect(await sandbox.control.documents(token)).toEqual([]);
		expect((await upload()).status).toBe(201);
	});

	test('403 for the document of somebody else', async () => {
		const { id } = await (await client()).process();
		const other = await client();
		expect((await other.get(`/documents/${id}`)).status).toBe(403);
		expect((await other.get(`/documents/${id}.txt`)).status).toBe(403);
		expect((await other.get(`/document/${id}/image-1.jpg`)).status).toBe(403);
		expect((await other.call('DELETE', `/documents/${id}`)).status).toBe(403);
	});

	test("by itself after delete_after, else after the account's seven days", async () => {
		const { upload, get, token } = await client();
		const soon = (await upload(uploadForm({ delete_after: '300' }))).json.id;
		const later = (await upload()).json.id;
		await sandbox.control.advanceClock(token, 299_000);
		expect((await get(`/documents/${soon}`)).status).toBe(200);
		await sandbox.control.advanceClock(token, 2_000);
		expect((await get(`/documents/${soon}`)).status).toBe(404);
		await sandbox.control.advanceClock(token, 6 * 24 * 3600_000);
		expect((await get(`/documents/${later}`)).status).toBe(200);
		await sandbox.control.advanceClock(token, 24 * 3600_000);
		expect((await get('/documents')).json.documents).toEqual([]);
	});
});

test('page images need the token and are JPEG', async () => {
	const { process, bytes, get } = await client();
	const { id } = await process(uploadForm({}, await pdf(2), 'two.pdf'));
	const jpeg = await bytes(`/document/${id}/image-2.jpg`);
	expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
	expect((await get(`/document/${id}/image-2.jpg`)).headers.get('content-type')).toBe('image/jpeg');
	expect((await get(`/document/${id}/image-3.jpg`)).status).toBe(404);
	expect((await get(`/document/${id}/image-0.jpg`)).status).toBe(404);
	expect((await get(`/documents/${id}/image-1.jpg`)).status).toBe(404);
	expect(
		(
			await api(`${sandbox.url}/v3`).get(`/document/${id}/image-1.jpg`, {
				headers: { accept: 'image/*' },
			})
		).status,
	).toBe(401);
});

test('thumbnail addresses can lead to another host', async () => {
	const { process } = await client({ settings: { thumbnailOrigin: 'http://127.0.0.1:9' } });
	const { id, thumbnails } = await process();
	expect(thumbnails).toEqual([
		{ page_number: 1, url: `http://127.0.0.1:9/v3/document/${id}/image-1.jpg` },
	]);
});
