import { Failure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	DeadlineFailure,
	type Phase,
	type Watched,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { OpenDocument } from '../../../../nodes/shared/waiting/openDocument.ts';
import { useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

const letter = (phase: Phase = 'pending', id = 'a'): Watched => ({ id, phase, state: phase });
const details = { ready: false, exists: true, kind: 'text', sizeBytes: 1_000 };
const open = (changes: Partial<typeof details> = {}, known = letter()) =>
	new OpenDocument('key', known, { ...details, ...changes });
const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);
const endOf = async (result: Promise<Watched>) =>
	await result.catch((error: unknown) => error as DeadlineFailure);

/** A look that began now and found the document so. */
const look = (document: OpenDocument<Watched>, phase: Phase = 'pending') =>
	document.see(letter(phase), Date.now());

describe('a look', () => {
	it('says whether the document is at its end', () => {
		const document = open();
		expect([look(document), look(document, 'done'), look(document, 'failed')]).toEqual([
			false,
			true,
			true,
		]);
		expect(document.ended).toBe(true);
		expect(look(document)).toBe(false);
		expect(document.ended).toBe(false);
	});

	it('that finds it unfinished counts from when it began', () => {
		const document = open();
		expect(document.lookedAge).toBeUndefined();
		pass(3_000);
		document.see(letter(), Date.now() - 1_000);
		expect([document.lookedAge, document.age]).toEqual([2_000, 3_000]);
	});

	it('that finds it finished leaves it due, as its result may have to be fetched', () => {
		const document = open();
		pass(3_000);
		look(document, 'done');
		expect(document.lookedAt).toBeUndefined();
	});

	it('that brings it ends what was in the way', () => {
		const document = open({ exists: false });
		document.trouble = new Failure('Broken', '');
		look(document);
		expect(document.trouble).toBeUndefined();
		// It exists, so that a refusal is no verdict any more.
		expect(document.refusals.isFinal(new ServiceFailure('None', '', 404, {}))).toBe(false);
	});
});

it('a document that is handed in finished waits for its result alone', () => {
	expect(open({}, letter('done')).ended).toBe(true);
	expect(open({}, letter('failed')).ended).toBe(true);
	expect(open().ended).toBe(false);
});

it('gives all who wait what was seen last, or what went wrong', async () => {
	const document = open();
	const results = [document.result(1_000), document.result(2_000)];
	look(document, 'done');
	expect(document.closed.signal.aborted).toBe(false);
	document.resolve();
	expect(await Promise.all(results)).toEqual([letter('done'), letter('done')]);
	expect(document.closed.signal.aborted).toBe(true);

	const refused = open();
	const ends = [refused.result(1_000), refused.result(2_000)].map(endOf);
	refused.reject('no');
	expect(await Promise.all(ends)).toEqual(['no', 'no']);
	expect(refused.closed.signal.aborted).toBe(true);
});

it('has as much time as to the deadline that comes next', () => {
	const document = open();
	expect(document.timeLeft).toBe(0);
	void document.result(5_000);
	void document.result(2_000);
	expect(document.timeLeft).toBe(2_000);
	pass(2_000);
	expect(document.timeLeft).toBe(3_000);
	pass(3_000);
	expect(document.timeLeft).toBe(0);
});

describe('how long it took', () => {
	/** Seen unfinished at 4 s and finished at 10 s. */
	const finished = (changes: Partial<typeof details> = {}) => {
		const document = open(changes);
		pass(4_000);
		look(document);
		pass(6_000);
		return document;
	};

	it('is what the service tells, between the last two looks', () => {
		const document = finished();
		expect([5_000, 1_000, 20_000].map((took) => document.processingTime(took))).toEqual([
			5_000, 4_000, 10_000,
		]);
	});

	it('is the middle of them where it tells nothing', () => {
		expect(finished().processingTime(undefined)).toBe(7_000);
		const atOnce = open();
		pass(3_000);
		expect(atOnce.processingTime(undefined)).toBe(1_500);
	});

	it('is not known of one that may be older than the wait', () => {
		expect(finished({ ready: true }).processingTime(5_000)).toBeUndefined();
	});
});

describe('when the time is up', () => {
	const overdue = async (
		document: OpenDocument<Watched>,
		lookedBefore?: number,
		timeoutMs = 10_000,
		afterLook = () => {},
	) => {
		const end = endOf(document.result(timeoutMs));
		const untilLook = timeoutMs - (lookedBefore ?? 0);
		pass(untilLook);
		if (lookedBefore !== undefined) look(document);
		afterLook();
		pass(timeoutMs - untilLook);
		return { end };
	};

	it('it gets one more look, unless one came less than half a second before', async () => {
		const early = open();
		await overdue(early, 501);
		expect([early.wantsLastLook(), early.expire()]).toEqual([true, false]);
		const late = open();
		const { end } = await overdue(late, 500, 10_000, () => expect(late.expire()).toBe(false));
		expect([late.wantsLastLook(), late.expire()]).toEqual([false, true]);
		expect(await end).toMatchObject({
			message: 'Document a was not finished after 10 s (last status: pending)',
		});
		expect(late.closed.signal.aborted).toBe(true);
	});

	it('wants no last look before', () => {
		const document = open();
		void document.result(10_000);
		pass(9_999);
		expect([document.wantsLastLook(), document.expire()]).toEqual([false, false]);
		pass(1);
		expect([document.wantsLastLook(), document.expire()]).toEqual([true, false]);
	});

	it('the answer to the last look may take 5 s, a result 60 s', async () => {
		const document = open();
		const { end } = await overdue(document);
		pass(4_999);
		expect(document.expire()).toBe(false);
		pass(1);
		expect(document.expire()).toBe(true);
		expect(await end).toBeInstanceOf(DeadlineFailure);

		const finished = open({}, letter('done'));
		const result = await overdue(finished);
		pass(59_999);
		expect(finished.expire()).toBe(false);
		pass(1);
		expect(finished.expire()).toBe(true);
		expect(await result.end).toMatchObject({
			message: 'The result of document a could not be fetched within 10 s (last status: done)',
		});
	});

	it('the others go on waiting', async () => {
		const document = open();
		const first = endOf(document.result(1_000));
		const second = endOf(document.result(60_000));
		pass(1_000);
		expect(document.wantsLastLook()).toBe(true);
		look(document);
		expect(document.expire()).toBe(false);
		expect(await first).toBeInstanceOf(DeadlineFailure);
		expect(document.closed.signal.aborted).toBe(false);
		look(document, 'done');
		document.resolve();
		expect(await second).toEqual(letter('done'));
	});

	it('it is told by its own id, the one seen last, and what the last look met', async () => {
		const document = open();
		const end = endOf(document.result(1_000));
		document.see(letter('pending', 'b'), Date.now());
		document.trouble = new Failure('The line is down', '');
		pass(6_000);
		document.expire();
		expect(await end).toMatchObject({
			message:
				'Document a was not finished after 1 s (last status: pending). The last look at it met: The line is down',
			seenId: 'b',
			details: { id: 'a', status: 'queued' },
		});
	});

	it('the state of one that was never seen, and may be long finished, is not known', async () => {
		const document = open({ ready: true });
		const { end } = await overdue(document, undefined, 1_000);
		pass(5_000);
		document.expire();
		expect(await end).toMatchObject({ state: 'unknown' });
	});
});
