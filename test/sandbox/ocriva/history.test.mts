import { ocrivaSandbox, uploadForm, type Body } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

describe('a record', () => {
	test('has every documented field once it is completed, and stands bare', async () => {
		const { process, project, first, template, account } = await sandbox.open();
		const { id } = await process({ templateId: template('Full page') });
		const { json } = await project.get(`/processing-history/${id}`);
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(json).toEqual({
			id,
			uploadId: expect.stringMatching(/^[0-9a-f]{24}$/),
			projectId: first.id,
			userId: expect.any(String),
			fileName: 'letter.png',
			fileUrl: expect.stringContaining('/letter.png'),
			filePath: `${account.organizationId}/projects/${first.id}/letter.png`,
			fileSize: expect.stringMatching(/^\d+$/),
			mimeType: 'image/png',
			status: 'completed',
			templateId: template('Full page'),
			templateName: 'Full page',
			resultFormat: 'json',
			priority: 'medium',
			processingResult: expect.objectContaining({ text: 'text of letter.png, page 1' }),
			startedAt: time,
			completedAt: time,
			createdAt: time,
			updatedAt: time,
		});
		expect((await project.get('/processing-history')).json.data).toEqual([json]);
	});

	test.each([
		['missing', undefined],
		['null', null],
	] as const)('before its end has fields that are %s', async (absentFields, value) => {
		const { project, first } = await sandbox.open({
			settings: { processing: 'manual', absentFields },
		});
		const { json } = await project.upload(uploadForm({ projectId: first.id }));
		const { json: entry } = await project.get(`/processing-history/${json.id}`);
		expect(entry.status).toBe('pending');
		for (const key of ['processingResult', 'startedAt', 'completedAt', 'templateId'] as const)
			expect(entry[key]).toBe(value);
	});

	test.each(['error', 'errorMessage', 'message', 'none'] as const)(
		'that failed is answered 200, its text under %s',
		async (errorKey) => {
			const { process, project } = await sandbox.open({ settings: { errorKey } });
			const { id } = await process({ fileName: 'fail.png' });
			const { status, json } = await project.get(`/processing-history/${id}`);
			expect({ status, state: json.status, result: json.processingResult }).toEqual({
				status: 200,
				state: 'failed',
				result: undefined,
			});
			const texts = Object.entries(json).filter(([key]) =>
				['error', 'errorMessage', 'message'].includes(key),
			);
			expect(texts).toEqual(
				errorKey === 'none' ? [] : [[errorKey, 'The document could not be read.']],
			);
		},
	);

	test('can be left without its result in lists', async () => {
		const { process, project } = await sandbox.open({ settings: { resultInLists: false } });
		const { id, processingResult } = await process();
		expect(processingResult).toBeDefined();
		const [entry] = (await project.get('/processing-history')).json.data;
		expect([entry?.id, entry?.processingResult]).toEqual([id, undefined]);
	});
});

describe('the list', () => {
	async function seeded() {
		const member = await sandbox.open();
		const day = (number: number, time = '12:00:00'): string => `2026-05-0${number}T${time}.000Z`;
		await member.control.seedDocuments(member.token, [
			{
				id: 'a',
				fileName: 'Bill 1.pdf',
				status: 'completed',
				createdAt: day(1, '00:00:00'),
				templateId: member.template('Full page'),
			},
			{ id: 'b', fileName: 'bill 2.pdf', status: 'failed', createdAt: day(2), batchId: 'batch-1' },
			{
				id: 'c',
				fileName: 'note.pdf',
				status: 'pending',
				createdAt: day(3),
				templateId: member.template('Price list'),
			},
			{ id: 'd', fileName: 'note.pdf', status: 'queued', createdAt: day(3, '23:59:59') },
			{
				id: 'e',
				fileName: 'note.pdf',
				status: 'in_progress',
				createdAt: day(4),
				batchId: 'batch-1',
			},
			{ id: 'f', fileName: 'old.pdf', status: 'retention_expired', createdAt: day(5) },
			{ id: 'g', fileName: 'elsewhere.pdf', projectId: member.second.id, createdAt: day(5) },
		]);
		const ids = async (query: string): Promise<string> =>
			(await member.project.get(`/processing-history?${query}`)).json.data
				.map(({ id }) => id)
				.join('');
		return { ...member, ids };
	}

	test('is filtered by everything that is documented, and by several at once', async () => {
		const { ids, template, organization, second, control, token } = await seeded();
		expect(await ids('')).toBe('fedcba');
		expect(await ids('status=completed')).toBe('a');
		expect(await ids('status=failed')).toBe('b');
		expect(await ids('status=pending')).toBe('c');
		expect(await ids('status=queued')).toBe('d');
		expect(await ids('status=in_progress')).toBe('e');
		expect(await ids(`templateId=${template('Full page')}`)).toBe('a');
		expect(await ids('templateId=nonsense')).toBe('');
		expect(await ids('batchId=batch-1')).toBe('eb');
		expect(await ids('search=BILL')).toBe('ba');
		expect(await ids('search=price')).toBe('c');
		expect(await ids('fromDate=2026-05-03')).toBe('fedc');
		expect(await ids('toDate=2026-05-03')).toBe('dcba');
		expect(await ids('fromDate=2026-05-01&toDate=2026-05-01')).toBe('a');
		expect(await ids('fromDate=2026-05-04&toDate=2026-05-01')).toBe('');
		expect(await ids('search=note&fromDate=2026-05-04&batchId=batch-1&status=in_progress')).toBe(
			'e',
		);
		expect(
			(await organization.get(`/processing-history?projectId=${second.id}`)).json.data.map(
				({ id }) => id,
			),
		).toEqual(['g']);
		await control.updateAccount(token, { settings: { order: 'oldest' } });
		expect(await ids('')).toBe('abcdef');
	});

	test('has exact pages', async () => {
		const { project, control, token } = await sandbox.open();
		expect((await project.get('/processing-history')).json).toEqual({
			data: [],
			pagination: { page: 1, limit: 10, total: 0, pages: 0 },
		});
		await control.seedDocuments(
			token,
			Array.from({ length: 25 }, (_, index) => ({ fileName: `${index}.pdf` })),
		);
		const page = async (query: string): Promise<unknown[]> => {
			const { data, pagination } = (await project.get(`/processing-history${query}`)).json;
			return [data.length, pagination];
		};
		expect(await page('')).toEqual([10, { page: 1, limit: 10, total: 25, pages: 3 }]);
		expect(await page('?page=3')).toEqual([5, { page: 3, limit: 10, total: 25, pages: 3 }]);
		expect(await page('?page=4')).toEqual([0, { page: 4, limit: 10, total: 25, pages: 3 }]);
		expect(await page('?page=2&limit=20')).toEqual([
			5,
			{ page: 2, limit: 20, total: 25, pages: 2 },
		]);
		expect(await page('?limit=100')).toEqual([25, { page: 1, limit: 100, total: 25, pages: 1 }]);
		expect(await page('?limit=25')).toEqual([25, { page: 1, limit: 25, total: 25, pages: 1 }]);
	});

	test('has a largest limit that is refused above, or cut', async () => {
		const { project, control, token } = await sandbox.open();
		expect((await project.get('/processing-history?limit=101')).json.message).toEqual([
			'limit must not be greater than 100',
		]);
		await control.updateAccount(token, { settings: { maxLimit: 10 } });
		expect((await project.get('/processing-history?limit=100')).status).toBe(400);
		await control.updateAccount(token, { settings: { largerLimit: 'cut' } });
		expect((await project.get('/processing-history?limit=100')).json.pagination.limit).toBe(10);
	});

	test.each([
		[
			'status=done',
			'status must be one of the following values: pending, queued, in_progress, completed, failed',
		],
		[
			'status=retention_expired',
			'status must be one of the following values: pending, queued, in_progress, completed, failed',
		],
		['fromDate=yesterday', 'fromDate must be a valid date (YYYY-MM-DD)'],
		['toDate=2026-02-30', 'toDate must be a valid date (YYYY-MM-DD)'],
		['fromDate=2026-05-01T00:00:00Z', 'fromDate must be a valid date (YYYY-MM-DD)'],
		['page=0', 'page must not be less than 1'],
		['limit=ten', 'limit must be an integer number'],
		['status=failed&status=completed', 'status must be a string'],
	])('refuses %s', async (query, message) => {
		const { project } = await sandbox.open();
		const { status, json } = await project.get(`/processing-history?${query}`);
		expect({ status, error: (json as Body & { error: string }).error }).toEqual({
			status: 400,
			error: 'Bad Request',
		});
		expect(json.message).toContain(message);
	});
});

test('the statistics count each record of the project once', async () => {
	const { project, organization, second, control, token } = await sandbox.open();
	expect((await project.get('/processing-history/stats')).json).toEqual({
		total: 0,
		pending: 0,
		processing: 0,
		completed: 0,
		failed: 0,
	});
	const states = [
		'pending',
		'queued',
		'in_progress',
		'in_progress',
		'completed',
		'completed',
		'failed',
		'retention_expired',
	];
	await control.seedDocuments(token, [
		...states.map((status) => ({ status })),
		{ projectId: second.id },
	]);
	expect((await project.get('/processing-history/stats')).json).toEqual({
		total: 8,
		pending: 1,
		processing: 3,
		completed: 3,
		failed: 1,
	});
	expect((await organization.get(`/processing-history/stats?projectId=${second.id}`)).json).toEqual(
		{ total: 1, pending: 0, processing: 0, completed: 1, failed: 0 },
	);
});
