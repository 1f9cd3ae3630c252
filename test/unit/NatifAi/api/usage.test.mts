import { spanOf } from '../../../../packages/natif-ai/nodes/NatifAi/api/usage.ts';

const NOW = Date.parse('2026-03-31T22:30:00Z');
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
			expect(spanOf(interval, { start: undefined, end: undefined }, 'UTC', NOW)).toEqual({
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
			'a start alone reaches as far as one request may',
			'daily',
			'2026-01-01T00:00:00Z',
			undefined,
			'UTC',
			{ start: '2026-01-01', end: '2026-01-31' },
		],
		[
			'a start alone reaches to now at most',
			'daily',
			'2026-03-20T00:00:00Z',
			undefined,
			'UTC',
			{ start: '2026-03-20', end: '2026-03-31' },
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
		expect(spanOf(interval, { start: at(start), end: at(end) }, zone, NOW)).toEqual(span);
	});

	it.each([
		['weekly', '2025-01-01T00:00:00Z', '2025-07-15T00:00:00Z', 'is longer than 6 months'],
		['monthly', '2025-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 'is longer than one year'],
		['hourly', '2026-01-01T00:00:00Z', '2026-01-02T01:00:00Z', 'is longer than one day'],
		['daily', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', '"Start" is after "End"'],
	] as const)('%s from %s to %s is refused', (interval, start, end, message) => {
		expect(() => spanOf(interval, { start: at(start), end: at(end) }, 'UTC', NOW)).toThrow(message);
	});
});
