import { ConnectionFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	backOff,
	delayBeforeRepeat,
	headerDate,
} from '../../../../nodes/shared/http/retryPolicy.ts';

const answered = (status: number) => new ServiceFailure('answered', '', status, {});
const broken = (code: string, mayHaveArrived: boolean) =>
	new ConnectionFailure('broken', '', code, mayHaveArrived);

const refused = broken('ECONNREFUSED', false);
const cut = broken('ECONNRESET', true);

/** How often a request is sent that fails each time in the same way. */
function timesSent(failure: ServiceFailure | ConnectionFailure, rule: 'always' | 'ifRefused') {
	let attempt = 1;
	while (attempt < 50 && delayBeforeRepeat(failure, { rule, headers: {}, attempt }) !== null)
		attempt++;
	return attempt;
}

it.each([
	['429', answered(429), 10, 10],
	['408', answered(408), 4, 1],
	['499', answered(499), 1, 1],
	['500', answered(500), 4, 1],
	['503', answered(503), 4, 1],
	['a refused connection', refused, 4, 4],
	['a connection that breaks off', cut, 4, 1],
	['silence', broken('SILENT', true), 2, 1],
	['a certificate that is not valid', broken('CERT_HAS_EXPIRED', false), 1, 1],
])('after %s reading is repeated, and creating where nothing came of it', (...row) => {
	const [, failure, reading, creating] = row;
	expect(timesSent(failure, 'always')).toBe(reading);
	expect(timesSent(failure, 'ifRefused')).toBe(creating);
});

it.each([
	[answered(429), { limitedTries: 2 }],
	[answered(503), { faultTries: 2 }],
])('repeats no more often than it is told: %#', (failure, tries) => {
	const repeat = { rule: 'always' as const, headers: {}, ...tries };
	expect(delayBeforeRepeat(failure, { ...repeat, attempt: 1 })).toBeGreaterThan(0);
	expect(delayBeforeRepeat(failure, { ...repeat, attempt: 2 })).toBeNull();
});

it('waits for a fault as long as the service asks, while it is tried again at all', () => {
	const ask = (headers: Record<string, string>, attempt: number) =>
		delayBeforeRepeat(answered(503), { rule: 'always', headers, attempt });
	expect(ask({ 'retry-after': '47' }, 1)).toBe(47_000);
	expect(ask({ 'retry-after': '47' }, 4)).toBeNull();
	expect(ask({ 'retry-after': '300' }, 1)).toBe(300_000);
	// More patience than a run has.
	expect(ask({ 'retry-after': '301' }, 1)).toBeNull();
	expect(ask({}, 1)).toBeLessThanOrEqual(500);
});

it.each([429, 503])("compares a date with the service's own clock: %d", (status) => {
	const headers = {
		date: 'Sun, 06 Nov 1994 08:49:00 GMT',
		'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT',
	};
	expect(delayBeforeRepeat(answered(status), { rule: 'always', headers, attempt: 1 })).toBe(37_000);
});

it('back-off is spread over the second half of its time, so that runs do not come back at once', () => {
	const delays = Array.from({ length: 200 }, () => backOff(3, 1_000));
	expect(Math.min(...delays)).toBeGreaterThanOrEqual(2_000);
	expect(Math.max(...delays)).toBeLessThanOrEqual(4_000);
	expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(1_000);
});

it.each([
	['Thu, 05 Mar 2026 12:00:20 GMT', Date.UTC(2026, 2, 5, 12, 0, 20)],
	['2026-03-05T12:00:20Z', Date.UTC(2026, 2, 5, 12, 0, 20)],
	['a 1', null],
	['2026', null],
	['12:00', null],
	['1/1 12:00', null],
	['2026 at 12:00', null],
	[20, null],
	[undefined, null],
])('the header %p is the moment %p', (header, time) => {
	expect(headerDate(header)).toBe(time);
});
