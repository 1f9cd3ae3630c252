import {
	CanceledFailure,
	ConnectionFailure,
	ForeignAnswerFailure,
	ServiceFailure,
} from '../../../../nodes/shared/core/errors.ts';
import { Refusals } from '../../../../nodes/shared/waiting/refusals.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const answered = (status: number) => new ServiceFailure('no', '', status, undefined);
const foreign = new ForeignAnswerFailure('a page', '', 200, undefined);

it.each([403, 404, 410])(
	'%d is final at once for a document that may not exist, and for one that exists after three in 30 s',
	(status) => {
		expect(new Refusals(false).isFinal(answered(status))).toBe(true);
		const refusals = new Refusals(true);
		const [first, second] = [1, 2].map(() => refusals.isFinal(answered(status)));
		jest.advanceTimersByTime(29_999);
		const third = refusals.isFinal(answered(status));
		jest.advanceTimersByTime(1);
		expect([first, second, third, refusals.isFinal(answered(status))]).toEqual([
			false,
			false,
			false,
			true,
		]);
	},
);

it('two refusals are not enough, however far they are apart', () => {
	const refusals = new Refusals(true);
	expect(refusals.isFinal(answered(404))).toBe(false);
	jest.advanceTimersByTime(60_000);
	expect(refusals.isFinal(answered(404))).toBe(false);
	expect(refusals.isFinal(answered(404))).toBe(true);
});

it('a look that brings the document lets the count begin anew, and shows that it exists', () => {
	const refusals = new Refusals(false);
	refusals.clear();
	for (let look = 0; look < 2; look++) expect(refusals.isFinal(answered(404))).toBe(false);
	jest.advanceTimersByTime(60_000);
	refusals.clear();
	for (let look = 0; look < 3; look++) expect(refusals.isFinal(answered(404))).toBe(false);
});

it.each([400, 401, 422])('%d speaks of the request or the token: final at once', (status) => {
	expect(new Refusals(true).isFinal(answered(status))).toBe(true);
});

it.each([
	['a service that is down', answered(503)],
	['too many requests', answered(429)],
	['a broken connection', new ConnectionFailure('no answer', '', 'ECONNRESET', true)],
	['the end of the execution', new CanceledFailure()],
])('%s is never final', (_case, failure) => {
	for (const exists of [true, false]) {
		const refusals = new Refusals(exists);
		for (let look = 0; look < 5; look++) {
			expect(refusals.isFinal(failure)).toBe(false);
			jest.advanceTimersByTime(60_000);
		}
	}
});

it("a stranger's page is waited out where the document exists, and final in the end where that is open", () => {
	const looks = (exists: boolean) => {
		const refusals = new Refusals(exists);
		return [1, 2, 3].map(() => {
			jest.advanceTimersByTime(15_000);
			return refusals.isFinal(foreign);
		});
	};
	expect(looks(true)).toEqual([false, false, false]);
	expect(looks(false)).toEqual([false, false, true]);
});
