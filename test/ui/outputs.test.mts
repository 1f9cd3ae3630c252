import type { JsonObject, StoredCredential } from '../../sandbox/n8n/client.mts';
import { FILES, gridFlow, START, type Cell } from './flows.mts';
import { hiddenTexts } from './sight.mts';
import { themes, useStage } from './stage.mts';
import { newCredential } from './world.mts';

const ofItem = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

const get = (output: string): JsonObject => ({
	...{ resource: 'document', operation: 'get' },
	...{ documentId: ofItem, output },
});

const download = (format: string): JsonObject => ({
	...{ resource: 'document', operation: 'download' },
	...{ documentId: ofItem, format },
});

/** A letter and a table, and each output and file of them. */
function cellsOf(sandboxUrl: string, credential: StoredCredential): Cell[] {
	const cell = (name: string, after: string, parameters: JsonObject): Cell => ({
		...{ type: 'handwritingOcr', credential },
		...{ name, after, parameters },
	});
	const upload = (sample: string, documentAction: string): JsonObject => ({
		...{ resource: 'document', operation: 'upload', documentAction },
		...{ inputSource: 'url', documentUrl: `${sandboxUrl}/samples/${sample}` },
	});
	const notes = { resource: 'document', operation: 'upload', inputDataFieldName: 'notes' };
	const images = { resource: 'document', operation: 'downloadImages', documentId: ofItem };
	return [
		cell('Letter', START.name, upload('letter.png', 'transcribe')),
		cell('Markdown', 'Letter', get('markdown')),
		cell('Pages', 'Letter', get('pages')),
		cell('Raw', 'Letter', get('raw')),
		cell('Text file', 'Letter', download('txt')),
		cell('Table', START.name, upload('table.png', 'tables')),
		cell('Rows', 'Table', get('rows')),
		cell('Excel file', 'Table', download('xlsx')),
		cell('Page images', 'Letter', images),
		{ ...cell('Two ways out', FILES.name, notes), onError: 'continueErrorOutput' },
	];
}

/** What has to be seen of an output without scrolling, by node. */
const outputs = [
	{ node: 'Letter', schema: ['text', '14 September', 'status'], table: ['text', '14 September'] },
	{ node: 'Markdown', schema: ['markdown', '14 September'], table: ['markdown', '14 September'] },
	{ node: 'Pages', schema: ['pageNumber', '14 September'], table: ['pageNumber', 'text'] },
	{ node: 'Raw', schema: ['file_name', 'transcript'], table: ['file_name', 'transcribe'] },
	{ node: 'Table', schema: ['table.png', 'tables'], table: ['table.png', 'text'] },
	{ node: 'Rows', schema: ['Sold to', 'Green Bakery'], table: ['Sold to', 'Anna Reed'] },
];

describe.each(themes)('in the %s theme', (theme) => {
	const stage = useStage(theme);
	let credential: StoredCredential;

	const open = async (name: string) => {
		await stage.editor.openNode(name);
		return stage.editor.part('output-panel');
	};

	beforeAll(async () => {
		credential = await newCredential(stage.world, `Documents, ${theme}`);
		const { id } = await gridFlow(
			stage.world,
			'Outputs',
			cellsOf(stage.world.sandboxUrl, credential),
		);
		await stage.editor.openWorkflow(id);
		await stage.editor.executeWorkflow();
		await stage.picture('outputs');
	});

	afterEach(async () => await stage.editor.closeNode());

	describe.each(outputs)('the output of $node', ({ node, ...views }) => {
		it.each(['schema', 'table'] as const)('is seen as %s', async (view) => {
			const output = await open(node);
			await stage.editor.showOutputAs(view);
			await stage.picture(`output of ${node} as ${view}`);
			for (const text of views[view])
				expect([
					text,
					await hiddenTexts(output.getByText(text, { exact: true }).first(), 1),
				]).toEqual([text, []]);
		});
	});

	it('a failed item is on a branch of its own, with what to do', async () => {
		const output = await open('Two ways out');
		await output.getByRole('tab', { name: 'Success Branch' }).click();
		await output.getByText('No output data').first().waitFor();
		await stage.picture('branch of successes');
		await output.getByRole('tab', { name: 'Error Branch (1 item)' }).click();
		await stage.editor.showOutputAs('schema');
		await stage.picture('branch of errors');
		for (const text of ['The file "notes.txt"', 'convert it to PDF first'])
			expect(await hiddenTexts(output.getByText(text))).toEqual([]);
	});

	it('a text is opened in place', async () => {
		const output = await open('Text file');
		await output.getByTestId('ndv-view-binary-data').click();
		await output.frameLocator('iframe').getByText('Dear Rosa').waitFor();
		await stage.picture('text file');
	});

	it('the image of a page is opened in place', async () => {
		const output = await open('Page images');
		await output.getByTestId('ndv-view-binary-data').click();
		const image = output.locator('img[src*="binary-data"]');
		// Rejects when it cannot be shown.
		await image.evaluate(async (element: HTMLImageElement) => await element.decode());
		await stage.picture('page image');
		expect((await image.boundingBox())?.width).toBeGreaterThan(300);
	});

	it('a table is downloaded as a file of Excel', async () => {
		const output = await open('Excel file');
		await stage.picture('Excel file');
		const arrival = stage.page.waitForEvent('download');
		await output.getByTestId('ndv-download-binary-data').click();
		const file = await arrival;
		expect(file.suggestedFilename()).toBe('table.xlsx');
		const chunks: Buffer[] = await (await file.createReadStream()).toArray();
		// An Excel file is a zip.
		expect(Buffer.concat(chunks).subarray(0, 2).toString()).toBe('PK');
	});

	it('a document is picked from the list, by its name', async () => {
		const documentId = { __rl: true, mode: 'list', value: '' };
		const parameters = { resource: 'document', operation: 'get', documentId };
		const { editor, page, world } = stage;
		const { id } = await gridFlow(world, 'Pick a document', [
			{ name: 'Picked', type: 'handwritingOcr', parameters, credential },
		]);
		await editor.openWorkflow(id);
		const output = await open('Picked');
		await editor.part('rlc-input').click();
		const items = page.getByTestId('rlc-item');
		await items.nth(1).waitFor();
		await stage.picture('list of documents');
		expect(await hiddenTexts(items.filter({ hasText: 'letter.png' }))).toEqual([]);
		expect(await hiddenTexts(items.filter({ hasText: 'table.png' }))).toEqual([]);
		await page.getByTestId('rlc-search').fill('tab');
		await items.filter({ hasText: 'letter.png' }).waitFor({ state: 'detached' });
		await items.filter({ hasText: 'table.png' }).waitFor();
		await stage.picture('search in the list of documents');
		await items.filter({ hasText: 'table.png' }).click();
		await editor.executeStep();
		await stage.picture('picked document');
		expect(await hiddenTexts(output.getByText('table.png', { exact: true }))).toEqual([]);
	});

	it('a list that a firewall stops says what to do', async () => {
		const documentId = { __rl: true, mode: 'list', value: '' };
		const parameters = { resource: 'document', operation: 'get', documentId };
		const { editor, page, world } = stage;
		const { id } = await gridFlow(world, 'Pick in vain', [
			{ name: 'Blocked', type: 'handwritingOcr', parameters, credential: world.blockedCredential },
		]);
		await editor.openWorkflow(id);
		await open('Blocked');
		await editor.part('rlc-input').click();
		const said = page.getByText('Check that no firewall, proxy or login page stands');
		await said.waitFor();
		await stage.picture('list that a firewall stops');
		// n8n's box for it is small, and is scrolled for the rest.
		expect(await hiddenTexts(said, 3)).toEqual([]);
	});
});
