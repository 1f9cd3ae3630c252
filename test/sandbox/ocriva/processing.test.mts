import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchForm, member, ocrivaSandbox, uploadForm } from './support.mts';
import { until } from '../../support/until.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

const day = 24 * 3600 * 1000;

test('a record goes through the statuses in their order', async () => {
	const { project, first } = await sandbox.open({ settings: { processingTime: 600 } });
	const { json } = await project.upload(uploadForm({ projectId: first.id }));
	const seen: string[] = [];
	await until(async () => {
		const { status } = (await project.get(`/processing-history/${json.id}`)).json;
		if (seen.at(-1) !== status) seen.push(status);
		return status === 'completed' ? true : undefined;
	});
	const order = ['pending', 'queued', 'in_progress', 'completed'];
	expect(seen).toEqual(order.filter((status) => seen.includes(status)));
	expect(seen.length).toBeGreaterThan(1);
});

test('by hand a record can be put into any status, found by either id', async () => {
	const { project, first, control, token } = await sandbox.open({
		balance: 5,
		settings: { processing: 'manual' },
	});
	const { json } = await project.upload(uploadForm({ projectId: first.id }));
	const entry = async () => (await project.get(`/processing-history/${json.id}`)).json;
	const { uploadId } = await entry();
	for (const status of ['queued', 'in_progress', 'mystery']) {
		await control.finishDocument(token, { id: uploadId, status });
		expect(await entry()).toMatchObject({ status });
		expect(await entry()).not.toHaveProperty('completedAt');
	}
	await control.finishDocument(token, { id: json.id, status: 'failed', error: 'No page' });
	expect(await entry()).toMatchObject({ status: 'failed', error: 'No page' });
	await control.finishDocument(token, { id: json.id, processingResult: { total: 3 } });
	const done = await entry();
	expect(done).toMatchObject({ status: 'completed', processingResult: { total: 3 } });
	expect(done).not.toHaveProperty('error');
	await expect(control.finishDocument(token, { id: 'nonsense' })).rejects.toMatchObject({
		status: 404,
	});
	const wrong: object = { id: json.id, results: [] };
	await expect(control.finishDocument(token, wrong as { id: string })).rejects.toMatchObject({
		status: 422,
	});
});

test('credits are taken for each file that is processed, once', async () => {
	const { process, project, control, token, first } = await sandbox.open({ balance: 2 });
	await process();
	await process({ fileName: 'fail.png' });
	expect(await control.updateAccount(token, {})).toMatchObject({ balance: 0 });
	expect((await project.upload(uploadForm({ projectId: first.id }))).status).toBe(402);
	await control.updateAccount(token, { balance: 1 });
	expect((await project.upload(uploadForm({ projectId: first.id }))).status).toBe(201);
});

test('after the days of retention the file goes, the result stays', async () => {
	const { process, project, first, control, token } = await sandbox.open({
		settings: { fileRetentionDays: 30 },
	});
	const { id, fileUrl, processingResult } = await process();
	const failed = await process({ fileName: 'fail.png' });
	await control.updateAccount(token, { settings: { processing: 'manual' } });
	const pending = (await project.upload(uploadForm({ projectId: first.id }))).json;
	await control.advanceClock(token, 29 * day);
	expect((await project.get(`/processing-history/${id}`)).json.status).toBe('completed');
	expect((await fetch(fileUrl)).status).toBe(200);
	await control.advanceClock(token, day);
	expect((await project.get(`/processing-history/${id}`)).json).toMatchObject({
		status: 'retention_expired',
		processingResult,
	});
	expect((await project.get(`/processing-history/${failed.id}`)).json.status).toBe(
		'retention_expired',
	);
	expect((await project.get(`/processing-history/${pending.id}`)).json.status).toBe('pending');
	expect((await fetch(fileUrl)).status).toBe(404);
	expect((await project.get(`/processing-history/${id}/result?format=text`)).status).toBe(200);
	expect((await project.get('/processing-history/stats')).json).toEqual({
		total: 3,
		pending: 1,
		processing: 0,
		completed: 1,
		failed: 1,
	});
});

test('seeded records have what they are given, and are refused with parts that do not fit', async () => {
	const { control, token, first, project } = await sandbox.open();
	await control.seedDocuments(token, [
		{ id: 'x', uploadId: 'y', status: 'failed', createdAt: '2026-01-02T03:04:05.006Z' },
	]);
	expect((await project.get('/processing-history/x')).json).toMatchObject({
		uploadId: 'y',
		projectId: first.id,
		createdAt: '2026-01-02T03:04:05.006Z',
	});
	await expect(control.seedDocuments(token, [{ id: 'x' }])).rejects.toMatchObject({ status: 409 });
	for (const seed of [
		{ templateId: 'x' },
		{ projectId: 'x' },
		{ createdAt: 'yesterday' },
		{ action: 'x' } as object,
	]) {
		await expect(control.seedDocuments(token, [seed])).rejects.toMatchObject({ status: 422 });
	}
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
	'everything outlives the server (%s)',
	async (signal) => {
		const data = await mkdtemp(join(tmpdir(), 'ocriva-test-'));
		let server = await ocrivaSandbox({ data });
		try {
			const before = await server.open({ balance: 10 });
			const { token, first, template } = before;
			const done = await before.process({ templateId: template('Full page') });
			await before.project.post('/templates', {
				name: 'New',
				description: 'x',
				templateSchema: {},
				projectId: first.id,
			});
			await before.control.updateAccount(token, { settings: { processing: 'manual' } });
			const batch = (await before.project.batch(batchForm({}, ['one.png', 'two.png']))).json;
			await before.control.updateAccount(token, { settings: { processing: 'automatic' } });
			await server.stop(signal);

			server = await ocrivaSandbox({ data });
			const control = server.of('ocriva');
			const account = await control.updateAccount(token, {});
			const { project, organization } = member(server.url, control, account);
			expect(account.projects[0]).toMatchObject({ id: first.id, token: first.token });
			expect(account.templates.map(({ name }) => name)).toContain('New');
			const { fileUrl: _before, ...kept } = done;
			expect((await project.get(`/processing-history/${done.id}`)).json).toMatchObject(kept);
			expect(
				(await organization.get(`/processing-history?projectId=${first.id}`)).json.pagination.total,
			).toBe(3);
			await until(async () => {
				const { data: entries } = (await project.get(`/processing-history?batchId=${batch.id}`))
					.json;
				return entries.length === 2 && entries.every(({ status }) => status === 'completed')
					? true
					: undefined;
			});
			expect(await control.updateAccount(token, {})).toMatchObject({ balance: 7 });
		} finally {
			await server.stop();
			await rm(data, { recursive: true, force: true });
		}
	},
);
