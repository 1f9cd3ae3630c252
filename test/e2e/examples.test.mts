import { sandboxClient } from '../../sandbox/client.mts';
import {
	errorOf,
	type Execution,
	outputOf,
	type StoredCredential,
	type StoredWorkflow,
} from '../../sandbox/n8n/client.mts';
import { fitExample, readExamples } from '../../sandbox/n8n/examples.mts';
import { pasteWebhookUrl } from '../../sandbox/n8n/demo.mts';
import {
	newCredential,
	newNatifAiCredential,
	newOcrivaCredential,
	sharedN8n,
	sharedSandbox,
} from '../support/e2e/shared.mts';
import { until } from '../support/until.mts';

describe('the example workflows in a real n8n', () => {
	const n8n = sharedN8n();

	test('each consists of nodes that n8n knows', async () => {
		const known = new Set((await n8n.nodeTypes()).map(({ name }) => name));
		for (const [file, { nodes }] of await readExamples()) {
			expect({
				file,
				unknown: nodes.map(({ type }) => type).filter((type) => !known.has(type)),
			}).toEqual({ file, unknown: [] });
		}
	});

	const START = "When clicking 'Execute workflow'";

	/** An example as `npm start` imports it. */
	async function imported(file: string, credential: StoredCredential): Promise<StoredWorkflow> {
		const example = (await readExamples()).get(file);
		if (example === undefined) throw new Error(`workflows/${file}.json is not there`);
		return await n8n.createWorkflow(
			fitExample(example, { sandbox: sharedSandbox().url, n8n: n8n.session.url }, [credential]),
		);
	}

	/**
	 * The execution that the trigger of a workflow starts, beside the one that was started by hand.
	 */
	async function startedByTrigger(workflow: StoredWorkflow, byHand: string): Promise<Execution> {
		const { id } = await until(async () =>
			(await n8n.executions(workflow.id)).find((execution) => execution.id !== byHand),
		);
		return await n8n.waitFor(id);
	}

	test('"Read a letter" reads the letter', async () => {
		const { account, credential } = await newCredential(n8n);
		const execution = await n8n.runWorkflow(
			(await imported('read-a-letter', credential)).id,
			START,
		);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Keep the text')).toEqual([
			{ json: { text: 'text of letter.png, page 1' }, pairedItem: { item: 0 } },
		]);
		expect(await sharedSandbox().documents(account.token)).toHaveLength(1);
	});

	test('"Table to rows" gives one item a row', async () => {
		const { credential } = await newCredential(n8n);
		const execution = await n8n.runWorkflow(
			(await imported('table-to-rows', credential)).id,
			START,
		);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'One item per row').map(({ json }) => json)).toEqual([
			{ Item: 'first of table.png, page 1', Amount: '1.50' },
			{ Item: 'second', Amount: '2.00' },
		]);
	});

	test('"Read a receipt with Natif.ai" takes its data apart', async () => {
		const { credential } = await newNatifAiCredential(n8n);
		const execution = await n8n.runWorkflow(
			(await imported('read-a-receipt-with-natif', credential)).id,
			START,
		);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Keep the total')).toMatchObject([
			{ json: { text: expect.stringContaining('text of receipt.jpg, page 1') } },
		]);
		expect(
			outputOf(execution, 'One item per line').map(({ json }) => [
				json.description,
				json.total_price,
			]),
		).toEqual([
			['first of receipt.jpg, page 1', 1.5],
			['second', 2],
		]);
		expect(outputOf(execution, 'Small picture of the page')).toMatchObject([
			{ json: { pageNumber: 1 }, binary: { data: { mimeType: 'image/jpeg' } } },
		]);
	});

	test('"Read a batch with Ocriva" sends the pages together', async () => {
		const { account, credential } = await newOcrivaCredential(n8n);
		const execution = await n8n.runWorkflow(
			(await imported('read-a-batch-with-ocriva', credential)).id,
			START,
		);
		expect(errorOf(execution)).toBeUndefined();
		const pages = ['letter.png', 'table.png', 'receipt.jpg'];
		expect(outputOf(execution, 'Keep the text').map(({ json }) => json)).toEqual(
			pages.map((page) => ({
				page: `${sharedSandbox().url}/samples/${page}`,
				text: `text of ${page}, page 1`,
			})),
		);
		expect(
			outputOf(execution, 'As a Word file').map(({ binary }) => binary?.data?.fileName),
		).toEqual(['letter.docx', 'table.docx', 'receipt.docx']);
		expect(
			new Set(
				(await sandboxClient(sharedSandbox().url, 'ocriva').documents(account.token)).map(
					({ batchId }) => batchId,
				),
			).size,
		).toBe(1);
	});

	// n8n polls once a minute at most, so the second takes up to a minute.
	test.each(['upload-here-continue-there', 'upload-here-continue-there-polling'])(
		'"%s" goes on when the document is finished',
		async (file) => {
			const { credential } = await newCredential(n8n);
			const workflow = await imported(file, credential);
			await n8n.publish(workflow);
			const upload = await n8n.runWorkflow(workflow.id, START);
			const [uploaded] = outputOf(upload, 'Upload without waiting');
			expect(uploaded?.json).toMatchObject({ status: 'queued', text: '' });

			const execution = await startedByTrigger(workflow, upload.id);

			await n8n.unpublish(workflow);
			expect(execution.status).toBe('success');
			expect(outputOf(execution, 'Keep the text').map(({ json }) => json)).toEqual([
				{ id: uploaded?.json.id, text: 'text of letter.png, page 1' },
			]);
		},
	);

	test('"upload-to-ocriva-continue-there" goes on when the document is finished', async () => {
		const { account, credential } = await newOcrivaCredential(n8n);
		await pasteWebhookUrl(
			sharedSandbox().url,
			account.token,
			await readExamples(),
			n8n.session.url,
		);
		const workflow = await imported('upload-to-ocriva-continue-there', credential);
		await n8n.publish(workflow);
		const upload = await n8n.runWorkflow(workflow.id, START);
		const [uploaded] = outputOf(upload, 'Upload without waiting');
		expect(uploaded?.json).toMatchObject({ status: 'queued', text: '' });

		const execution = await startedByTrigger(workflow, upload.id);

		await n8n.unpublish(workflow);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Keep the text').map(({ json }) => json)).toEqual([
			{ id: uploaded?.json.id, text: expect.stringContaining('text of letter.png, page 1') },
		]);
	});
});
