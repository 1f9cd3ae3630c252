import type { IExecuteFunctions } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import { timeOf } from '../../shared/core/dates';
import type { Candidate } from '../../shared/operations/documentService';
import { closest, type SentFile } from '../../shared/upload/sentFile';
import { ServiceClock } from '../../shared/http/serviceClock';
import { listRecords, type RecordQuery } from './records';
import type { Ocriva } from './client';
import type { ListPage, HistoryRecord } from './parse';
import { uploadKey } from './upload';

const DAY = 86_400_000;
/** An end for lists that have none. */
const MOST_PAGES = 10_000;
const MOST_PASSES = 3;
/** Of 100 records each: more than the service can take in while an upload is under way. */
const MOST_RECENT_PAGES = 25;

/** The UTC day of a moment, `YYYY-MM-DD`. @param time milliseconds since 1970 */
function utcDay(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

/**
 * A `fromDate` that leaves out nothing since a moment, whatever zone the service counts its days in
 * (not documented), and when the clocks differ.
 */
export function dayBefore(time: number): string {
	return utcDay(time - DAY);
}

/** A `toDate` that leaves out nothing up to a moment, also when the day itself does not count. */
export function dayAfter(time: number): string {
	return utcDay(time + 2 * DAY);
}

/**
 * All records that match, in the service's order, each once: records that come in meanwhile shift
 * the pages. Those that leave the list, as they come to another state, shift others to pages that
 * were read already, so it is then read anew. Ends at the last page as the service counts them,
 * where it counts rightly, or at the second empty one.
 *
 * @param context is given a note when the list ends before the service's own number of records
 */
export async function* allRecords(
	service: Ocriva,
	query: RecordQuery,
	size?: number,
	context?: IExecuteFunctions,
): AsyncGenerator<HistoryRecord> {
	const seen = new Set<string>();
	let hasShrunk = true;
	let last = 0;
	for (let pass = 1; hasShrunk && pass <= MOST_PASSES; pass++) {
		let left = 0;
		hasShrunk = false;
		let wasEmpty = false;
		for (let page = 1; page <= MOST_PAGES; page++) {
			const { records, pages, total } = await listRecords(service, query, page, size);
			const unseen = records.filter((record) => !seen.has(keyOf(record)));
			for (const record of unseen) {
				seen.add(keyOf(record));
				yield record;
			}
			hasShrunk ||= total !== null && total < left;
			left = total ?? 0;
			const isEmpty = records.length === 0;
			const isFull = records.length >= Math.min(size ?? Infinity, service.pageSize);
			const isLast = pages === null ? isEmpty : page >= pages;
			if (isLast && (total === null || total === seen.size || !isFull)) break;
			if (isEmpty && wasEmpty) break;
			wasEmpty = isEmpty;
			// A server that knows no pages, or a wrong number, gives the first one again.
			if (unseen.length === 0 && (pages === null || isLast)) break;
		}
		last = left;
	}
	if (context && seen.size < last)
		hint(context, `The service speaks of ${last} records, but its list has only ${seen.size}.`);
}

/** Tells records apart, also those without an id. */
export function keyOf({ id, raw }: HistoryRecord): string {
	return id || JSON.stringify(raw);
}

/**
 * Pages of a list, the newest records first, whichever way the service orders it (not documented).
 */
export async function* newestPages(
	service: Ocriva,
	query: RecordQuery,
): AsyncGenerator<Awaited<ReturnType<typeof listRecords>>> {
	const first = await listRecords(service, query);
	const pages = Math.min(
		first.pages ?? (first.records.length < service.pageSize ? 1 : MOST_PAGES),
		MOST_PAGES,
	);
	if (pages > 1 && isOldestFirst(first)) {
		for (let page = pages; page > 1; page--) yield await listRecords(service, query, page);
		yield first;
		return;
	}
	yield first;
	for (let page = 2; page <= pages; page++) {
		const next = await listRecords(service, query, page);
		if (next.records.length === 0) return;
		yield next;
	}
}

function isOldestFirst({ records }: ListPage): boolean {
	return timeOf(records.at(0)?.createdAt ?? '') < timeOf(records.at(-1)?.createdAt ?? '');
}

/**
 * The records of a page by creation; those of one moment as the list orders them, which is newest
 * first where it does not show.
 */
export function oldestFirst(page: ListPage): HistoryRecord[] {
	return isOldestFirst(page) ? page.records : page.records.toReversed();
}

/** Whether a page holds nothing since a moment, with a day for clocks that differ. */
export function isOlder({ records }: ListPage, time: number): boolean {
	return records.every(({ createdAt }) => timeOf(createdAt ?? '') < time - DAY);
}

/**
 * Records that may have been created since a moment and could be of these files, oldest first, for
 * an upload whose answer got lost. What `search` matches is not documented, so all are read.
 *
 * @param since milliseconds since 1970 on this machine's clock
 */
export async function recentRecords(
	service: Ocriva,
	since: number,
	files: readonly SentFile[],
	{ projectId, templateId }: { projectId: string; templateId?: string | undefined },
): Promise<Array<Candidate<HistoryRecord>>> {
	const clock = new ServiceClock();
	const found: HistoryRecord[] = [];
	let read = 0;
	let askedAt = Date.now();
	for await (const page of newestPages(service, { projectId, fromDate: dayBefore(since) })) {
		clock.observe(page.headers.date, askedAt, Date.now());
		found.unshift(...oldestFirst(page));
		if (
			++read >= MOST_RECENT_PAGES ||
			page.records.every(({ createdAt }) => clock.here(timeOf(createdAt ?? '')).latest < since)
		)
			break;
		askedAt = Date.now();
	}
	const createdAt = (record: HistoryRecord) => clock.here(timeOf(record.createdAt ?? ''));
	const fitting = found.filter(
		(record) =>
			(!templateId || record.templateId === null || record.templateId === templateId) &&
			createdAt(record).latest >= since,
	);
	const wanted = new Set(files.flatMap((file) => closest(file, fitting)));
	return fitting
		.filter((record) => wanted.has(record))
		.map((record) => ({
			id: record.id,
			otherIds: record.uploadId === null ? [] : [record.uploadId],
			key: uploadKey(service, projectId, record.fileName ?? ''),
			created: createdAt(record),
			document: record,
		}));
}
