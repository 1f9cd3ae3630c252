import { timeOf, userTimeOf, dayIn } from '../../../shared/core/dates';
import { InputFailure } from '../../../shared/core/errors';
import { dateOf } from '../../../shared/operations/parameters';
import { dayAfter, dayBefore } from '../../api/listing';
import type { HistoryRecord } from '../../api/parse';

/** A span of time in which records were created. */
interface Period {
	/**
	 * For the service, whose days are generous: it neither says their zone nor whether they are
	 * inclusive.
	 */
	query: { fromDate?: string; toDate?: string };
	/** Exactly. */
	includes(record: HistoryRecord): boolean;
}

/**
 * @param zone the workflow's, for dates without one
 * @throws InputFailure for what is no date, and for a period that is turned round
 */
export function readPeriod({ fromDate, toDate }: Record<string, unknown>, zone: string): Period {
	const from = dateOf(fromDate, 'From Date', zone);
	const to = dateOf(toDate, 'To Date', zone);
	const end = to === undefined ? undefined : endOf(to, zone);
	if (from !== undefined && end !== undefined && from >= end)
		throw new InputFailure(
			'"From Date" is after "To Date", so nothing can match',
			'Swap the two dates.',
		);
	return {
		query: {
			...(from !== undefined && { fromDate: dayBefore(from) }),
			...(end !== undefined && { toDate: dayAfter(end) }),
		},
		includes: ({ createdAt }) => {
			const created = timeOf(createdAt ?? '');
			// A record without a date that can be read is the service's choice.
			return (
				Number.isNaN(created) ||
				((from === undefined || created >= from) && (end === undefined || created < end))
			);
		},
	};
}

/** Midnight as an end means the day, as pickers give it for a date alone. */
function endOf(to: number, zone: string): number {
	return isMidnight(to, zone) ? nextMidnight(to, zone) : to + 1;
}

function isMidnight(time: number, zone: string): boolean {
	return userTimeOf(dayIn(time, zone), zone) === time;
}

/** A day may have 23 or 25 hours. */
function nextMidnight(time: number, zone: string): number {
	return userTimeOf(dayIn(time + 36 * 3_600_000, zone), zone);
}
