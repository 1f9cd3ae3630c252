import { CanceledFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import { RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';
import { playOut, useSimulatedClock } from '../simulation/clock.mts';
import type { FilePlan, MemoryDocument } from '../simulation/memoryDocuments.mts';
import { pdf } from '../simulation/pdfs.mts';
import { UploadRun, type UploadRunSettings } from '../simulation/uploadRun.mts';

useSimulatedClock();

const oneAtATime = { concurrency: 1 };
const slow: FilePlan = { processing: 20_000 };
const failing: FilePlan = { ends: 'failed' };
const refused: FilePlan = {
	refusal: new ServiceFailure('The file is not readable', 'Save it anew.', 422, {}),
};
const threePages = pdf('three.pdf', { pages: 3 });
const names = (count: number) => Array.from({ length: count }, (_, index) => [`${index}.pdf`]);

/** That the second of three files fails, where one goes out after the other. */
const secondFails = {
	files: [['a.pdf'], ['b.pdf'], ['c.pdf']],
	options: oneAtATime,
	plans: { 'b.pdf': refused },
};

describe('the files of a run', () => {
	it('give their results in the order of the items, each paired with its own', async () => {
		const files = [['a.pdf'], ['b.pdf', 'c.pdf'], ['d.pdf']];
		const items = await new UploadRun({ files, plans: { 'a.pdf': slow, 'b.pdf': slow } }).items();
		expect(items.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([
			['a.pdf', { item: 0 }],
			['b.pdf', { item: 1 }],
			['c.pdf', { item: 1 }],
			['d.pdf', { item: 2 }],
		]);
	});

	it('are sent with the fields of their items and under their own names', async () => {
		const run = new UploadRun({ files: [['a.pdf'], ['b.pdf', 'c.pdf']] });
		await run.items();
		expect(run.service.uploads.map(({ file, fields }) => [file.name, fields]).toSorted()).toEqual([
			['a.pdf', 'fields of item 0'],
			['b.pdf', 'fields of item 1'],
			['c.pdf', 'fields of item 1'],
		]);
	});

	it('are sent under the name that is given, numbered where they are several', async () => {
		const options = { fileName: 'scan.pdf', ...oneAtATime };
		const run = new UploadRun({ files: [['a.pdf'], ['b.pdf', 'c.pdf']], options });
		await run.items();
		expect(run.service.sent.toSorted()).toEqual(['scan-1.pdf', 'scan-2.pdf', 'scan.pdf']);
	});

	it.each([
		['each of an item', names(9), {}, 5],
		['all of an item', [names(9).flat()], {}, 5],
		['as many as is wanted', [...names(3), names(3).flat()], { concurrency: 2 }, 2],
	])('go out some at a time: %s', async (_, files, options, most) => {
		const run = new UploadRun({ files, options });
		await run.items();
		expect(run.service.sent).toHaveLength(files.flat().length);
		expect(run.service.most.upload).toBe(most);
	});

	it('are looked at twice as many at a time', async () => {
		const plans = Object.fromEntries(names(9).map(([name = '']) => [name, { answeredAfter: 1 }]));
		const run = new UploadRun({ files: names(9), options: { concurrency: 2 }, plans });
		await run.items();
		expect(run.service.most.look).toBe(4);
	});

	it('above the limit of the service are not sent', async () => {
		const large = { name: 'large.pdf', bytes: Buffer.alloc(2 ** 20 + 1, '%PDF-1.7 ') };
		const run = new UploadRun({ files: [[large]] });
		expect((await run.error()).message).toBe(
			'The file "large.pdf" has 1.1 MB; the service takes up to 1 MB [item 0]',
		);
		expect(run.service.sent).toEqual([]);
	});

	it('may come from elsewhere', async () => {
		const run = new UploadRun({
			files: [['a.pdf']],
			parameters: {
				inputSource: 'url',
				documentUrl: `data:application/pdf;base64,${threePages.bytes.toString('base64')}`,
			},
		});
		await run.items();
		expect(run.service.uploads.map(({ file }) => file.size)).toEqual([threePages.bytes.length]);
	});
});

describe('a wrong value', () => {
	const files = [['a.pdf'], ['b.pdf'], ['c.pdf']];
	const options = [{}, { timeout: 'soon' }, {}];
	const wrong = expect.stringContaining('"Timeout (Seconds)" is "soon"');

	it.each([[false], [true]])(
		'keeps all files from being sent: in batches %p',
		async (inBatches) => {
			const run = new UploadRun({ files, options, inBatches });
			expect((await run.error()).message).toMatch(/"Timeout \(Seconds\)" is "soon".* \[item 1\]$/);
			expect(run.service.sent).toEqual([]);
		},
	);

	it.each([[false], [true]])(
		'costs its own item alone where the run goes on: in batches %p',
		async (inBatches) => {
			const run = new UploadRun({ files, options, inBatches, goesOn: true });
			expect(await run.told()).toEqual([
				[0, 'doc1'],
				[1, wrong],
				[2, 'doc2'],
			]);
			expect(run.service.sent).toEqual(['a.pdf', 'c.pdf']);
		},
	);
});

describe('a failure', () => {
	it('ends the run before the next file is sent, and tells what was uploaded', async () => {
		const run = new UploadRun(secondFails);
		expect(await run.error()).toMatchObject({
			message: 'The file is not readable [item 1]',
			description:
				'Save it anew. Already uploaded in this run: doc1 (a.pdf). Fetch these with the operation "Wait" instead of uploading them again.',
		});
		expect(run.service.sent).toEqual(['a.pdf', 'b.pdf']);
	});

	it.each([
		['its first file', ['a.pdf', 'b.pdf', 'c.pdf'], { 'a.pdf': refused }, ['a.pdf']],
		['another one', ['a.pdf', 'b.pdf', 'c.pdf'], { 'b.pdf': refused }, ['a.pdf', 'b.pdf']],
	])('ends an item with %s', async (_, files, plans, sent) => {
		const run = new UploadRun({ files: [files], plans, options: oneAtATime });
		expect((await run.error()).message).toBe('The file is not readable [item 0]');
		expect(run.service.sent).toEqual(sent);
	});

	it('ends what is on its way, unless the run goes on', async () => {
		for (const goesOn of [false, true]) {
			const plans = { 'a.pdf': refused, 'b.pdf': { answeredAfter: 500 } };
			const run = new UploadRun({ files: [['a.pdf'], ['b.pdf']], plans, goesOn });
			await run.items().catch(() => {});
			expect(run.service.signal?.aborted).toBe(!goesOn);
		}
	});

	it.each([
		['of its item', [['a.pdf', 'b.pdf']], {}],
		['of other items', [['a.pdf'], ['b.pdf', 'c.pdf']], { combineFiles: true }],
	])('keeps the service from being asked for more files %s', async (_, files, more) => {
		const options = { ifUploadedBefore: 'reuse', ...oneAtATime, ...more };
		const run = new UploadRun({ files, options, plans: { 'a.pdf': refused } });
		let asked = 0;
		run.service.findEarlier = async () => void asked++;
		await run.error();
		expect(asked).toBe(1);
	});

	it('costs its file alone where the run goes on', async () => {
		const files = [['a.pdf', 'b.pdf', 'c.pdf'], ['d.pdf']];
		const plans = { 'b.pdf': refused };
		const run = new UploadRun({ files, plans, goesOn: true });
		expect((await run.told()).map((item) => (item as unknown[])[1])).toEqual([
			expect.stringMatching(/^doc/),
			'The file is not readable',
			expect.stringMatching(/^doc/),
			expect.stringMatching(/^doc/),
		]);
		expect(run.service.sent).toHaveLength(4);
	});

	it('of a file that cannot be read ends the run too', async () => {
		const empty = { name: 'empty.pdf', bytes: Buffer.alloc(0) };
		const files = [[empty], ['b.pdf']];
		const run = new UploadRun({ files, options: oneAtATime });
		expect((await run.error()).message).toContain('"empty.pdf" is empty');
		expect(run.service.sent).toEqual([]);
		const other = new UploadRun({ files, options: oneAtATime, goesOn: true });
		expect(await other.told()).toEqual([
			[0, expect.stringContaining('"empty.pdf" is empty')],
			[1, 'doc1'],
		]);
	});

	it('says nothing of uploads where there was none', async () => {
		const run = new UploadRun({ files: [['a.pdf']], plans: { 'a.pdf': refused } });
		expect((await run.error()).description).toBe('Save it anew.');
	});

	it.each([
		['failed', failing, {}],
		['is late', { processing: 90_000 }, { timeout: 30 }],
	])('of a document that %s tells of the others alone', async (_, plan, options) => {
		const files = [['a.pdf'], ['b.pdf'], ['c.pdf']];
		const plans = { 'a.pdf': { listedName: null }, 'b.pdf': plan };
		const run = new UploadRun({ files, plans, options });
		expect((await run.error()).description).toContain(
			'Already uploaded in this run: doc1 (no name), doc3 (c.pdf). Fetch',
		);
		const alone = new UploadRun({ files: [['b.pdf']], plans, options });
		expect((await alone.error()).description).not.toContain('Already uploaded');
	});

	it('of another kind tells of its document too', async () => {
		const trouble = new ServiceFailure('The token is wrong', '', 401, {});
		const run = new UploadRun({ files: [['a.pdf']], plans: { 'a.pdf': { trouble } } });
		expect((await run.error()).description).toContain('Already uploaded in this run: doc1 (a.pdf)');
	});

	it('is told as the service explains it', async () => {
		const asked: unknown[] = [];
		for (const explanation of [new ServiceFailure('No credits', '', 402, {}), undefined]) {
			const run = new UploadRun({ files: [['a.pdf']], plans: { 'a.pdf': refused } });
			run.service.explained = async (error) => {
				asked.push(error);
				return explanation;
			};
			expect((await run.error()).message).toBe(
				explanation ? 'No credits [item 0]' : 'The file is not readable [item 0]',
			);
		}
		expect(asked).toEqual([refused.refusal, refused.refusal]);
	});
});

describe('files that belong together', () => {
	const options = { combineFiles: true, maxPagesPerExecution: 3, ...oneAtATime };
	const files = [['a.pdf', threePages]];

	it('are one item', async () => {
		const run = new UploadRun({ files, options: { combineFiles: true, ...oneAtATime } });
		expect(await run.items()).toMatchObject([
			{ json: { id: 'doc1', text: 'text of doc1\n\ntext of doc2' }, pairedItem: { item: 0 } },
		]);
	});

	it('are not sent before all of them may be', async () => {
		const run = new UploadRun({ files, options });
		expect((await run.error()).message).toContain('The 2 files have 4 pages');
		expect(run.service.sent).toEqual([]);
	});

	it('that do not are sent as far as they may be', async () => {
		const run = new UploadRun({ files, options: { ...options, combineFiles: false } });
		expect((await run.error()).message).toContain('The file "three.pdf" has 3 pages, and 1 of');
		expect(run.service.sent).toEqual(['a.pdf']);
	});
});

describe('an execution that is canceled', () => {
	it('sends nothing more and ends as canceled', async () => {
		const abort = new AbortController();
		const files = [['a.pdf', 'b.pdf'], ['c.pdf']];
		const run = new UploadRun({ files, options: oneAtATime, canceled: abort.signal });
		setTimeout(() => abort.abort(), 50);
		await expect(run.items()).rejects.toThrow(CanceledFailure);
		await playOut();
		expect(run.service.sent).toEqual(['a.pdf']);
	});

	it('ends at once while a file is on its way, which is told to the service', async () => {
		const abort = new AbortController();
		const plans = { 'a.pdf': { answeredAfter: 60_000 } };
		const run = new UploadRun({ files: [['a.pdf']], plans, canceled: abort.signal });
		const startedAt = Date.now();
		setTimeout(() => abort.abort(), 1_000);
		await expect(run.items()).rejects.toThrow(CanceledFailure);
		expect(Date.now() - startedAt).toBeLessThanOrEqual(1_100);
		expect(run.service.signal?.aborted).toBe(true);
		await playOut();
	});

	it('before it began sends nothing', async () => {
		const run = new UploadRun({ files: [['a.pdf']], canceled: AbortSignal.abort() });
		await expect(run.items()).rejects.toThrow(CanceledFailure);
		expect(run.service.sent).toEqual([]);
	});

	it('while it waits ends at once, and deletes nothing', async () => {
		const abort = new AbortController();
		const options = { deleteWhenDone: true };
		const plans = { 'b.pdf': slow };
		const files = [['a.pdf'], ['b.pdf']];
		const run = new UploadRun({ files, plans, options, canceled: abort.signal });
		const startedAt = Date.now();
		setTimeout(() => abort.abort(), 10_000);
		await expect(run.items()).rejects.toThrow(CanceledFailure);
		expect(Date.now() - startedAt).toBeLessThanOrEqual(10_100);
		await playOut();
		expect(run.service.removed).toEqual([]);
	});
});

describe('files that were uploaded before', () => {
	it.each([
		[1, ['1 file was skipped, as uploaded before.']],
		[2, ['2 files were skipped, as uploaded before.']],
		[0, []],
	])('are counted in a note: %s', async (count, notes) => {
		const files = [['a.pdf', 'b.pdf', 'c.pdf']];
		const run = new UploadRun({ files, options: { ifUploadedBefore: 'skip', ...oneAtATime } });
		const known = Array.from({ length: count }, () => run.service.add('old', 'old.pdf'));
		run.service.findEarlier = async () => known.pop();
		expect(await run.items()).toHaveLength(3 - count);
		expect(run.notes).toEqual(notes);
		expect(run.service.sent).toHaveLength(3 - count);
	});
});

describe('documents that are to be deleted', () => {
	const options = { deleteWhenDone: true, ...oneAtATime };

	it('are deleted once the run has its results', async () => {
		const run = new UploadRun({ files: [['a.pdf'], ['b.pdf']], options });
		await run.items();
		expect(run.service.removed).toEqual(['doc1', 'doc2']);
	});

	it('stay where it failed', async () => {
		const run = new UploadRun({
			files: [['a.pdf'], ['b.pdf']],
			options,
			plans: { 'b.pdf': failing },
		});
		await run.error();
		expect(run.service.removed).toEqual([]);
	});
});

describe('a node that n8n runs again', () => {
	/** Two tries of a node: what the first one was refused is taken of the second one. */
	async function twoTries(settings: UploadRunSettings) {
		const both = {
			...settings,
			memory: new RetryMemory<MemoryDocument>(),
			node: { retryOnFail: true },
		};
		const first = new UploadRun(both);
		await first.items().catch(() => {});
		const { service } = first;
		service.plans = {};
		const items = await new UploadRun({ ...both, service }).items();
		return { ids: items.map(({ json }) => json.id), sent: service.sent };
	}

	it.each([
		['ended with it', false, ['a.pdf', 'b.pdf', 'b.pdf', 'c.pdf'], ['doc1', 'doc3', 'doc4']],
		['went on after it', true, ['a.pdf', 'b.pdf', 'c.pdf', 'b.pdf'], ['doc1', 'doc4', 'doc3']],
	])('sends what is missing alone after a failure, where it %s', async (_, goesOn, sent, ids) => {
		expect(await twoTries({ ...secondFails, goesOn })).toEqual({ sent, ids });
	});

	it('sends none of two equal files again', async () => {
		const files = [['a.pdf'], ['a.pdf'], ['b.pdf']];
		expect(await twoTries({ ...secondFails, files })).toEqual({
			sent: ['a.pdf', 'a.pdf', 'b.pdf', 'b.pdf'],
			ids: ['doc1', 'doc2', 'doc4'],
		});
	});

	it('sends all of it after a run that ended well', async () => {
		const { sent } = await twoTries({ ...secondFails, plans: {} });
		expect(sent).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'a.pdf', 'b.pdf', 'c.pdf']);
	});
});
