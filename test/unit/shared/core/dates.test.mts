import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isoDate, timeOf, userTimeOf } from '../../../../nodes/shared/core/dates.ts';
import '../../../support/seed.mts';

it.each([
	['2025-02-19T19:47:44.000000Z', '2025-02-19T19:47:44.000Z'],
	['2025-02-19T19:47:44.123456Z', '2025-02-19T19:47:44.123Z'],
	['2025-02-19T19:47:44Z', '2025-02-19T19:47:44.000Z'],
	['2025-03-05 19:47:44', '2025-03-05T19:47:44.000Z'],
	['2025-03-05T19:47:44', '2025-03-05T19:47:44.000Z'],
	['2025-03-05 19:47:44.5', '2025-03-05T19:47:44.500Z'],
	['2025-03-05T19:47:44+02:00', '2025-03-05T17:47:44.000Z'],
	['1741204064', '2025-03-05T19:47:44.000Z'],
	[1741204064123, '2025-03-05T19:47:44.123Z'],
	['soon', 'soon'],
	['', ''],
	[null, null],
	[undefined, null],
	[{}, null],
])('%j is %j', (given, expected) => {
	expect(isoDate(given)).toBe(expected);
});

it.each([
	['2026-01-10T08:00:00', 'America/New_York', '2026-01-10T13:00:00.000Z'],
	['2026-07-10 08:00:00', 'America/New_York', '2026-07-10T12:00:00.000Z'],
	['2026-07-10', 'Europe/Berlin', '2026-07-09T22:00:00.000Z'],
	['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
	['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
	['2026-07-10T08:00:00', 'Asia/Kolkata', '2026-07-10T02:30:00.000Z'],
	['2026-07-10T08:00', 'America/New_York', '2026-07-10T12:00:00.000Z'],
	['2026-07-10 08:00', 'Asia/Tokyo', '2026-07-09T23:00:00.000Z'],
	['2026-07-10T08:00Z', 'America/New_York', '2026-07-10T08:00:00.000Z'],
	['2026-07-10T08:00+0530', 'America/New_York', '2026-07-10T02:30:00.000Z'],
	['2026-07-10 08:00:00 -03', 'America/New_York', '2026-07-10T11:00:00.000Z'],
	['2026-07-10T08:00:00.1234567Z', 'America/New_York', '2026-07-10T08:00:00.123Z'],
	['2028-02-29', 'UTC', '2028-02-29T00:00:00.000Z'],
	['0202-03-05', 'UTC', '0202-03-05T00:00:00.000Z'],
	['2026-07-10T08:00:00Z', 'America/New_York', '2026-07-10T08:00:00.000Z'],
	['2026-07-10T08:00:00+02:00', 'America/New_York', '2026-07-10T06:00:00.000Z'],
	['2026-07-10T08:00:00', 'UTC', '2026-07-10T08:00:00.000Z'],
])('a user who writes %s in %s means %s', (text, zone, expected) => {
	expect(new Date(userTimeOf(text, zone)).toISOString()).toBe(expected);
});

it.each([
	'soon',
	'',
	'05.03.2026',
	'03/05/2026',
	'5 March 2026',
	'March 5, 2026',
	'2026-3-5',
	'2026-02-30',
	'2026-13-01',
	'2026-03-05T25:00',
	'2026-03-05T12:60',
	'Thu Mar 05 2026 14:00:00 GMT+0100',
	'1772719200000',
	1_772_719_200_000,
	true,
	null,
	{},
	[],
])('%j is no date of a user', (value) => {
	expect(userTimeOf(value, 'UTC')).toBeNaN();
});

it("takes n8n's DateTime and a Date as they are", () => {
	const moment = new Date('2026-03-05T13:00:00.000Z');
	expect(userTimeOf(moment, 'Asia/Tokyo')).toBe(moment.getTime());
	const dateTime = DateTime.fromJSDate(moment).setZone('America/New_York');
	expect(userTimeOf(dateTime, 'Asia/Tokyo')).toBe(moment.getTime());
	expect(userTimeOf(String(dateTime), 'Asia/Tokyo')).toBe(moment.getTime());
});

it('gives every moment back as it was', () => {
	fc.assert(
		fc.property(
			fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
			(date) => {
				expect(isoDate(date.toISOString())).toBe(date.toISOString());
				const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
				expect(timeOf(date.toISOString().slice(0, 19).replace('T', ' '))).toBe(seconds);
			},
		),
	);
});
