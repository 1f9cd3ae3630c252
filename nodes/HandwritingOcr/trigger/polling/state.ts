import {
	arrayOf,
	isObject,
	type JsonObject,
	numberOf,
	objectOf,
	textOf,
} from '../../../shared/core/json';
import { readDocument, type OcrDocument } from '../../api/parse';
import type { Listing } from './list';

/** What is kept of a document until it is passed on. */
export interface Entry extends Pick<OcrDocument, 'id' | 'fileName' | 'action'> {
	/** By the service's clock; milliseconds since 1970. */
	createdAt: number;
}

/**
 * What a polling trigger has to remember. All times are dates of creation by the service's clock;
 * this machine's plays no part. A state may be used again after later ones were lost: whatever was
 * passed on since is in the state that n8n saved with it.
 */
export interface PollState {
	/** Another one each time documents are passed on. */
	revision: string;
	/**
	 * Documents created at or after this moment are new unless they are settled; of older ones only
	 * those that wait count.
	 */
	since: number;
	/** Documents that need no more work, by id, with their date of creation. */
	settled: Record<string, number>;
	/** Older documents that were not finished, oldest first. */
	waiting: Entry[];
}

/**
 * New documents are looked for among this many, and among those of the last minutes, as they may
 * show up out of order.
 */
const OVERLAP_DOCUMENTS = 100;
const OVERLAP = 600_000;
/** More keep the window open instead, so that none has to be forgotten. */
const MOST_WAITING = 500;
/**
 * Settled documents that the list has no more: deleted ones, or such as a lagging server does not
 * show yet.
 */
const MOST_UNLISTED = 500;

export const NOTHING: PollState = { revision: '', since: 0, settled: {}, waiting: [] };

/** The state in n8n's static data; null when there is none. */
export function readState(value: unknown): PollState | null {
	const { revision, since, settled, waiting } = objectOf(value);
	const moment = numberOf(since);
	if (moment === null || !isObject(settled)) return null;
	return {
		revision: textOf(revision) ?? '',
		since: moment,
		settled: Object.fromEntries(
			Object.entries(settled).flatMap(([id, createdAt]) =>
				typeof createdAt === 'number' ? [[id, createdAt]] : [],
			),
		),
		waiting: arrayOf(waiting).filter(isObject).map(readEntry),
	};
}

function readEntry({ id, fileName, action, createdAt }: JsonObject): Entry {
	return entryOf(readDocument({ id, file_name: fileName, action }), numberOf(createdAt) ?? 0);
}

export function entryOf({ id, fileName, action }: OcrDocument, createdAt: number): Entry {
	return { id, fileName, action, createdAt };
}

/**
 * The state after a look.
 *
 * @param settled documents that need no more work since this look
 * @param open documents that do
 */
export function nextState(
	state: PollState,
	listing: Listing,
	settled: readonly Entry[],
	open: readonly Entry[],
): PollState {
	const since = nextSince(state.since, listing, open);
	const listed = new Set(listing.entries.map(({ document }) => document.id));
	const all = new Map([
		...Object.entries(state.settled),
		...settled.map(({ id, createdAt }): [string, number] => [id, createdAt]),
	]);
	const recent = [...all].filter(([, createdAt]) => createdAt >= since);
	const unlisted = recent
		.filter(([id]) => !listed.has(id))
		.sort(([, left], [, right]) => right - left);
	return {
		revision: state.revision,
		since,
		settled: Object.fromEntries([
			...recent.filter(([id]) => listed.has(id)),
			...unlisted.slice(0, MOST_UNLISTED),
		]),
		waiting: open.filter(({ createdAt }) => createdAt < since).sort(byAge),
	};
}

/** v2 names neither the file nor the action when it is asked for one document. */
export function named(
	document: OcrDocument,
	{ fileName, action }: Pick<Entry, 'fileName' | 'action'>,
): OcrDocument {
	return {
		...document,
		fileName: document.fileName ?? fileName,
		action: document.action ?? action,
	};
}

export function byAge(left: Entry, right: Entry): number {
	return left.createdAt - right.createdAt;
}

/**
 * Never goes back: of documents before it only those that wait are known. Everything from it on has
 * been listed.
 */
function nextSince(
	since: number,
	{ entries, isComplete, isWhole }: Listing,
	open: readonly Entry[],
): number {
	const newest = entries[0]?.createdAt;
	const oldest = entries.at(-1)?.createdAt;
	if (!isComplete || newest === undefined || oldest === undefined) return since;
	const overlap = Math.min(newest - OVERLAP, entries[OVERLAP_DOCUMENTS - 1]?.createdAt ?? 0);
	const wanted = Math.max(since, overlap, isWhole ? 0 : oldest + 1);
	const older = open.filter(({ createdAt }) => createdAt < wanted).sort(byAge);
	return Math.max(since, older[MOST_WAITING]?.createdAt ?? wanted);
}
