import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { errorOf, outputOf, type BinaryFile, type Execution } from '../../sandbox/n8n/client.mts';
import { importExample, MANUAL, withItemsAs } from '../support/e2e/example.mts';
import { newCredential, sharedN8n, sharedSandbox } from '../support/e2e/shared.mts';
import { until } from '../support/until.mts';

const SAMPLES = join(import.meta.dirname, '../../sandbox/samples');

const sample = async (name: string) => await readFile(join(SAMPLES, name));

const jsonOf = (execution: Execution, node: string, output = 0) =>
	outputOf(execution, node, output).map(({ json }) => json);

describe('the workflows for whole tasks in a real n8n', () => {
	const n8n = sharedN8n();

	const fileOf = (execution: Execution, node: string): BinaryFile => {
		const file = outputOf(execution, node)[0]?.binary?.data;
		if (file === undefined) throw new Error(`"${node}" gave no file`);
		return file;
	};

	test('attachments of a mail become rows with the mail beside them', async () => {
		const { account, credential } = await newCredential(n8n);
		const data = (await sample('table.png')).toString('base64');
		const mail = (subject: string, names: string[]) => ({
			json: { from: 'rosa@example.com', subject },
			binary: Object.fromEntries(
				names.map((fileName, index) => [
					`attachment_${index}`,
					{ data, fileName, mimeType: 'image/png' },
				]),
			),
		});
		const mails = [mail('Two lists', ['a.png', 'b.png']), mail('No list', [])];
		const workflow = await importExample(
			n8n,
			'mail-attachments-to-rows',
			[credential],
			withItemsAs('When a mail arrives', mails),
		);
		const execution = await n8n.runWorkflow(workflow.id, MANUAL);
		expect(errorOf(execution)).toBeUndefined();
		expect(
			jsonOf(execution, 'Row with its mail').map(({ from, subject, fileName, Amount }) => [
				from,
				subject,
				fileName,
				Amount,
			]),
		).toEqual([
			['rosa@example.com', 'Two lists', 'a.png', '1.50'],
			['rosa@example.com', 'Two lists', 'a.png', '2.00'],
			['rosa@example.com', 'Two lists', 'b.png', '1.50'],
			['rosa@example.com', 'Two lists', 'b.png', '2.00'],
		]);
		expect(await sharedSandbox().documents(account.token)).toHaveLength(2);
	});

	test('a table becomes a CSV file and an Excel file', async () => {
		const { credential } = await newCredential(n8n);
		const workflow = await importExample(n8n, 'table-to-csv-and-excel', [credential]);
		const execution = await n8n.runWorkflow(workflow.id, MANUAL);
		expect(errorOf(execution)).toBeUndefined();
		const csv = await n8n.downloadBinary(fileOf(execution, 'As CSV'));
		expect(Buffer.from(csv).toString('utf8').replaceAll('\r', '').trim().split('\n')).toEqual([
			expect.stringMatching(/^\uFEFF?Item,Amount$/),
			'"first of table.png, page 1",1.50',
			'second,2.00',
		]);
		const excel = fileOf(execution, 'As Excel');
		const [sheet] = await readExcelFile(Buffer.from(await n8n.downloadBinary(excel)));
		expect([excel.fileName, sheet?.data]).toEqual([
			'table.xlsx',
			[
				['Item', 'Amount'],
				['first of table.png, page 1', '1.50'],
				['second', '2.00'],
			],
		]);
	});

	test('fields of a form become a line of a Data Table, which the first run makes', async () => {
		const { account, credential } = await newCredential(n8n);
		await sharedSandbox().updateAccount(account.token, { settings: { processing: 'manual' } });
		const workflow = await importExample(n8n, 'form-fields-to-data-table', [credential]);
		const field = (name: string, value: string) => ({ key: name, name, type: 'string', value });
		for (const [number, firstName] of ['Marta', 'Paul'].entries()) {
			const id = await n8n.startWorkflow(workflow.id, MANUAL);
			const document = await until(
				async () => (await sharedSandbox().documents(account.token))[number],
			);
			await sharedSandbox().finishDocument(account.token, {
				id: document.id,
				results: [
					{
						page_number: 1,
						extractions: [[field('First name', firstName), field('Town', 'Ashford')]],
					},
				],
			});
			const execution = await n8n.waitFor(id);
			expect(errorOf(execution)).toBeUndefined();
			expect(jsonOf(execution, 'Add the line')).toMatchObject([
				{ firstName, town: 'Ashford', fileName: 'form.png', documentId: document.id },
			]);
		}
	});

	test('a nightly batch reads what it can, and reports the rest', async () => {
		const { account, credential } = await newCredential(n8n);
		await sharedSandbox().addFault({ token: account.token, route: 'upload', status: 422, skip: 1 });
		const workflow = await importExample(n8n, 'nightly-batch-with-report', [credential]);
		const execution = await n8n.runWorkflow(workflow.id, 'Every night');
		expect(errorOf(execution)).toBeUndefined();
		const files = outputOf(execution, 'Files of the folder').map(
			({ binary }) => binary?.data?.fileName ?? '',
		);
		const read = jsonOf(execution, 'Keep the text').map(({ fileName }) => fileName);
		const [failed, ...others] = files.filter((name) => !read.includes(name));
		expect([files.length, others]).toEqual([5, []]);
		expect(jsonOf(execution, 'Send the report')).toEqual([
			{
				subject: '1 files could not be read',
				report: expect.stringMatching(`^- ${failed}: The service did not accept a value.*Check`),
			},
		]);
	});

	test('a folder on a schedule pays for new files only', async () => {
		const { account, credential } = await newCredential(n8n);
		const workflow = await importExample(n8n, 'folder-new-files-only', [credential]);
		const first = await n8n.runWorkflow(workflow.id, 'Every hour');
		expect(errorOf(first)).toBeUndefined();
		expect(jsonOf(first, 'Keep the text')).toHaveLength(5);
		const second = await n8n.runWorkflow(workflow.id, 'Every hour');
		expect(errorOf(second)).toBeUndefined();
		expect(outputOf(second, 'Files of the folder')).toHaveLength(5);
		expect(jsonOf(second, 'Keep the text')).toEqual([]);
		expect(await sharedSandbox().documents(account.token)).toHaveLength(5);
	});

	test('page credits that run low are told, others are not', async () => {
		const { account, credential } = await newCredential(n8n);
		const workflow = await importExample(n8n, 'low-credits-alert', [credential]);
		const full = await n8n.runWorkflow(workflow.id, 'Every morning');
		expect([errorOf(full), jsonOf(full, 'Tell me')]).toEqual([undefined, []]);
		await sharedSandbox().updateAccount(account.token, { balance: 12 });
		const low = await n8n.runWorkflow(workflow.id, 'Every morning');
		expect(errorOf(low)).toBeUndefined();
		expect(jsonOf(low, 'Tell me')).toEqual([
			{
				subject: 'Only 12 page credits left',
				text: expect.stringContaining('has 12 page credits left'),
			},
		]);
	});
});
