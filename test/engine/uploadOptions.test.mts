import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { makePdf } from '../unit/shared/files/pdfMaker.mts';
import { createEngine, type Engine, type NodeSpec, type RunSpec } from './harness/index.mts';
import { uploadServices } from './uploadServices.mts';

let engine: Engine;
let sandbox: TestSandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop()]);
});

type RunOptions = Pick<RunSpec, 'input'> &
	Pick<NodeSpec, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;

const pdf = (pages: number, name = 'scan') =>
	makePdf({
		// Two files of as many pages are not the same file.
		front: `${name}\n`,
		revisions: [{ pages, children: 10, reference: 'table', packed: false }],
	});

/** An item with a file in each of its fields. */
async function item(files: Record<string, Buffer>): Promise<INodeExecutionData> {
	const entries = Object.entries(files).map(
		async ([field, content]) =>
			[
				field,
				await engine.binary(content, { fileName: `${field}.pdf`, mimeType: 'application/pdf' }),
			] as const,
	);
	return { json: {}, binary: Object.fromEntries(await Promise.all(entries)) };
}

const items = async (...pages: number[]) =>
	await Promise.all(
		pages.map(async (count, index) => await item({ data: pdf(count, `${index}`) })),
	);

describe.each(uploadServices)('%s', (_name, open) => {
	const prepare = async () => {
		const service = await open(sandbox);
		const { type, credentials, upload } = service;
		const run = async (
			options: INodeParameters,
			{ more = {}, ...spec }: RunOptions & { more?: INodeParameters } = {},
		) =>
			await engine.run({
				type,
				credentials,
				parameters: { ...upload, ...more, options },
				clockSpeed: 20,
				...spec,
			});
		return { ...service, run };
	};

	describe('Max Pages per File', () => {
		it('sends no file that has more', async () => {
			const { run, documents } = await prepare();
			const { items: given } = await run(
				{ maxPagesPerFile: 3 },
				{ input: await items(3, 4, 1), onError: 'continueRegularOutput' },
			);
			expect(given.map(({ json }) => json.error ?? json.fileName)).toEqual([
				'data.pdf',
				'The file "data.pdf" has 4 pages, and "Max Pages per File" is 3',
				'data.pdf',
			]);
			expect(await documents()).toHaveLength(2);
		});

		it('sends no file that cannot be counted', async () => {
			const { run, documents } = await prepare();
			const broken = await item({ data: Buffer.from('%PDF-1.7\nnothing that can be read\n%%EOF') });
			const { error } = await run({ maxPagesPerFile: 3 }, { input: [broken] });
			expect(error?.message).toContain('The pages of "data.pdf" cannot be counted');
			expect(await documents()).toEqual([]);
		});

		it.each([0, 1.5, 'many', -3])('refuses %p before anything is sent', async (maxPagesPerFile) => {
			const { run, documents } = await prepare();
			const { error } = await run({ maxPagesPerFile }, { input: await items(1) });
			expect(error?.message).toContain('"Max Pages per File"');
			expect(await documents()).toEqual([]);
		});
	});

	describe('Max Pages per Execution', () => {
		it('sends no more than that, and takes what still fits', async () => {
			const { run, documents } = await prepare();
			const { items: given } = await run(
				{ maxPagesPerExecution: 10, concurrency: 1 },
				{ input: await items(6, 5, 4, 1), onError: 'continueRegularOutput' },
			);
			expect(given.map(({ json }) => json.error ?? 'sent')).toEqual([
				'sent',
				'The file "data.pdf" has 5 pages, and 6 of the 10 of "Max Pages per Execution" are used',
				'sent',
				'The file "data.pdf" has 1 page, and 10 of the 10 of "Max Pages per Execution" are used',
			]);
			expect(await documents()).toHaveLength(2);
		});

		it('gives back the pages of a file that the service refused', async () => {
			const { run, addFault, route } = await prepare();
			await addFault({ route, status: 422, times: 1 });
			const { items: given } = await run(
				{ maxPagesPerExecution: 6, concurrency: 1 },
				{ input: await items(6, 6), onError: 'continueRegularOutput' },
			);
			expect(given.map(({ json }) => typeof json.error)).toEqual(['string', 'undefined']);
		});

		it('counts on when n8n runs the node again', async () => {
			const { run, addFault, route, documents } = await prepare();
			await addFault({ route, skip: 1, status: 422, times: 1 });
			const { error } = await run(
				{ maxPagesPerExecution: 5, concurrency: 1 },
				{ input: await items(3, 2, 1), retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			);
			// The first file was not sent again, the refused one was, and the last one is too many.
			expect(error?.message).toContain('5 of the 5 of "Max Pages per Execution" are used');
			expect(await documents()).toHaveLength(2);
		});
	});

	describe('Combine Files of an Item', () => {
		const combine = { combineFiles: true };
		const all = { inputDataFieldName: '*' };

		it('makes one document of the files of each item, pages numbered through', async () => {
			const { run, documents } = await prepare();
			const input = [
				await item({ one: pdf(2, 'a'), two: pdf(1, 'b'), three: pdf(1, 'c') }),
				await item({ four: pdf(1, 'd'), five: pdf(2, 'e') }),
			];
			const { items: given } = await run(combine, { more: { ...all, output: 'pages' }, input });
			expect(given.map(({ json, pairedItem }) => [json.pageNumber, pairedItem])).toEqual([
				[1, { item: 0 }],
				[2, { item: 0 }],
				[3, { item: 0 }],
				[4, { item: 0 }],
				[1, { item: 1 }],
				[2, { item: 1 }],
				[3, { item: 1 }],
			]);
			const whole = await run(combine, { more: all, input });
			expect(whole.items.map(({ json }) => [json.pageCount, json.parts])).toEqual([
				[
					4,
					['one.pdf', 'two.pdf', 'three.pdf'].map((fileName, index) => ({
						id: expect.any(String),
						fileName,
						pageCount: index === 0 ? 2 : 1,
					})),
				],
				[
					3,
					[
						expect.objectContaining({ fileName: 'four.pdf' }),
						expect.objectContaining({ fileName: 'five.pdf' }),
					],
				],
			]);
			expect(await documents()).toHaveLength(10);
		});

		it('tells the failure of one file for the whole, with the documents that are there', async () => {
			const { run, addFault, route, documents } = await prepare();
			await addFault({ route, skip: 1, status: 422, times: 1 });
			const input = [await item({ one: pdf(1, 'a'), two: pdf(1, 'b'), three: pdf(1, 'c') })];
			const { items: given } = await run(combine, {
				more: all,
				input,
				onError: 'continueRegularOutput',
			});
			const sent = await documents();
			expect(given).toHaveLength(1);
			expect(String(given[0]?.json.error)).toMatch(
				/^The files of the item were not combined, because of file \d of 3: /,
			);
			for (const { id } of sent) expect(JSON.stringify(given[0]?.json)).toContain(id);
		});

		it.each([true, false])(
			'ends the run with what ended it, and not with what that ended; combined: %p',
			async (combineFiles) => {
				const { run, addFault, route, hold, documents } = await prepare();
				await hold();
				await addFault({ route, skip: 1, status: 422, body: { message: 'Odd file' }, times: 1 });
				const input = [await item({ one: pdf(1, 'a'), two: pdf(1, 'b') })];
				const { error, items: given } = await run({ combineFiles }, { more: all, input });
				expect(error?.message).toMatch(/Odd file/);
				expect(error?.message).not.toMatch(/cancel/);
				const [sent] = await documents();
				expect(error?.description).toContain(sent?.id);
				expect(given).toEqual([]);
			},
		);

		it('sends none of the files when they are too many pages together', async () => {
			const { run, documents } = await prepare();
			const { error } = await run(
				{ ...combine, maxPagesPerExecution: 4 },
				{ more: all, input: [await item({ one: pdf(2, 'a'), two: pdf(3, 'b') })] },
			);
			expect(error?.message).toContain('The 2 files have 5 pages, and 0 of the 4');
			expect(await documents()).toEqual([]);
		});

		it.each([
			['raw output', { output: 'raw' }],
			['an upload that is not waited for', { waitForCompletion: false }],
		])('does not go together with %s', async (_case, more) => {
			const { run, documents } = await prepare();
			const { error } = await run(combine, { more, input: await items(1) });
			expect(error?.message).toContain('"Combine Files of an Item"');
			expect(await documents()).toEqual([]);
		});
	});
});
