import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { pdf } from '../support/api.mts';
import { bmp } from './files.mts';
import { api, ocrivaSandbox, png, uploadForm } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

test('an upload is answered with the id and where the file lies', async () => {
	const { project, first, account, template } = await sandbox.open();
	const form = uploadForm({
		projectId: first.id,
		fileName: 'Größe 1.png',
		templateId: template('Full page'),
		metadata: '{"order":7}',
		uploadType: 'scan',
	});
	const { status, json } = await project.upload(form);
	expect(status).toBe(201);
	expect(json).toEqual({
		id: expect.stringMatching(/^[0-9a-f]{24}$/),
		fileName: 'Größe 1.png',
		fileUrl: expect.stringContaining(`/ocriva/storage/${account.organizationId}/`),
		publicUrl: expect.stringContaining('/ocriva/storage/public/'),
		status: 'uploaded',
		templateId: template('Full page'),
	});
	for (const url of [json.fileUrl, json.publicUrl]) {
		const stored = await api(sandbox.url).get(url);
		expect({ type: stored.headers.get('content-type'), same: stored.bytes.equals(png) }).toEqual({
			type: 'image/png',
			same: true,
		});
	}
	expect(
		(
			await api(sandbox.url).get(
				`${sandbox.url}/ocriva/storage/${account.organizationId}/nothing/letter.png`,
			)
		).status,
	).toBe(404);
});

test('a file with a long name, and one that looks like a path, can be fetched', async () => {
	const { process } = await sandbox.open();
	for (const fileName of [`${'ß'.repeat(120)}.png`, 'a/../b?c#d%.png']) {
		const { fileUrl } = await process({ fileName });
		expect((await api(sandbox.url).get(fileUrl)).bytes.equals(png)).toBe(true);
	}
});

test('the journal keeps the parts that were received, and no key', async () => {
	const { organization, first, token, control } = await sandbox.open();
	await organization.upload(uploadForm({ projectId: first.id, metadata: '{"order":7}' }));
	const [entry] = await control.requests(token);
	expect(entry).toMatchObject({
		route: 'upload',
		status: 201,
		fields: {
			fileName: 'letter.png',
			fileType: 'image',
			fileSize: String(png.length),
			mimeType: 'image/png',
			projectId: first.id,
			metadata: '{"order":7}',
		},
		files: [{ field: 'file', name: 'letter.png', type: 'image/png', size: png.length }],
	});
	expect(JSON.stringify(entry)).not.toContain(token);
});

test.each(['history', 'upload'] as const)(
	'the id of an answer is that of the %s',
	async (uploadIdIs) => {
		const { project, first } = await sandbox.open({ settings: { uploadIdIs } });
		const { json } = await project.upload(uploadForm({ projectId: first.id }));
		const [entry] = (await project.get('/processing-history')).json.data;
		expect(json.id).toBe(uploadIdIs === 'history' ? entry?.id : entry?.uploadId);
		expect((await project.get(`/processing-history/${json.id}`)).status).toBe(
			uploadIdIs === 'history' ? 200 : 404,
		);
	},
);

describe('what is refused', () => {
	test.each(['fileName', 'fileType', 'fileSize', 'mimeType', 'projectId'])(
		'a form without %s',
		async (field) => {
			const { project, organization, first } = await sandbox.open();
			for (const client of [project, organization]) {
				for (const value of [undefined, '']) {
					const { status, json } = await client.upload(
						uploadForm({ projectId: first.id, [field]: value }),
					);
					expect({ status, json }).toEqual({
						status: 400,
						json: {
							statusCode: 400,
							message: [`${field} should not be empty`],
							error: 'Bad Request',
						},
					});
				}
			}
		},
	);

	test('several things at once, each with its sentence', async () => {
		const { project, control, account } = await sandbox.open();
		const { status, json } = await project.upload(
			uploadForm({ fileType: 'scan', fileSize: '1 KB', metadata: '{', mimeType: undefined }, null),
		);
		expect(status).toBe(400);
		expect(json.message).toEqual([
			'file is required',
			'mimeType should not be empty',
			'projectId should not be empty',
			'fileType must be one of the following values: pdf, image, document',
			'fileSize must be a decimal string',
			'metadata must be a json string',
		]);
		expect(await control.documents(account.token)).toEqual([]);
	});

	test('no form at all', async () => {
		const { project } = await sandbox.open();
		expect((await project.call('POST', '/upload')).status).toBe(400);
		expect((await project.post('/upload', { fileName: 'x' })).status).toBe(400);
	});

	test('a template or a batch that the project does not have', async () => {
		const { project, first, template } = await sandbox.open();
		const stranger = await sandbox.open();
		for (const templateId of ['nonsense', template('Letters'), stranger.template('Full page')]) {
			expect((await project.upload(uploadForm({ projectId: first.id, templateId }))).status).toBe(
				400,
			);
		}
		expect(
			(await project.upload(uploadForm({ projectId: first.id, batchId: 'nonsense' }))).status,
		).toBe(400);
	});

	test.each([
		['text', Buffer.from('plain text')],
		['a GIF', Buffer.from('GIF89a.......')],
		['a Word file', Buffer.from('PK\u0003\u0004word')],
		['nothing', Buffer.alloc(0)],
	])('a file that is %s, whatever its name says', async (_name, file) => {
		const { project, first } = await sandbox.open();
		const { status, json } = await project.upload(uploadForm({ projectId: first.id }, file));
		expect({ status, message: json.message }).toEqual({
			status: 400,
			message: expect.stringContaining('Unsupported file type'),
		});
	});

	test.each([
		['json', 'application/json'],
		['html', 'text/html'],
	] as const)('a file that is too large (%s)', async (tooLargeBody, type) => {
		const { project, first } = await sandbox.open({ settings: { largestFile: 100, tooLargeBody } });
		const large = Buffer.concat([png, Buffer.alloc(200_000)]);
		for (const size of [101, 102, 200_000]) {
			const { status, headers } = await project.upload(
				uploadForm({ projectId: first.id }, large.subarray(0, size)),
			);
			expect({ status, type: headers.get('content-type') }).toEqual({
				status: 413,
				type: expect.stringContaining(type),
			});
		}
		expect(
			(await project.upload(uploadForm({ projectId: first.id }, large.subarray(0, 100)))).status,
		).toBe(201);
	});

	test.each([402, 400] as const)('an upload without credits (%s)', async (creditsStatus) => {
		const { project, first } = await sandbox.open({
			balance: 1,
			settings: { creditsStatus, processing: 'manual' },
		});
		expect((await project.upload(uploadForm({ projectId: first.id }))).status).toBe(201);
		const { status, json } = await project.upload(uploadForm({ projectId: first.id }));
		expect({ status, message: json.message }).toEqual({
			status: creditsStatus,
			message: 'Insufficient credits',
		});
	});
});

test('all kinds of file are taken that the vendor names', async () => {
	const { process } = await sandbox.open();
	const image = sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } });
	const files = [
		['pdf', await pdf(2)],
		['jpg', await image.clone().jpeg().toBuffer()],
		['png', png],
		['webp', await image.clone().webp().toBuffer()],
		['bmp', bmp(createCanvas(4, 4))],
	] as const;
	for (const [suffix, file] of files) {
		const { status, fileName } = await process({ fileName: `page.${suffix}` }, file);
		expect({ status, fileName }).toEqual({ status: 'completed', fileName: `page.${suffix}` });
	}
});
