import { spanOf } from '../../../../packages/natif-ai/nodes/NatifAi/api/usage.ts';

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-03-31T22:30:00Z') }));
afterEach(() => jest.useRealTimers());

const at = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

describe('the span of usage statistics', () => {
	it.each([
		['hourly', '2026-03-30T23Z', '2026-03-31T22Z'],
		['daily', '2026-03-02', '2026-03-31'],
		['weekly', '2025-W41', '2026-W14'],
		['monthly', '2025-04', '2026-03'],
	] as const)(
		'%s reaches to now and far back unless something is given',
		(interval, start, end) => {
			expect(spanOf(interval, { start: undefined, end: undefined }, 'UTC')).toEqual({
				start,
				end,
			});
		},
	);

	it.each([
		[
			'days are those of the zone',
			'daily',
			undefined,
			'2026-03-31T22:30:00Z',
			'Europe/Berlin',
			{ start: '2026-03-03', end: '2026-04-01' },
		],
		[
			'hours are those of UTC',
			'hourly',
			'2026-03-31T20:15:00+02:00',
			'2026-03-31T23:00:00+02:00',
			'Europe/Berlin',
			{ start: '2026-03-31T18Z', end: '2026-03-31T21Z' },
		],
		[
			'a start alone reaches to now',
			'daily',
			'2026-03-20T00:00:00Z',
			undefined,
			'UTC',
			{ start: '2026-03-20', end: '2026-03-31' },
		],
		[
			'a start alone reaches to now, which is a day of UTC',
			'daily',
			'2026-03-20T00:00:00-04:00',
			undefined,
			'America/New_York',
			{ start: '2026-03-20', end: '2026-03-31' },
		],
		[
			'a start alone that the service has not come to yet',
			'daily',
			'2026-03-31T22:00:00Z',
			undefined,
			'Pacific/Auckland',
			{ start: '2026-04-01', end: '2026-04-01' },
		],
		[
			'a week belongs to the year of its Thursday',
			'weekly',
			'2024-12-30T00:00:00Z',
			'2025-01-05T00:00:00Z',
			'UTC',
			{ start: '2025-W01', end: '2025-W01' },
		],
		[
			'a year can have 53 weeks',
			'weekly',
			'2026-12-31T00:00:00Z',
			'2027-01-04T00:00:00Z',
			'UTC',
			{ start: '2026-W53', end: '2027-W01' },
		],
		[
			'the longest that there is',
			'monthly',
			'2025-03-15T00:00:00Z',
			'2026-03-15T00:00:00Z',
			'UTC',
			{ start: '2025-03', end: '2026-03' },
		],
	] as const)('%s', (_case, interval, start, end, zone, span) => {
		expect(spanOf(interval, { start: at(start), end: at(end) }, zone)).toEqual(span);
	});

	it.each([
		['daily', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', '"Start" is after "End"'],
	] as const)('%s from %s to %s is refused', (interval, start, end, message) => {
		expect(() => spanOf(interval, { start: at(start), end: at(end) }, 'UTC')).toThrow(message);
	});
});
