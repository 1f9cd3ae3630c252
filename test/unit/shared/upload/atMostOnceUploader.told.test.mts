import {
	CanceledFailure,
	ConnectionFailure,
	type Failure,
	InputFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import type { Candidate, Upload } from '../../../../nodes/shared/operations/documentService.ts';
import {
	AtMostOnceUploader,
	idsOf,
	latestCreation,
	patiently,
} from '../../../../nodes/shared/upload/atMostOnceUploader.ts';
import { fingerprintOf, withFingerprint } from '../../../../nodes/shared/upload/fingerprint.ts';
import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';
import { TYPE_REFUSED } from '../../../../nodes/shared/upload/uploadErrors.ts';
import { after, play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import { failureOf } from '../simulation/failureOf.mts';
import {
	type FilePlan,
	type MemoryDocument,
	MemoryDocuments,
} from '../simulation/memoryDocuments.mts';
import { inputFile, pdf } from '../simulation/pdfs.mts';

useSimulatedClock();

// What the uploader says, asks and remembers, upload by upload; `.property` has all at once.

const lost = new ConnectionFailure('The connection broke off', '', 'ECONNRESET', true);
const unsent = new ConnectionFailure('The service is out of reach', '', 'ECONNREFUSED', false);
const gateway = new ServiceFailure('The gateway gave up', '', 504, {});
const fault = new ServiceFailure('The service has a fault', '', 500, {});
const refused = new ServiceFailure('The value is wrong', '', 422, {});

/** A document that the service lists, created when the test begins. */
const listed = (id: string, more: Partial<Candidate<MemoryDocument>> = {}) => ({
	id,
	key: 'letter.pdf',
	created: { earliest: Date.now(), latest: Date.now() + 1_000 },
	document: new MemoryDocuments().add(id, 'letter.pdf'),
	...more,
});

interface Setting {
	/** What the uploads of these names meet. */
	meets?: Record<string, Error>;
	plans?: Record<string, FilePlan>;
	/** What the list gives, each time that it is asked for. */
	list?: (upload: Upload<string>) => Array<Candidate<MemoryDocument>>;
	registry?: InFlightUploads;
	canceled?: AbortSignal;
}

/** An uploader at a service that lists its documents, with their names in lower case. */
function uploading({ meets = {}, plans, list = () => [], registry, canceled }: Setting = {}) {
	const met = Object.entries(meets).map(([name, refusal]) => [name, { refusal }]);
	const service = new MemoryDocuments({ ...Object.fromEntries(met), ...plans });
	const startedAt = Date.now();
	const looks: Array<{ after: number; since: number }> = [];
	const listing = Object.assign(service, {
		uploadKey: ({ file }: Upload<string>) => file.name.toLowerCase(),
		recent: async (upload: Upload<string>, since: number) => {
			looks.push({ after: Date.now() - startedAt, since: since - startedAt });
			return list(upload);
		},
	});
	const signals = { sending: canceled ?? new AbortController().signal, canceled };
	const uploader = new AtMostOnceUploader(listing, signals, registry ?? new InFlightUploads());
	const upload = async (name: string) =>
		await uploader.upload({ file: inputFile(pdf(name)), fields: 'transcribe' });
	return { looks, service, upload };
}

/** How the upload of a letter ends that meets this. */
async function failureAfter(met: Error, list?: Setting['list']): Promise<Failure> {
	const { upload } = uploading({ meets: { 'letter.pdf': met }, list });
	return await play(failureOf(upload('letter.pdf')));
}

describe('an upload', () => {
	it('gives its document, and no other one may take that', async () => {
		const registry = new InFlightUploads();
		const { looks, upload } = uploading({ registry });
		expect((await play(upload('letter.pdf'))).id).toBe('doc1');
		expect(looks).toEqual([]);
		const other = registry.start('letter.pdf');
		const { created } = listed('doc2');
		const free = ['doc1', 'doc2'].filter((id) => registry.fits(other, [id], created));
		expect(free).toEqual(['doc2']);
		expect(registry.isDisputed(other, listed('doc2'))).toBe(false);
	});

	it.each([
		['was refused', refused],
		['never arrived', unsent],
	])('that %s fails at once, and may have no document', async (_, met) => {
		const registry = new InFlightUploads();
		const { looks, upload } = uploading({ meets: { 'letter.pdf': met }, registry });
		await expect(play(upload('letter.pdf'))).rejects.toBe(met);
		expect(looks).toEqual([]);
		expect(registry.isDisputed(registry.start('letter.pdf'), listed('doc1'))).toBe(false);
	});

	it('that was canceled may have a document', async () => {
		const registry = new InFlightUploads();
		const { upload } = uploading({ meets: { 'letter.pdf': new CanceledFailure() }, registry });
		await expect(play(upload('letter.pdf'))).rejects.toThrow(CanceledFailure);
		expect(registry.isDisputed(registry.start('letter.pdf'), listed('doc1'))).toBe(true);
	});

	it('is named where it was refused for its type', async () => {
		expect(await failureAfter(new ServiceFailure(TYPE_REFUSED, '', 415, {}))).toMatchObject({
			message: 'The service does not take "letter.pdf" (application/pdf)',
		});
	});

	it('ends at once when the execution is canceled, also at a service without a list', async () => {
		const abort = new AbortController();
		const service = new MemoryDocuments({ 'letter.pdf': { answeredAfter: 5_000 } });
		const signals = { sending: abort.signal, canceled: abort.signal };
		const uploader = new AtMostOnceUploader(service, signals);
		const startedAt = Date.now();
		setTimeout(() => abort.abort(), 1_000);
		const file = inputFile(pdf('letter.pdf'));
		await expect(play(uploader.upload({ file, fields: '' }))).rejects.toThrow(CanceledFailure);
		expect(Date.now() - startedAt).toBe(1_000);
		await playOut();
	});

	it('fails as it is where the service has no list', async () => {
		const service = new MemoryDocuments({ 'letter.pdf': { refusal: lost } });
		const signals = { sending: new AbortController().signal, canceled: undefined };
		const uploader = new AtMostOnceUploader(service, signals);
		const file = inputFile(pdf('letter.pdf'));
		await expect(play(uploader.upload({ file, fields: '' }))).rejects.toBe(lost);
	});
});

describe('an upload whose answer got lost', () => {
	it('is looked for twice, from its beginning on', async () => {
		const { looks, upload } = uploading({ meets: { 'letter.pdf': lost } });
		await expect(play(upload('letter.pdf'))).rejects.toThrow('was not confirmed');
		expect(looks).toEqual([
			{ after: 4_100, since: 0 },
			{ after: 10_100, since: 0 },
		]);
	});

	it('is looked for no more once its document is found, which no other one may take', async () => {
		const registry = new InFlightUploads();
		const found = listed('doc7', { otherIds: ['upload7'] });
		const { looks, upload } = uploading({
			meets: { 'letter.pdf': lost },
			list: () => [found, found],
			registry,
		});
		expect(await play(upload('letter.pdf'))).toBe(found.document);
		expect(looks).toHaveLength(1);
		const other = registry.start('letter.pdf');
		const { created } = listed('doc8');
		const free = ['doc7', 'upload7', 'doc8'].filter((id) => registry.fits(other, [id], created));
		expect(free).toEqual(['doc8']);
	});

	it('is told with what it met and by the name that its owner knows', async () => {
		const name = withFingerprint('letter.pdf', fingerprintOf('00', 'transcribe'));
		const { upload } = uploading({ meets: { [name]: lost } });
		expect(await play(failureOf(upload(name)))).toMatchObject({
			message: 'The upload of "letter.pdf" was not confirmed: The connection broke off',
			details: { fileName: 'letter.pdf', cause: 'The connection broke off' },
		});
	});

	it.each([
		['may still come where a gateway gave up', gateway, 'it can still come within a minute'],
		['may still come where the connection broke off', lost, 'it can still come within a minute'],
		['is not there where the service itself has failed', fault, 'most likely nothing was created'],
	])('%s', async (_, met, said) => {
		const failure = await failureAfter(met);
		expect(failure.message).toBe(`The upload of "letter.pdf" was not confirmed: ${met.message}`);
		expect(failure.nextStep).toContain(said);
		expect(failure.nextStep).toContain('check with Document > Get Many');
	});

	it.each([
		['several', () => [listed('doc1'), listed('doc2')], 'more than one document fits: doc1, doc2'],
		[
			'one without a date',
			() => [listed('doc1', { created: { earliest: -Infinity, latest: Infinity } })],
			"a document fits, but may be another upload's: doc1",
		],
	])('is not decided by %s', async (_, list, said) => {
		const failure = await failureAfter(lost, list);
		expect(failure.message).toContain(said);
		expect(failure.nextStep).toContain('continue with the operation "Wait"');
	});

	it('is not decided by one that fits another one too', async () => {
		const registry = new InFlightUploads();
		registry.start('letter.pdf');
		const list = () => [listed('doc1')];
		const { upload } = uploading({ meets: { 'letter.pdf': lost }, list, registry });
		await expect(play(upload('letter.pdf'))).rejects.toThrow("may be another upload's: doc1");
	});

	it('is not known where the list is refused', async () => {
		const denied = new ServiceFailure('The list is denied', '', 403, {});
		const failure = await failureAfter(lost, () => {
			throw denied;
		});
		expect(failure).toMatchObject({
			message: 'The upload of "letter.pdf" was not confirmed: The connection broke off',
			nextStep: expect.stringContaining('could not be read either: The list is denied. It was not'),
		});
	});

	it('ends as canceled with the execution, also while it is looked for', async () => {
		const abort = new AbortController();
		const { looks, upload } = uploading({
			meets: { 'letter.pdf': lost },
			canceled: abort.signal,
		});
		setTimeout(() => abort.abort(), 2_000);
		await expect(play(upload('letter.pdf'))).rejects.toThrow(CanceledFailure);
		await playOut();
		expect(looks).toEqual([]);
	});
});

describe('uploads of one name', () => {
	it('wait for the end of a search, and those of another name do not', async () => {
		const { service, upload } = uploading({ meets: { 'letter.pdf': lost } });
		const sentAt = async (name: string) => {
			const before = service.sent.length;
			const sending = upload(name).catch(() => {});
			await after(50);
			const isSent = service.sent.length > before;
			return { isSent, sending };
		};
		const first = upload('letter.pdf').catch(() => {});
		await play(after(1_000));
		const again = await play(sentAt('letter.pdf'));
		const other = await play(sentAt('form.pdf'));
		expect([again.isSent, other.isSent]).toEqual([false, true]);
		await play(Promise.all([first, again.sending, other.sending]));
		expect(service.sent).toEqual(['letter.pdf', 'form.pdf', 'letter.pdf']);
	});

	it('are looked for together, from the beginning of the first one on', async () => {
		const { looks, upload } = uploading({ meets: { 'letter.pdf': lost, 'LETTER.pdf': lost } });
		const second = after(50).then(async () => await upload('LETTER.pdf'));
		await play(Promise.allSettled([upload('letter.pdf'), second]));
		expect(looks.map(({ since }) => since)).toEqual([0, 0]);
	});

	it('are looked for once those on their way have ended, whose documents could be taken', async () => {
		const { looks, upload } = uploading({
			meets: { 'letter.pdf': lost },
			plans: { 'LETTER.pdf': { answeredAfter: 20_000 } },
		});
		await play(Promise.allSettled([upload('letter.pdf'), upload('LETTER.pdf')]));
		expect(looks.map((look) => look.after)).toEqual([24_000, 30_000]);
	});

	it('that wait are not sent once the execution is canceled', async () => {
		const abort = new AbortController();
		const { service, upload } = uploading({
			meets: { 'letter.pdf': lost },
			canceled: abort.signal,
		});
		const ends = Promise.allSettled([
			upload('letter.pdf'),
			after(1_000).then(async () => await upload('letter.pdf')),
		]);
		setTimeout(() => abort.abort(), 2_000);
		const canceled = { status: 'rejected', reason: expect.any(CanceledFailure) };
		expect(await play(ends)).toEqual([canceled, canceled]);
		await playOut();
		expect(service.sent).toEqual(['letter.pdf']);
	});
});

describe('asking again', () => {
	const asking = (met: Error, until = Infinity) => {
		const startedAt = Date.now();
		const asked: number[] = [];
		const answer = patiently(async () => {
			asked.push(Date.now() - startedAt);
			if (Date.now() - startedAt < until) throw met;
			return 'the list';
		}, undefined);
		return { answer, asked };
	};

	it('goes on every five seconds for a minute while the service is down', async () => {
		const { answer, asked } = asking(gateway);
		await expect(play(answer)).rejects.toBe(gateway);
		expect(asked).toEqual(Array.from({ length: 13 }, (_, index) => index * 5_000));
	});

	it('ends with the answer', async () => {
		const { answer, asked } = asking(lost, 10_000);
		expect(await play(answer)).toBe('the list');
		expect(asked).toEqual([0, 5_000, 10_000]);
	});

	it('ends with what will not pass', async () => {
		const { answer, asked } = asking(new TypeError('no such method'));
		await expect(play(answer)).rejects.toMatchObject({
			message: 'no such method',
			nextStep: expect.stringContaining('report it'),
		});
		expect(asked).toEqual([0]);
	});
});

it('a document is known by each of its ids', () => {
	expect(idsOf(listed('doc1'))).toEqual(['doc1']);
	expect(idsOf(listed('doc1', { otherIds: ['upload1'] }))).toEqual(['doc1', 'upload1']);
});

it.each([
	['by now where the service itself has failed', fault, 0],
	['within a minute where a gateway gave up', gateway, 60_000],
	['within a minute where the connection broke off', lost, 60_000],
	['within a minute where it was canceled', new CanceledFailure(), 60_000],
	['at no time where it was refused', refused, -Infinity],
	['at no time where it did not arrive', unsent, -Infinity],
	['at no time where it was not sent', new InputFailure('The file is empty', ''), -Infinity],
])('a document can have been created %s', (_, failure, within) => {
	expect(latestCreation(failure)).toBe(Date.now() + within);
});
