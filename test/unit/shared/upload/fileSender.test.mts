import {
	CanceledFailure,
	ConnectionFailure,
	InputFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import {
	FileSender,
	type PlacedFile,
	type UploadOrder,
} from '../../../../nodes/shared/upload/fileSender.ts';
import { RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';
import { UnconfirmedFailure } from '../../../../nodes/shared/upload/uploadErrors.ts';
import { play, useSimulatedClock } from '../simulation/clock.mts';
import { execution } from '../simulation/execution.mts';
import {
	type FilePlan,
	type MemoryDocument,
	MemoryDocuments,
} from '../simulation/memoryDocuments.mts';
import { inputFile, pdf, type Pdf } from '../simulation/pdfs.mts';

useSimulatedClock();

const order: UploadOrder<string> = {
	caps: {},
	combines: false,
	ifUploadedBefore: 'again',
	fileName: '',
	settings: undefined,
	fields: 'transcribe',
	variant: 'transcribe',
};
const reusing: UploadOrder<string> = { ...order, ifUploadedBefore: 'reuse' };
const skipping: UploadOrder<string> = { ...order, ifUploadedBefore: 'skip' };
const capped = (perExecution: number): UploadOrder<string> => ({
	...order,
	caps: { perExecution },
});

const refused = new ServiceFailure('refused', '', 422, {});
const lost = new ConnectionFailure('lost', '', 'ECONNRESET', true);
const doubtful = new UnconfirmedFailure('It may have been paid', '');

/** Files in their places: of one item unless told otherwise. */
const placed = (files: Pdf[], itemIndex = 0): PlacedFile[] =>
	files.map((file, index) => ({ file: inputFile(file), place: [itemIndex, index] }));

interface RunSettings {
	plans?: Record<string, FilePlan>;
	/** Hands on what a try has paid. */
	memory?: RetryMemory<MemoryDocument>;
	signal?: AbortSignal;
}

/** A run of a node that sends files. */
function run({ plans, memory, signal = new AbortController().signal }: RunSettings = {}) {
	const { context } = execution({ node: { retryOnFail: true } });
	const service = new MemoryDocuments(plans);
	const remembered = memory?.openTry(context);
	const sender = new FileSender(context, service, { uploader: service, remembered, signal });
	const send = async (given: UploadOrder<string>, ...files: PlacedFile[]) => {
		const admitted = await sender.admit(given, files);
		return await play(Promise.all(admitted.map(async (file) => await sender.send(given, file))));
	};
	return { service, remembered, sender, send };
}

const letter = pdf('letter.pdf');
const form = pdf('form.pdf', { pages: 3 });

describe('a file', () => {
	it('is sent with the fields of its item', async () => {
		const { send, sender, service } = run();
		const [part] = placed([letter]);
		const [sent] = part ? await send(order, part) : [];
		expect(service.uploads).toEqual([{ file: part?.file, fields: 'transcribe' }]);
		expect(sent).toMatchObject({ document: { id: 'doc1' }, isOld: false, isPaid: true });
		expect(sent?.file).toBe(part?.file);
		expect(sender.uploaded.map(({ id }) => id)).toEqual(['doc1']);
		expect(sender.skipped).toBe(0);
	});

	it('is not read before it is sent where nothing asks for its content', async () => {
		const { send, service } = run();
		const open = jest.fn(async () => letter.bytes);
		await send(order, { file: { ...inputFile(letter), open }, place: [0, 0] });
		expect(open).not.toHaveBeenCalled();
		expect(service.sent).toEqual(['letter.pdf']);
	});

	it('fails as its upload does, and is none of those that were paid for', async () => {
		const { send, sender } = run({ plans: { 'letter.pdf': { refusal: refused } } });
		await expect(send(order, ...placed([letter]))).rejects.toBe(refused);
		expect(sender.uploaded).toEqual([]);
	});

	it('is not sent once the run has ended', async () => {
		const { send, service } = run({ signal: AbortSignal.abort() });
		expect(await send(order, ...placed([letter]))).toEqual([undefined]);
		expect(service.sent).toEqual([]);
	});
});

describe('pages', () => {
	it('are counted before files are sent, of all that belong together or of none', async () => {
		const { send, sender } = run();
		await expect(sender.admit(capped(5), placed([form, form]))).rejects.toThrow(
			'The 2 files have 6 pages, and 0 of the 5 of "Max Pages per Execution" are used',
		);
		await send(capped(5), ...placed([form, letter]));
		await expect(sender.admit(capped(5), placed([form]))).rejects.toThrow(
			'The file "form.pdf" has 3 pages, and 4 of the 5',
		);
	});

	it('of a file above its cap are refused', async () => {
		const { sender } = run();
		const perFile = { ...order, caps: { perFile: 2 } };
		await expect(sender.admit(perFile, placed([form]))).rejects.toThrow(InputFailure);
		await expect(sender.admit(perFile, placed([letter]))).resolves.toMatchObject([{ pages: 1 }]);
	});

	it('are not told of a file without a cap, so that one that cannot be counted is sent', async () => {
		const { send, service } = run({ memory: new RetryMemory() });
		await send(order, ...placed([{ name: 'notes.txt', bytes: Buffer.from('Notes') }]));
		await send(reusing, ...placed([{ name: 'more.txt', bytes: Buffer.from('More') }]));
		expect(service.sent).toEqual(['notes.txt', 'more.txt']);
	});

	it.each([
		['are given back of a file that was refused', refused, 3],
		['stay counted of one that may be there', lost, 6],
		['stay counted of one that is in doubt', doubtful, 6],
	])('%s', async (_, refusal, used) => {
		const { send, sender } = run({ plans: { 'form.pdf': { refusal } } });
		await send(capped(9), ...placed([pdf('other.pdf', { pages: 3 })]));
		await expect(send(capped(9), ...placed([form]))).rejects.toBe(refusal);
		await expect(sender.admit(capped(9), placed([pdf('more.pdf', { pages: 7 })]))).rejects.toThrow(
			`and ${used} of the 9`,
		);
	});

	it('are given back of a file that comes after the end of the run', async () => {
		const { send, sender } = run({ signal: AbortSignal.abort() });
		await send(capped(3), ...placed([form]));
		await expect(sender.admit(capped(3), placed([form]))).resolves.toHaveLength(1);
	});
});

describe('the next try', () => {
	let memory = new RetryMemory<MemoryDocument>();
	beforeEach(() => void (memory = new RetryMemory()));

	/** A try of a node that fails after it has sent a letter. */
	async function failedTry(plan: FilePlan = {}): Promise<void> {
		const { send, remembered } = run({ memory, plans: { 'letter.pdf': plan } });
		await send(order, ...placed([letter])).catch(() => {});
		remembered?.handOver();
	}

	it('goes on with the document that was paid for, and counts no pages of it', async () => {
		await failedTry();
		const { send, sender, service } = run({ memory });
		const [sent] = await send(capped(1), ...placed([letter]));
		expect(sent).toMatchObject({ document: { id: 'doc1' }, isOld: true, isPaid: true });
		expect(service.sent).toEqual([]);
		expect(sender.uploaded.map(({ id }) => id)).toEqual(['doc1']);
		await expect(sender.admit(capped(1), placed([pdf('new.pdf')]))).resolves.toHaveLength(1);
	});

	it.each([
		['another item', order, placed([letter], 1)],
		['another place in its item', order, placed([form, letter]).slice(1)],
		['another content', order, placed([pdf('letter.pdf', { content: 'new' })])],
		['another way to read it', { ...order, variant: 'tables' }, placed([letter])],
	])('sends %s anew', async (_, given, parts) => {
		await failedTry();
		const { send, service } = run({ memory });
		await send(given, ...parts);
		expect(service.sent).toEqual(['letter.pdf']);
	});

	it('knows a file again whatever it is called', async () => {
		await failedTry();
		const { send, service } = run({ memory });
		await send(order, ...placed([{ ...letter, name: 'renamed.pdf' }]));
		expect(service.sent).toEqual([]);
	});

	it('fails as the last one where a document may have been paid', async () => {
		await failedTry({ refusal: doubtful });
		const { send, service } = run({ memory });
		await expect(send(order, ...placed([letter]))).rejects.toBe(doubtful);
		expect(service.sent).toEqual([]);
	});

	it('sends anew what was refused', async () => {
		await failedTry({ refusal: refused });
		const { send, service } = run({ memory });
		await send(order, ...placed([letter]));
		expect(service.sent).toEqual(['letter.pdf']);
	});
});

describe('a file that was uploaded before', () => {
	/** A run at a service that has a document of each file. */
	function runWithEarlier() {
		const made = run();
		const earlier = made.service.add('old1', 'earlier.pdf');
		const asked: string[] = [];
		made.service.findEarlier = async (fingerprint) => {
			asked.push(fingerprint);
			return earlier;
		};
		return { ...made, asked, earlier };
	}

	it('gives its document, which costs nothing', async () => {
		const { send, sender, service, asked, earlier } = runWithEarlier();
		const [sent] = await send({ ...reusing, caps: { perExecution: 1 } }, ...placed([form]));
		expect(sent).toMatchObject({ isOld: true, isPaid: false });
		expect(sent?.document).toBe(earlier);
		expect(asked).toEqual([expect.stringMatching(/^[a-z2-7]{16}$/)]);
		expect(service.sent).toEqual([]);
		expect(sender.uploaded).toEqual([]);
		expect(sender.skipped).toBe(0);
		await expect(sender.admit(capped(1), placed([letter]))).resolves.toHaveLength(1);
	});

	it('gives its document also where no pages are left', async () => {
		const { send } = runWithEarlier();
		await send(capped(3), ...placed([form]));
		const given = { ...reusing, caps: { perExecution: 2 } };
		expect(await send(given, ...placed([letter]))).toMatchObject([{ document: { id: 'old1' } }]);
	});

	it('gives it as the service says that it is of this file', async () => {
		const { send, service } = runWithEarlier();
		service.reused = (document, { name }) => ({ ...document, fileName: name });
		expect(await send(reusing, ...placed([letter]))).toMatchObject([
			{ document: { id: 'old1', fileName: 'letter.pdf' } },
		]);
	});

	it('is left out and counted where that is wanted', async () => {
		const { send, sender, service } = runWithEarlier();
		expect(await send(skipping, ...placed([letter, form]))).toEqual([undefined, undefined]);
		expect(sender.skipped).toBe(2);
		expect([service.sent, sender.uploaded]).toEqual([[], []]);
	});

	it('is sent without a question where that is wanted', async () => {
		const { send, service, asked } = runWithEarlier();
		await send(order, ...placed([letter]));
		expect(asked).toEqual([]);
		expect(service.uploads).toMatchObject([{ fingerprint: undefined }]);
	});

	it('is known by its content and by how it is read', async () => {
		const { sender, asked } = runWithEarlier();
		await sender.admit(reusing, placed([letter, { ...letter, name: 'renamed.pdf' }, form]));
		await sender.admit({ ...reusing, variant: 'tables' }, placed([letter]));
		const [first, renamed, other, inTables] = asked;
		expect(renamed).toBe(first);
		expect(new Set([first, other, inTables]).size).toBe(3);
	});
});

describe('files of the same content', () => {
	const copy = { ...letter, name: 'copy.pdf' };

	it('are paid for once, and carry what they are known by', async () => {
		const { send, sender, service } = run();
		service.reused = (document, { name }) => ({ ...document, fileName: name });
		const [first, second] = await send(reusing, ...placed([letter, copy]));
		expect(service.sent).toEqual(['letter.pdf']);
		expect(service.uploads[0]?.fingerprint).toMatch(/^[a-z2-7]{16}$/);
		expect(first).toMatchObject({ document: { id: 'doc1' }, isOld: false, isPaid: true });
		expect(second).toMatchObject({ isOld: true, isPaid: false });
		expect(second?.document).toMatchObject({ id: 'doc1', fileName: 'copy.pdf' });
		expect(sender.uploaded).toHaveLength(1);
	});

	it('take the document of this run before one that the service finds', async () => {
		const { send, service } = run();
		const found = [undefined, service.add('old1', 'earlier.pdf')];
		service.findEarlier = async () => found.shift();
		const [, second] = await send(reusing, ...placed([letter, copy]));
		expect(second?.document.id).toBe('doc1');
	});

	it('are each sent where they are read in another way, or paid again', async () => {
		const { send, service } = run();
		await send(reusing, ...placed([letter]));
		await send({ ...reusing, variant: 'tables' }, ...placed([copy]));
		await send(order, ...placed([letter, copy]));
		expect(service.sent).toEqual(['letter.pdf', 'copy.pdf', 'letter.pdf', 'copy.pdf']);
	});

	it.each([
		['using the result', reusing],
		['skipping', skipping],
	])('fail together, also when %s', async (_, given) => {
		const { sender } = run({ plans: { 'letter.pdf': { refusal: refused } } });
		const admitted = await sender.admit(given, placed([letter, copy]));
		const sending = admitted.map(async (file) => await sender.send(given, file));
		const ends = await play(Promise.allSettled(sending));
		expect(ends).toEqual(Array(2).fill({ status: 'rejected', reason: refused }));
		expect(sender.skipped).toBe(0);
	});

	it('fail together where the first one may not be sent', async () => {
		const { sender } = run();
		const given = { ...reusing, caps: { perExecution: 3 } };
		const refusal = sender.admit(given, placed([letter, form]));
		await expect(refusal).rejects.toThrow('The 2 files have 4 pages');
		const [second] = await sender.admit(given, placed([copy]));
		const sending = Promise.all([second && sender.send(given, second)]);
		await expect(play(sending)).rejects.toThrow('The 2 files have 4 pages');
	});

	it('are canceled together', async () => {
		const { sender } = run({ signal: AbortSignal.abort() });
		const [first, second] = await sender.admit(reusing, placed([letter, copy]));
		const sending = [first, second].map(async (file) => file && (await sender.send(reusing, file)));
		const [begun, waiting] = await play(Promise.allSettled(sending));
		expect(begun).toEqual({ status: 'fulfilled', value: undefined });
		expect(waiting).toEqual({ status: 'rejected', reason: expect.any(CanceledFailure) });
	});
});
