import type { INode } from 'n8n-workflow';

import {
	CanceledFailure,
	type Failure,
	InputFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import type { ResultSettings } from '../../../../nodes/shared/operations/waitOptions.ts';
import type { UploadedFile } from '../../../../nodes/shared/upload/fileSender.ts';
import { RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';
import { UploadCollector } from '../../../../nodes/shared/upload/uploadCollector.ts';
import {
	DeadlineFailure,
	DocumentFailure,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { play, useSimulatedClock } from '../simulation/clock.mts';
import { execution } from '../simulation/execution.mts';
import { failureOf } from '../simulation/failureOf.mts';
import {
	type FilePlan,
	type MemoryDocument,
	MemoryDocuments,
} from '../simulation/memoryDocuments.mts';
import { inputFile, pdf } from '../simulation/pdfs.mts';

useSimulatedClock();

const settings: ResultSettings = {
	timeoutMs: 60_000,
	onTimeout: 'error',
	mode: 'document',
	deleteWhenDone: false,
};
const alone = { combines: false, settings };
const together = { combines: true, settings };
const returning = { combines: true, settings: { ...settings, onTimeout: 'return' as const } };
const atOnce = { combines: true, settings: undefined };

const refused = new InputFailure('The file is damaged', 'Save it anew.');
const slow: FilePlan = { processing: 600_000 };
const failing: FilePlan = { ends: 'failed' };

interface RunSettings {
	plans?: Record<string, FilePlan>;
	goesOn?: boolean;
	node?: Partial<INode>;
	refundsFailed?: boolean;
}

type Sent = UploadedFile<MemoryDocument> | undefined;

/** A run that collects what was sent: files by their names, and what sending them met instead. */
function run({ plans, goesOn = false, node = {}, refundsFailed = true }: RunSettings = {}) {
	const { context, notes } = execution({ goesOn, node: { retryOnFail: true, ...node } });
	const service = new MemoryDocuments(plans);
	service.refundsFailed = refundsFailed;
	const memory = new RetryMemory<MemoryDocument>();
	const remembered = memory.openTry(context);
	const looks = { signal: new AbortController().signal, looksAtOnce: 10 };
	const collector = new UploadCollector(context, service, remembered, looks);
	const upload = async (name: string): Promise<Sent> => {
		const file = inputFile(pdf(name));
		const document = await service.upload({ file, fields: '' });
		remembered?.record(name, { value: document });
		return { file, key: name, document, isOld: false, isPaid: true };
	};
	const sent = async (file: string | Failure | undefined): Promise<Sent> => {
		if (typeof file === 'object') throw file;
		return file === undefined ? undefined : await upload(file);
	};
	const collect = async (
		order: Parameters<typeof collector.collect>[0],
		...files: Array<string | Failure | undefined>
	) => {
		const items = await play(collector.collect(order, files.map(sent)));
		return items.map(({ json }) => json);
	};
	/** What the next try is told of a file after this one has failed. */
	const handedOn = (name: string) => {
		remembered?.handOver();
		return memory.openTry(context)?.earlier(name);
	};
	return { collect, collector, handedOn, notes, service };
}

describe('files one by one', () => {
	it('give their results in the order of the files', async () => {
		const { collect } = run({ plans: { 'a.pdf': { processing: 20_000 } } });
		expect(await collect(alone, 'a.pdf', 'b.pdf')).toMatchObject([
			{ id: 'doc1', fileName: 'a.pdf', text: 'text of doc1', status: 'processed' },
			{ id: 'doc2', fileName: 'b.pdf', text: 'text of doc2', status: 'processed' },
		]);
	});

	it('give what is known of them where nobody waits, also when they belong together', async () => {
		const { collect, service } = run();
		expect(await collect(atOnce, 'a.pdf', 'b.pdf')).toMatchObject([
			{ id: 'doc1', status: 'queued' },
			{ id: 'doc2', status: 'queued' },
		]);
		expect(service.most.look).toBe(0);
	});

	it('give nothing where they were left out', async () => {
		const { collect } = run();
		expect(await collect(alone, undefined, 'b.pdf')).toMatchObject([{ id: 'doc1' }]);
	});

	it('give an error in the place of one that fails where the run goes on', async () => {
		const { collect } = run({ goesOn: true, plans: { 'c.pdf': failing } });
		expect(await collect(alone, refused, 'b.pdf', 'c.pdf', 'd.pdf')).toEqual([
			{ error: 'The file is damaged', message: 'Save it anew.', details: {} },
			expect.objectContaining({ id: 'doc1' }),
			expect.objectContaining({ error: expect.stringContaining('Document doc2 ("c.pdf")') }),
			expect.objectContaining({ id: 'doc3' }),
		]);
	});

	it.each([
		['the only one fails', { goesOn: true }, [refused]],
		['the run ends with a failure', {}, ['a.pdf', refused]],
		['others were canceled by it', {}, [new CanceledFailure(), refused, new CanceledFailure()]],
		['a tool is called', { goesOn: true, node: { type: 'test.uploadTool' } }, ['a.pdf', refused]],
	])('fail with what ended them when %s', async (_, of, files) => {
		await expect(run(of).collect(alone, ...files)).rejects.toBe(refused);
	});

	it('fail as canceled where nothing else has ended them', async () => {
		const canceled = [new CanceledFailure(), new CanceledFailure()];
		await expect(run().collect(alone, 'a.pdf', ...canceled)).rejects.toBe(canceled[0]);
	});
});

describe('files that belong together', () => {
	it('give one item once all of them are read', async () => {
		const { collect } = run({ plans: { 'a.pdf': { processing: 20_000 } } });
		expect(await collect(together, 'a.pdf', undefined, 'b.pdf')).toMatchObject([
			{
				id: 'doc1',
				text: 'text of doc1\n\ntext of doc2',
				pageCount: 2,
				parts: [
					{ id: 'doc1', fileName: 'a.pdf' },
					{ id: 'doc2', fileName: 'b.pdf' },
				],
			},
		]);
	});

	it.each([
		['the result of the only one', [undefined, 'a.pdf'], ['doc1']],
		['nothing where all were left out', [undefined, undefined], []],
	])('give %s', async (_, files, ids) => {
		const items = await run().collect(together, ...files);
		expect(items.map(({ id }) => id)).toEqual(ids);
		expect(items.filter(({ parts }) => parts)).toEqual([]);
	});

	it('fail as the only one', async () => {
		await expect(run().collect(together, undefined, refused)).rejects.toBe(refused);
	});

	it('fail with the first one that could not be read, and name what was uploaded', async () => {
		const { collect } = run({ plans: { 'b.pdf': failing } });
		expect(await failureOf(collect(together, 'a.pdf', 'b.pdf', 'c.pdf'))).toMatchObject({
			message:
				'The files of the item were not combined, because of file 2 of 3: Document doc2 ("b.pdf") could not be processed: too blurred (status: failed)',
			nextStep:
				'Take the picture again. What was uploaded is not lost: doc1 ("a.pdf"), doc2 ("b.pdf"), doc3 ("c.pdf"); the operation "Wait" gives it without paying again.',
			details: { id: 'doc2', status: 'failed', parts: ['doc1', 'doc2', 'doc3'] },
		});
	});

	it('fail with the one that ended the others, counted without those that were left out', async () => {
		const work = run().collect(together, undefined, 'a.pdf', new CanceledFailure(), refused);
		expect(await failureOf(work)).toMatchObject({
			message:
				'The files of the item were not combined, because of file 3 of 3: The file is damaged',
			nextStep: expect.stringMatching(/^Save it anew\. What was uploaded is not lost: doc1 /),
			details: { parts: ['doc1'] },
		});
	});

	it('say nothing of uploads where there was none', async () => {
		const other = new InputFailure('The other one too', 'Save that one anew.');
		expect(await failureOf(run().collect(together, refused, other))).toMatchObject({
			message: expect.stringContaining('file 1 of 2: The file is damaged'),
			nextStep: 'Save it anew.',
			details: { parts: [] },
		});
	});

	it('begin the next step with what was uploaded where there is no other one', async () => {
		const work = run().collect(together, 'a.pdf', new InputFailure('It is damaged', ''));
		expect((await failureOf(work)).nextStep).toMatch(/^What was uploaded is not lost/);
	});

	it('fail as canceled where the run was', async () => {
		const canceled = new CanceledFailure();
		await expect(run().collect(together, 'a.pdf', canceled)).rejects.toBe(canceled);
	});
});

describe('files that take too long', () => {
	const message = 'Document doc2 was not finished after 60 s (last status: processing)';

	it('fail together', async () => {
		const { collect, notes } = run({ plans: { 'b.pdf': slow } });
		expect(await failureOf(collect(together, 'a.pdf', 'b.pdf'))).toMatchObject({
			message: `The files of the item were not combined, because of file 2 of 2: ${message}`,
			details: { id: 'doc2', status: 'processing', parts: ['doc1', 'doc2'] },
		});
		expect(notes).toEqual([]);
	});

	it('go on together as the one that is late where that is wanted', async () => {
		const { collect, notes } = run({ plans: { 'b.pdf': slow } });
		expect(await collect(returning, 'a.pdf', 'b.pdf', 'c.pdf')).toMatchObject([
			{
				id: 'doc2',
				fileName: 'b.pdf',
				status: 'processing',
				timedOut: true,
				parts: [{ id: 'doc1' }, { id: 'doc2' }, { id: 'doc3' }],
			},
		]);
		expect(notes).toEqual([message]);
	});

	it('fail for what else went wrong with one of them', async () => {
		const { collect } = run({ plans: { 'a.pdf': failing, 'b.pdf': slow } });
		const work = collect(returning, 'a.pdf', 'b.pdf');
		expect((await failureOf(work)).message).toContain('because of file 1 of 2: Document doc1');
	});

	it('go on alone', async () => {
		const { collect } = run({ plans: { 'a.pdf': slow } });
		const [item] = await collect(returning, 'a.pdf');
		expect(item).toMatchObject({ id: 'doc1', timedOut: true });
		expect(item).not.toHaveProperty('parts');
	});

	it.each([
		['a person waits for them later', {}, 'wait for this ID later'],
		[
			'a model calls the tool again',
			{ type: 'test.uploadTool' },
			'It goes on at the service and is not lost: call the tool again with the same document to go on waiting, which costs nothing more.',
		],
	])('%s', async (_, node, nextStep) => {
		const { collect, handedOn } = run({ node, plans: { 'a.pdf': slow } });
		const failure = await failureOf(collect(alone, 'a.pdf'));
		expect(failure).toBeInstanceOf(DeadlineFailure);
		expect(failure.nextStep).toContain(nextStep);
		expect(handedOn('a.pdf')).toMatchObject({ value: { id: 'doc1' } });
	});

	it('say nothing to a model of what else went wrong', async () => {
		const node = { type: 'test.uploadTool' };
		const work = run({ node, plans: { 'a.pdf': failing } }).collect(alone, 'a.pdf');
		expect((await failureOf(work)).nextStep).toBe('Take the picture again.');
	});
});

describe('the next try is told', () => {
	it('nothing of a document that failed where its credits came back', async () => {
		const { collect, handedOn } = run({ plans: { 'a.pdf': failing } });
		await expect(collect(alone, 'a.pdf')).rejects.toThrow(DocumentFailure);
		expect(handedOn('a.pdf')).toBeUndefined();
	});

	it.each([
		['alone', alone, ['a.pdf']],
		['with others', together, ['a.pdf', 'b.pdf']],
	])('that a document failed for which was paid, %s', async (_, order, files) => {
		const { collect, handedOn } = run({ plans: { 'a.pdf': failing }, refundsFailed: false });
		await expect(collect(order, ...files)).rejects.toThrow('Document doc1 ("a.pdf")');
		expect(handedOn('a.pdf')).toMatchObject({ failure: expect.any(DocumentFailure) });
	});

	it('nothing where there is none', async () => {
		const node = { retryOnFail: false };
		const { collect } = run({ node, plans: { 'a.pdf': failing }, refundsFailed: false });
		await expect(collect(alone, 'a.pdf')).rejects.toThrow(DocumentFailure);
	});

	it('that a document is gone, by its id', async () => {
		const trouble = new ServiceFailure('There is no such document', '', 404, {});
		const { collect, handedOn } = run({ plans: { 'a.pdf': { trouble } } });
		await expect(collect(alone, 'a.pdf')).rejects.toThrow('There is no such document');
		expect(handedOn('a.pdf')).toMatchObject({
			failure: { message: 'There is no such document (document doc1)', details: { id: 'doc1' } },
		});
	});

	it('of the document whose result was refused for another reason', async () => {
		const trouble = new ServiceFailure('The token is wrong', '', 401, {});
		const { collect, handedOn } = run({ plans: { 'a.pdf': { trouble } } });
		await expect(collect(alone, 'a.pdf')).rejects.toThrow('The token is wrong');
		expect(handedOn('a.pdf')).toMatchObject({ value: { id: 'doc1' } });
	});
});

it('deletes what was collected, once that is wanted', async () => {
	const { collect, collector, service } = run();
	const deleting = { ...settings, deleteWhenDone: true };
	await collect({ combines: false, settings: deleting }, 'a.pdf');
	await collect({ combines: true, settings: deleting }, 'b.pdf', 'c.pdf');
	await collect(alone, 'd.pdf');
	expect(service.removed).toEqual([]);
	await collector.deleteCollected([]);
	expect(service.removed).toEqual(['doc1', 'doc2', 'doc3']);
});
