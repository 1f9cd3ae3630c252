import { timeOf } from '../../../shared/core/dates';
import {
	arrayOf,
	isObject,
	type JsonObject,
	numberOf,
	objectOf,
	textOf,
} from '../../../shared/core/json';
import { readDocument, type OcrDocument } from '../../api/parse';
import type { Listed, Listing } from './list';

/** What is kept of a document until it is passed on. */
export interface Entry extends Pick<OcrDocument, 'id' | 'fileName' | 'action'> {
	/** By the service's clock; milliseconds since 1970. */
	createdAt: number;
	/** How often it could not be read. */
	tries: number;
}

/**
 * What a polling trigger has to remember; docs/architecture.md draws it. All times are the
 * service's; this machine's clock plays no part. A state may be used again after later ones were
 * lost: whatever was passed on since is in the state that n8n saved with it.
 */
export interface PollState {
	/** Another one each time documents are passed on. */
	revision: string;
	/** Marks the account that was looked at. */
	account: string;
	/** When a document was last finished or changed. */
	updated: number;
	/**
	 * Documents created at or after this moment are open unless they are settled; of older ones only
	 * those that wait are.
	 */
	since: number;
	/** Documents that need no more work, by id, with their date of creation. */
	settled: Record<string, number>;
	/** Open documents that `since` does not show, or that could not be read. */
	waiting: Entry[];
}

/**
 * New documents are looked for among this many, and among those of the last minutes, as they may
 * show up out of order.
 */
const OVERLAP_DOCUMENTS = 100;
const OVERLAP_MS = 600_000;
/** More keep `since` back instead, so that none has to be forgotten. */
const MOST_WAITING = 500;
/**
 * Settled documents that the list has no more: deleted ones, or such as a lagging server does not
 * show yet.
 */
const MOST_UNLISTED = 500;

export const NOTHING: PollState = {
	revision: '',
	account: '',
	updated: 0,
	since: 0,
	settled: {},
	waiting: [],
};

/** The state in n8n's static data; null when there is none. */
export function readState(value: unknown): PollState | null {
	const { revision, account, updated, since, settled, waiting } = objectOf(value);
	const moment = numberOf(since);
	if (moment === null || !isObject(settled)) return null;
	return {
		revision: textOf(revision) ?? '',
		account: textOf(account) ?? '',
		updated: numberOf(updated) ?? 0,
		since: moment,
		settled: Object.fromEntries(
			Object.entries(settled).flatMap(([id, createdAt]) =>
				typeof createdAt === 'number' ? [[id, createdAt]] : [],
			),
		),
		waiting: arrayOf(waiting).filter(isObject).map(readEntry),
	};
}

function readEntry({ id, fileName, action, createdAt, tries }: JsonObject): Entry {
	const document = readDocument({ id, file_name: fileName, action });
	return entryOf({ document, createdAt: numberOf(createdAt) ?? 0 }, numberOf(tries) ?? 0);
}

export function entryOf({ document, createdAt }: Listed, tries = 0): Entry {
	const { id, fileName, action } = document;
	return { id, fileName, action, createdAt, tries };
}

/** When a listed document was last finished or changed; 0 while it is not finished. */
export function updateOf({ document: { phase, updatedAt } }: Listed): number {
	return phase === 'pending' ? 0 : timeOf(updatedAt ?? '') || 0;
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
	{ settled, open }: { settled: readonly Entry[]; open: readonly Entry[] },
): PollState {
	const since = nextSince(state.since, listing, open);
	const listed = new Set(listing.entries.map(({ document }) => document.id));
	const all = new Map(Object.entries(state.settled));
	for (const { id, createdAt } of settled) all.set(id, createdAt);
	for (const { id } of open) all.delete(id);
	const recent = [...all].filter(([, createdAt]) => createdAt >= since);
	const unlisted = recent
		.filter(([id]) => !listed.has(id))
		.sort(([, left], [, right]) => right - left);
	return {
		...state,
		since,
		updated: listing.entries
			.map(updateOf)
			.reduce((last, time) => Math.max(last, time), state.updated),
		settled: Object.fromEntries([
			...recent.filter(([id]) => listed.has(id)),
			...unlisted.slice(0, MOST_UNLISTED),
		]),
		waiting: open.filter(({ createdAt, tries }) => createdAt < since || tries > 0),
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
	const overlap = Math.min(newest - OVERLAP_MS, entries[OVERLAP_DOCUMENTS - 1]?.createdAt ?? 0);
	const wanted = Math.max(since, overlap, isWhole ? 0 : oldest + 1);
	const older = open.filter(({ createdAt }) => createdAt < wanted).sort(byAge);
	return Math.max(since, older[MOST_WAITING]?.createdAt ?? wanted);
}
