import { sandboxClient } from '../../sandbox/client.mts';
import { errorOf, outputOf } from '../../sandbox/n8n/client.mts';
import { readExamples } from '../../sandbox/n8n/examples.mts';
import { pasteWebhookUrl } from '../../sandbox/n8n/demo.mts';
import { importExample, MANUAL, startedByTrigger } from '../support/e2e/example.mts';
import {
	newCredential,
	newNatifAiCredential,
	newOcrivaCredential,
	sharedN8n,
	sharedSandbox,
} from '../support/e2e/shared.mts';

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

	test('each has a note that explains it', async () => {
		for (const [file, { nodes }] of await readExamples()) {
			const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			expect({ file, notes: notes.map(({ parameters }) => String(parameters.content)) }).toEqual({
				file,
				notes: [expect.stringMatching(/^## [^]{80,}/)],
			});
		}
	});

	test('"Read a letter" reads the letter', async () => {
		const { account, credential } = await newCredential(n8n);
		const execution = await n8n.runWorkflow(
			(await importExample(n8n, 'read-a-letter', [credential])).id,
			MANUAL,
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
			(await importExample(n8n, 'table-to-rows', [credential])).id,
			MANUAL,
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
			(await importExample(n8n, 'read-a-receipt-with-natif', [credential])).id,
			MANUAL,
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
			(await importExample(n8n, 'read-a-batch-with-ocriva', [credential])).id,
			MANUAL,
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
			const workflow = await importExample(n8n, file, [credential]);
			await n8n.publish(workflow);
			const upload = await n8n.runWorkflow(workflow.id, MANUAL);
			const [uploaded] = outputOf(upload, 'Upload without waiting');
			expect(uploaded?.json).toMatchObject({ status: 'queued', text: '' });

			const execution = await startedByTrigger(n8n, workflow, upload.id);

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
		const workflow = await importExample(n8n, 'upload-to-ocriva-continue-there', [credential]);
		await n8n.publish(workflow);
		const upload = await n8n.runWorkflow(workflow.id, MANUAL);
		const [uploaded] = outputOf(upload, 'Upload without waiting');
		expect(uploaded?.json).toMatchObject({ status: 'queued', text: '' });

		const execution = await startedByTrigger(n8n, workflow, upload.id);

		await n8n.unpublish(workflow);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'Keep the text').map(({ json }) => json)).toEqual([
			{ id: uploaded?.json.id, text: expect.stringContaining('text of letter.png, page 1') },
		]);
	});
});
