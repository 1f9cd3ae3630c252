import { batchForm, ocrivaSandbox, png, uploadForm } from './support.mts';
import { until } from '../../support/until.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

const names = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `page ${index + 1}.png`);

test('fifty files make a batch whose upload ids are in the order of the files', async () => {
	const { organization, project, first, template, account, control } = await sandbox.open();
	const templateId = template('Full page');
	const { status, json } = await organization.batch(
		batchForm(
			{ projectId: first.id, templateId, name: 'Post of Monday', metadata: '[1]' },
			names(50),
		),
	);
	expect(status).toBe(201);
	expect(json).toMatchObject({
		name: 'Post of Monday',
		projectId: first.id,
		organizationId: account.organizationId,
		templateId,
		templateName: 'Full page',
		totalFiles: 50,
		completedFiles: 0,
		failedFiles: 0,
		status: 'processing',
		progress: 0,
	});
	const list = `/processing-history?batchId=${json.id}&limit=100`;
	const entries = await until(async () => {
		const { data } = (await project.get(list)).json;
		return data.every((entry) => entry.status === 'completed') ? data : undefined;
	});
	const nameOf = new Map(entries.map(({ uploadId, fileName }) => [uploadId, fileName]));
	expect(json.uploadIds.map((id) => nameOf.get(id))).toEqual(names(50));
	const [request] = await control.requests(account.token);
	expect(request?.files).toHaveLength(50);
});

test('a name is made up from the day', async () => {
	const { project } = await sandbox.open();
	const { json } = await project.batch(batchForm({}, names(1)));
	expect(json.name).toMatch(/^Batch \d{4}-\d\d-\d\d$/);
});

test('what is refused', async () => {
	const { organization, project, first, second, template, control, token } = await sandbox.open({
		balance: 3,
	});
	const refused = async (
		client: typeof project,
		fields: Record<string, string>,
		files: string[],
		file = png,
	) => {
		const { status, json } = await client.batch(batchForm(fields, files, file));
		return [status, json.message];
	};
	expect(await refused(project, { projectId: first.id }, names(51))).toEqual([
		400,
		'At most 50 files can be uploaded in a batch',
	]);
	expect(await refused(organization, {}, [])).toEqual([
		400,
		['projectId should not be empty', 'files should not be empty'],
	]);
	expect(await refused(project, { metadata: 'x' }, names(1))).toEqual([
		400,
		['metadata must be a json string'],
	]);
	expect(await refused(project, { projectId: second.id }, names(1))).toEqual([
		401,
		expect.any(String),
	]);
	expect(await refused(project, { templateId: template('Letters') }, names(1))).toEqual([
		400,
		expect.any(String),
	]);
	expect(await refused(project, {}, names(2), Buffer.from('text'))).toEqual([
		400,
		expect.stringContaining('page 1.png'),
	]);
	expect(await refused(project, {}, names(4))).toEqual([402, 'Insufficient credits']);
	expect(await control.documents(token)).toEqual([]);
	await control.updateAccount(token, { settings: { largestFile: 10 } });
	expect(await refused(project, {}, names(1))).toEqual([413, 'File too large']);
});

test('a single upload can join a batch', async () => {
	const { project, first, control, token } = await sandbox.open();
	const { json } = await project.batch(batchForm({}, names(2)));
	expect((await project.upload(uploadForm({ projectId: first.id, batchId: json.id }))).status).toBe(
		201,
	);
	const list = async (): Promise<Array<Record<string, unknown>>> =>
		(await project.get(`/processing-history?batchId=${json.id}`)).json.data;
	expect((await list()).map((entry) => entry.batchId)).toEqual([undefined, undefined, undefined]);
	await control.updateAccount(token, { settings: { batchInRecords: true } });
	expect((await list()).map((entry) => entry.batchId)).toEqual([json.id, json.id, json.id]);
});
