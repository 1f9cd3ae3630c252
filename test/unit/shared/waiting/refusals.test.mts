import {
	CanceledFailure,
	ConnectionFailure,
	Failure,
	ForeignAnswerFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import { Refusals } from '../../../../nodes/shared/waiting/refusals.ts';
import { useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

const refused = (status: number) => new ServiceFailure('Refused', '', status, {});
const foreign = () => new ForeignAnswerFailure('A login page', '', 200, '');
const pass = (ms: number) => jest.setSystemTime(Date.now() + ms);

/** Whether each of so many looks in a row, half a minute apart, is the last one. */
function verdicts(refusals: Refusals, failure: unknown, looks = 4): boolean[] {
	return Array.from({ length: looks }, () => {
		const isFinal = refusals.isFinal(failure);
		pass(30_000);
		return isFinal;
	});
}

it.each([400, 403, 404, 409, 410, 412, 421, 422, 423])(
	'%d for a document that exists passes until the third look, and half a minute',
	(status) => {
		expect(verdicts(new Refusals(true), refused(status))).toEqual([false, false, true, true]);
	},
);

it('three looks within less than half a minute are no verdict', () => {
	const third = (ms: number) => {
		const refusals = new Refusals(true);
		for (let look = 1; look <= 2; look++) {
			expect(refusals.isFinal(refused(404))).toBe(false);
			pass(ms / 2);
		}
		return refusals.isFinal(refused(404));
	};
	expect([third(29_998), third(30_000)]).toEqual([false, true]);
});

it.each([401, 402, 405, 451])('%d speaks of the token or the plan, and is final', (status) => {
	expect(new Refusals(true).isFinal(refused(status))).toBe(true);
});

it('a document that is not known to exist does not, once the service says so', () => {
	expect(new Refusals(false).isFinal(refused(404))).toBe(true);
});

it('one that a look has brought exists', () => {
	const refusals = new Refusals(false);
	refusals.clear();
	expect(verdicts(refusals, refused(404))).toEqual([false, false, true, true]);
});

it('a look that brings the document ends the row', () => {
	const refusals = new Refusals(true);
	expect(verdicts(refusals, refused(404), 2)).toEqual([false, false]);
	refusals.clear();
	expect(verdicts(refusals, refused(404))).toEqual([false, false, true, true]);
});

it.each([408, 425, 429, 500, 503])('%d passes, however often it comes', (status) => {
	for (const exists of [true, false])
		expect(verdicts(new Refusals(exists), refused(status))).toEqual([false, false, false, false]);
});

it('a broken connection passes, and so does the end of the run', () => {
	const lost = new ConnectionFailure('Broken', '', 'ECONNRESET', true);
	for (const failure of [lost, new CanceledFailure()])
		for (const exists of [true, false])
			expect(verdicts(new Refusals(exists), failure)).toEqual([false, false, false, false]);
});

it('an answer of somebody else is waited out for a document that exists, and ends a row for others', () => {
	expect(verdicts(new Refusals(true), foreign())).toEqual([false, false, false, false]);
	expect(verdicts(new Refusals(false), foreign())).toEqual([false, false, true, true]);
});

it.each([new Failure('No such field', ''), new Error('defect'), undefined])(
	'what is no answer of the service is final: %p',
	(failure) => {
		expect(new Refusals(true).isFinal(failure)).toBe(true);
	},
);
