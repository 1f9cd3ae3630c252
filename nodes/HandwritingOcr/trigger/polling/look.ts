import { randomUUID } from 'crypto';

import type { IPollFunctions } from 'n8n-workflow';

import type { Failure } from '../../../shared/core/errors';
import { LARGEST_PAGE } from '../../api/documents';
import type { HandwritingOcr } from '../../api/client';
import type { OcrDocument } from '../../api/parse';
import { fetchAll } from './fetch';
import { type Listed, type Listing, listNewest } from './list';
import type { PollMemory } from './memory';
import { byAge, type Entry, entryOf, nextState, NOTHING, type PollState } from './state';
import { matches, type TriggerSettings } from '../settings';

/** Documents that one look asks for by id without knowing that they have finished. */
const MOST_GUESSES = 5;
/** When more wait that the newest pages do not show, a few pages more are read. */
const MANY_HIDDEN = 25;
const MOST_PAGES = 5;
/** Pages that the first look of all searches for unfinished documents. */
const MOST_FIRST_PAGES = 10;

interface Looker {
	context: IPollFunctions;
	service: HandwritingOcr;
	settings: TriggerSettings;
	memory: PollMemory;
}

export interface Look {
	next: PollState;
	/** What to pass on, oldest first. */
	found: OcrDocument[];
	/** Set when documents have finished and none could be read. */
	failure?: Failure | undefined;
}

/** The first look of all: finished documents are left alone, unfinished ones are watched. */
export async function begin(service: HandwritingOcr): Promise<PollState> {
	const listing = await listNewest(
		service,
		(listed, pages) =>
			pages === MOST_FIRST_PAGES ||
			listed.slice(-LARGEST_PAGE).every(({ document }) => document.phase !== 'pending'),
	);
	const entries = (isOpen: boolean) =>
		listing.entries
			.filter(({ document }) => (document.phase === 'pending') === isOpen)
			.map(({ document, createdAt }) => entryOf(document, createdAt));
	return {
		...nextState(NOTHING, { ...listing, isComplete: true }, entries(false), entries(true)),
		revision: randomUUID(),
	};
}

/**
 * Looks at what is new and at what was not finished the last time. Changes nothing: the next state
 * is for the caller to keep.
 */
export async function look(
	{ context, service, settings, memory }: Looker,
	state: PollState,
): Promise<Look> {
	const listing = await listNewest(service, (listed, pages) => reachesBack(state, listed, pages));
	const { settled, open, due, hidden } = sort(state, listing, settings, memory);
	const guesses = memory.pick(hidden, MOST_GUESSES);
	open.push(...hidden.filter((entry) => !guesses.includes(entry)));
	const found: Array<{ entry: Entry; document: OcrDocument }> = [];
	let failure: Failure | undefined;
	for (const fetched of await fetchAll(context, service, [...due, ...guesses])) {
		const { entry, document } = fetched;
		if (document && document.phase !== 'pending') {
			settled.push(entry);
			if (matches(settings, document)) found.push({ entry, document });
		} else if (fetched.isGone) {
			settled.push(entry);
		} else {
			open.push(entry);
			if (fetched.failure) memory.fail(entry);
			if (due.includes(entry)) failure ??= fetched.failure;
		}
	}
	found.sort((left, right) => byAge(left.entry, right.entry));
	return {
		next: {
			...nextState(state, listing, settled, open),
			...(found.length > 0 && { revision: randomUUID() }),
		},
		found: found.map(({ document }) => document),
		...(found.length === 0 && { failure }),
	};
}

/** Whether the pages go back to where the last look ended, and show enough of what waits. */
function reachesBack({ since, waiting }: PollState, listed: Listed[], pages: number): boolean {
	const oldest = listed.at(-1)?.createdAt ?? 0;
	if (oldest >= since) return false;
	const hidden = hiddenOf(waiting, listed);
	return (
		hidden.length <= MANY_HIDDEN ||
		pages >= MOST_PAGES ||
		hidden.every(({ createdAt }) => createdAt > oldest)
	);
}

function hiddenOf(waiting: readonly Entry[], listed: readonly Listed[]): Entry[] {
	const shown = new Set(listed.map(({ document }) => document.id));
	return waiting.filter(({ id }) => !shown.has(id));
}

/** What there is to do with each document, oldest first. */
function sort(
	state: PollState,
	{ entries }: Listing,
	settings: TriggerSettings,
	memory: PollMemory,
) {
	const settled: Entry[] = [];
	const open: Entry[] = [];
	const due: Entry[] = [];
	const hidden = hiddenOf(state.waiting, entries);
	const waiting = new Set(state.waiting.map(({ id }) => id));
	for (const { document, createdAt } of entries.toReversed()) {
		const isNew = createdAt >= state.since && !Object.hasOwn(state.settled, document.id);
		if (!isNew && !waiting.has(document.id)) continue;
		const entry = entryOf(document, createdAt);
		if (document.phase === 'pending') open.push(entry);
		else if (!matches(settings, document)) settled.push(entry);
		else (memory.isStubborn(entry) ? hidden : due).push(entry);
	}
	return { settled, open, due, hidden };
}
