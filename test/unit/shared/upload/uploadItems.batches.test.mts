import { ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import { useSimulatedClock } from '../simulation/clock.mts';
import { pdf } from '../simulation/pdfs.mts';
import { UploadRun } from '../simulation/uploadRun.mts';

useSimulatedClock();

// Runs in which one request takes the files of many items.

const refusal = new ServiceFailure('The batch is refused', 'Send it later.', 422, {});
const twoPages = (name: string) => pdf(name, { pages: 2 });
const empty = { name: 'empty.pdf', bytes: Buffer.alloc(0) };
const capped = { maxPagesPerExecution: 3 };

it('all files are sent at the same time, once all of them are read', async () => {
	const files = [['a.pdf'], ['b.pdf', 'c.pdf'], ...Array.from({ length: 12 }, () => ['d.pdf'])];
	const run = new UploadRun({ files, options: { concurrency: 1 }, inBatches: true });
	const items = await run.items();
	expect(items.map(({ json, pairedItem }) => [json.fileName, pairedItem]).slice(0, 4)).toEqual([
		['a.pdf', { item: 0 }],
		['b.pdf', { item: 1 }],
		['c.pdf', { item: 1 }],
		['d.pdf', { item: 2 }],
	]);
	expect(run.service.most.upload).toBe(15);
	expect(run.service.uploads[2]?.fields).toBe('fields of item 1');
});

it('files of items alone are taken', async () => {
	const parameters = { inputSource: 'url', documentUrl: 'no address' };
	const run = new UploadRun({ files: [['a.pdf']], parameters, inBatches: true });
	expect(await run.told()).toEqual([[0, 'doc1']]);
});

it.each([
	['cannot be read', [['a.pdf'], [empty]], {}, /"empty.pdf" is empty.* \[item 1\]$/],
	[
		'has too many pages',
		[['a.pdf', 'b.pdf'], [twoPages('c.pdf')]],
		capped,
		/and 2 of the 3 .* \[item 1\]$/,
	],
])('nothing is sent where a file %s', async (_, files, options, message) => {
	const run = new UploadRun({ files, options, inBatches: true });
	expect((await run.error()).message).toMatch(message);
	expect(run.service.sent).toEqual([]);
});

it('a file that may not be sent costs no other one where the run goes on', async () => {
	const files = [['a.pdf', twoPages('b.pdf'), twoPages('c.pdf')], [empty], ['d.pdf']];
	const run = new UploadRun({ files, options: capped, inBatches: true, goesOn: true });
	expect(await run.told()).toEqual([
		[0, 'doc1'],
		[0, 'doc2'],
		[0, expect.stringContaining('The file "c.pdf" has 2 pages, and 3 of the 3')],
		[1, expect.stringContaining('"empty.pdf" is empty')],
		[2, expect.stringContaining('The file "d.pdf" has 1 page, and 3 of the 3')],
	]);
	expect(run.service.sent).toEqual(['a.pdf', 'b.pdf']);
});

it('a failure ends the run, with what is said of its batches', async () => {
	const files = [['a.pdf'], ['b.pdf'], ['c.pdf']];
	const plans = { 'b.pdf': { refusal, answeredAfter: 200 } };
	const run = new UploadRun({ files, plans, inBatches: true });
	expect(await run.error()).toMatchObject({
		message: 'The batch is refused [item 1]',
		description: 'Send it later. In batches: doc1, doc3.',
	});
	expect(run.signal?.aborted).toBe(true);
});

it('a failure costs its files alone where the run goes on', async () => {
	const plans = { 'b.pdf': { refusal } };
	const run = new UploadRun({
		files: [['a.pdf'], ['b.pdf']],
		plans,
		inBatches: true,
		goesOn: true,
	});
	expect(await run.told()).toEqual([
		[0, 'doc1'],
		[1, 'The batch is refused'],
	]);
	expect(run.signal?.aborted).toBe(false);
});

it('what a batch met is told as the service explains it', async () => {
	const files = [['a.pdf']];
	const run = new UploadRun({ files, plans: { 'a.pdf': { refusal } }, inBatches: true });
	run.service.explained = async () => new ServiceFailure('No credits', '', 402, {});
	expect((await run.error()).message).toBe('No credits [item 0]');
});
