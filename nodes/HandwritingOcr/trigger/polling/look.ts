import { randomUUID } from 'crypto';
import type { IPollFunctions } from 'n8n-workflow';

import { type Failure, isMissing, isTransient, toFailure } from '../../../shared/core/errors';
import { settleAll } from '../../../shared/concurrency/pool';
import { getDocument, LARGEST_PAGE } from '../../api/documents';
import type { HandwritingOcr } from '../../api/client';
import type { OcrDocument } from '../../api/parse';
import { withKnownName } from '../handOver';
import { matches, type TriggerSettings } from '../settings';
import { type Listed, type Listing, listNewest } from './list';
import { byAge, type Entry, entryOf, nextState, NOTHING, type PollState, updateOf } from './state';

/** Documents that one poll passes on at most; the others are left to the next one. */
const MOST_DOCUMENTS = 200;
/** Documents that one look asks for by id although the list does not show them as finished. */
const MOST_GUESSES = 5;
/** Pages that are read in place of more such documents. */
const MOST_PAGES = 5;
/** Pages that the first look of all searches for unfinished documents. */
const MOST_FIRST_PAGES = 10;
/** So often a document may not be readable before it is one of those that are asked for in turn. */
const PATIENCE = 10;
const AT_ONCE = 5;
/** When so many cannot be read, and none could, the others are left to the next poll. */
const MOST_FAILURES = 5;
/** n8n's own default, for versions that set none. */
const BUDGET_MS = 300_000;
/** Of the time that a poll may take, after which no more documents are read. */
const SHARE = 0.7;

interface PollContext {
	context: IPollFunctions;
	service: HandwritingOcr;
	settings: TriggerSettings;
}

interface FoundDocument {
	entry: Entry;
	document: OcrDocument;
}

interface LookResult {
	next: PollState;
	/** What to pass on, oldest first. */
	found: FoundDocument[];
	/** Set when documents have finished and none could be read. */
	failure?: Failure | undefined;
}

/** The first look of all: finished documents are left alone, unfinished ones are watched. */
export async function begin(service: HandwritingOcr, account: string): Promise<PollState> {
	const listing = await listNewest(
		service,
		(listed, pages) =>
			pages === MOST_FIRST_PAGES ||
			listed.slice(-LARGEST_PAGE).every(({ document }) => document.phase !== 'pending'),
	);
	const isOpen = ({ document }: Listed) => document.phase === 'pending';
	const open = listing.entries.filter(isOpen).map((listed) => entryOf(listed));
	const settled = listing.entries
		.filter((listed) => !isOpen(listed))
		.map((listed) => entryOf(listed));
	const state = { ...NOTHING, revision: randomUUID(), account };
	return nextState(state, { ...listing, isComplete: true }, { settled, open });
}

/**
 * Looks at what is new and at what was open the last time. Changes nothing: the next state is for
 * the caller to keep.
 *
 * @param account marks the account that is looked at now
 */
export async function look(
	looker: PollContext,
	state: PollState,
	account: string,
): Promise<LookResult> {
	const { service, settings } = looker;
	const listing = await listNewest(service, (listed, pages) => reachesBack(state, listed, pages));
	// A new token may be one of the same account, which then shows documents that are known.
	if (
		account !== state.account &&
		!listing.entries.some(({ document }) => isKnown(state, document))
	)
		return { next: await begin(service, account), found: [] };
	const { settled, open, due, rare } = sort(state, listing, settings);
	const guesses = rare.splice(0, MOST_GUESSES);
	open.push(...rare, ...due.splice(MOST_DOCUMENTS));
	const found: FoundDocument[] = [];
	let failure: Failure | undefined;
	for (const read of await readAll(looker, [...due, ...guesses])) {
		const { entry, document } = read;
		if (document && document.phase !== 'pending') {
			settled.push(entry);
			if (matches(settings, document)) found.push({ entry, document });
		} else if (isGone(entry, listing, read.failure)) {
			settled.push(entry);
		} else {
			const counts = read.failure !== undefined && !isTransient(read.failure);
			open.push(counts ? { ...entry, tries: entry.tries + 1 } : entry);
			if (due.includes(entry)) failure ??= read.failure;
		}
	}
	found.sort((left, right) => byAge(left.entry, right.entry));
	const next = { ...nextState(state, listing, { settled, open }), account };
	if (found.length === 0) return { next, found, failure };
	return { next: { ...next, revision: randomUUID() }, found };
}

/** Whether the pages go back to where the last look ended, and show enough of what waits. */
function reachesBack({ since, waiting }: PollState, listed: Listed[], pages: number): boolean {
	if ((listed.at(-1)?.createdAt ?? 0) >= since) return false;
	const shown = new Set(listed.map(({ document }) => document.id));
	const hidden = waiting.filter(({ id }) => !shown.has(id));
	return hidden.length <= MOST_GUESSES || pages >= MOST_PAGES;
}

/**
 * What there is to do with each document, oldest first. Due is what is listed, has finished, and
 * was not passed on; what has finished again since is due again.
 */
function sort(state: PollState, { entries }: Listing, settings: TriggerSettings) {
	const settled: Entry[] = [];
	const open: Entry[] = [];
	const due: Entry[] = [];
	const waiting = new Map(state.waiting.map((entry) => [entry.id, entry]));
	const rare = new Map(waiting);
	for (const listed of entries.toReversed()) {
		const { document } = listed;
		const known = waiting.get(document.id);
		const isNew = listed.createdAt >= state.since && !Object.hasOwn(state.settled, document.id);
		if (!known && !isNew && updateOf(listed) <= state.updated) continue;
		const entry = entryOf(listed, known?.tries);
		if (document.phase !== 'pending' && matches(settings, document) && entry.tries >= PATIENCE)
			continue;
		rare.delete(document.id);
		if (document.phase === 'pending') open.push(entry);
		else (matches(settings, document) ? due : settled).push(entry);
	}
	return { settled, open, due, rare: [...rare.values()] };
}

function isKnown({ settled, waiting }: PollState, { id }: OcrDocument): boolean {
	return Object.hasOwn(settled, id) || waiting.some((entry) => entry.id === id);
}

/** Gone is what the list does not show and what cannot be found by its id, more than once. */
function isGone({ id, tries }: Entry, { entries }: Listing, failure: Failure | undefined): boolean {
	return isMissing(failure) && tries > 0 && !entries.some(({ document }) => document.id === id);
}

interface ReadOutcome {
	entry: Entry;
	/** Undefined when it could not be read, or was not tried. */
	document?: OcrDocument;
	failure?: Failure;
}

/** Reads documents with their results, in the order given; never throws. */
async function readAll(
	{ context, service }: PollContext,
	entries: readonly Entry[],
): Promise<ReadOutcome[]> {
	const budgetMs = context.getPollBudgetMs?.() ?? BUDGET_MS;
	const end = Date.now() + SHARE * budgetMs;
	let read = 0;
	let failed = 0;
	const proceed = () => Date.now() < end && (read > 0 || failed < MOST_FAILURES);
	const work = async (entry: Entry) => {
		try {
			const document = withKnownName(await getDocument(service, entry.id), entry);
			read++;
			return document;
		} catch (error) {
			failed++;
			throw toFailure(error).with({ id: entry.id });
		}
	};
	const outcomes = await settleAll(entries, AT_ONCE, work, proceed);
	return entries.map((entry, index) => {
		const outcome = outcomes[index];
		if (outcome?.status === 'fulfilled') return { entry, document: outcome.value };
		if (!outcome) return { entry };
		const failure = toFailure(outcome.reason);
		context.logger.warn(
			`${context.getNode().name}: document ${entry.id} is left to the next poll: ${failure.message}`,
		);
		return { entry, failure };
	});
}
