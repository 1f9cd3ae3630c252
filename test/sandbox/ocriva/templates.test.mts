import { ocrivaSandbox, type Member } from './support.mts';

let sandbox: Awaited<ReturnType<typeof ocrivaSandbox>>;

beforeAll(async () => {
	sandbox = await ocrivaSandbox();
});

afterAll(() => sandbox.stop());

type TemplateBody = {
	templateId: string;
	name: string;
	projectId: string;
	isActive: boolean;
	resultFormat: string;
};

async function templates(client: Member['project']): Promise<TemplateBody[]> {
	return JSON.parse((await client.get('/templates')).text);
}

test('all with the key of the organization, its own with that of a project, inactive ones too', async () => {
	const { organization, project, first, second } = await sandbox.open();
	const all = await templates(organization);
	expect(new Set(all.map(({ projectId }) => projectId))).toEqual(new Set([first.id, second.id]));
	expect(new Set(all.map(({ resultFormat }) => resultFormat))).toEqual(
		new Set(['json', 'csv', 'text', 'docx', 'pdf', 'html', 'xml']),
	);
	expect(all.filter(({ isActive }) => !isActive).map(({ name }) => name)).toEqual(['Retired']);
	const own = await templates(project);
	expect(own).toEqual(all.filter(({ projectId }) => projectId === first.id));
	for (const template of own) expect(template).not.toHaveProperty('id');
	expect(own.find(({ name }) => name === 'Membership form')).toEqual({
		templateId: expect.stringMatching(/^[0-9a-f]{24}$/),
		name: 'Membership form',
		description: 'A form filled in by hand',
		templateSchema: expect.objectContaining({
			firstName: { type: 'string', description: 'First name' },
		}),
		projectId: first.id,
		isActive: true,
		resultFormat: 'json',
		extractionMode: 'structured',
		createdAt: expect.any(String),
		updatedAt: expect.any(String),
	});
});

describe('a new template', () => {
	const templateSchema = {
		type: 'object',
		properties: {
			file: { type: 'string' },
			page: { type: 'integer' },
			seller: { type: 'string' },
			total: { type: 'number' },
			paid: { type: 'boolean' },
			text: { type: 'string' },
			lines: { type: 'array', items: { type: 'object' } },
			more: { type: 'array' },
			buyer: { type: 'object', properties: { town: { type: 'string' } } },
			fields: { type: 'object' },
		},
	};

	test('shapes the results of its documents', async () => {
		const { project, first, process } = await sandbox.open();
		const input = {
			name: 'Orders',
			description: 'Orders by post',
			templateSchema,
			projectId: first.id,
			instructions: 'Read the total',
		};
		const answer = await project.post('/templates', input);
		expect(answer.status).toBe(201);
		const made = JSON.parse(answer.text);
		expect(made).toMatchObject({
			...input,
			templateId: expect.any(String),
			isActive: true,
			resultFormat: 'json',
		});
		expect(await templates(project)).toContainEqual(made);
		const { processingResult } = await process({
			templateId: made.templateId,
			fileName: 'order.png',
		});
		expect(processingResult).toEqual({
			file: 'order.png',
			page: 1,
			seller: 'seller of order.png',
			total: 1,
			paid: true,
			text: 'text of order.png, page 1',
			lines: [
				{ Item: 'first of order.png, page 1', Amount: '1.50' },
				{ Item: 'second', Amount: '2.00' },
			],
			more: [],
			buyer: { town: 'town of order.png' },
			fields: { File: 'order.png', Page: '1' },
		});
	});

	test('is refused when something is missing, foreign or there already', async () => {
		const { project, organization, first, second } = await sandbox.open();
		const good = { name: 'Orders', description: 'x', templateSchema, projectId: first.id };
		const refused = async (input: object) => {
			const { status, json } = await project.post('/templates', input);
			return [status, json.message];
		};
		expect(await refused({})).toEqual([
			400,
			[
				'name should not be empty',
				'description should not be empty',
				'projectId should not be empty',
				'templateSchema must be an object',
			],
		]);
		expect(await refused({ ...good, name: 7 })).toEqual([400, ['name must be a string']]);
		expect(await refused({ ...good, templateSchema: '{}' })).toEqual([
			400,
			['templateSchema must be an object'],
		]);
		expect(await refused({ ...good, projectId: second.id })).toEqual([401, expect.any(String)]);
		expect((await organization.post('/templates', { ...good, projectId: second.id })).status).toBe(
			201,
		);
		expect((await project.post('/templates', good)).status).toBe(201);
		expect(await refused(good)).toEqual([409, 'A template named Orders exists already']);
	});
});

test('a text template gives a text', async () => {
	const { process, template } = await sandbox.open();
	expect((await process({ templateId: template('Plain text') })).processingResult).toBe(
		'text of letter.png, page 1',
	);
});
