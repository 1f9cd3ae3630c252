import type { IPollFunctions } from 'n8n-workflow';

import { ServiceFailure, toFailure, type Failure } from '../../../shared/core/errors';
import { settleAll } from '../../../shared/concurrency/pool';
import { getDocument } from '../../api/documents';
import type { HandwritingOcr } from '../../api/client';
import type { OcrDocument } from '../../api/parse';
import { type Entry, named } from './state';

/** What the API answers for a document that is deleted or belongs to another account. */
const GONE = new Set([403, 404, 410]);
const AT_ONCE = 5;
/**
 * When so many documents in a row cannot be read, and none could, the others are left to the next
 * poll.
 */
const MOST_FAILURES = 5;
/** n8n's own default, for versions that set none. Milliseconds. */
const BUDGET = 300_000;
/** Of the time that a poll may take, after which no more documents are started. */
const SHARE = 0.7;

/** What came of the look at one document. */
export interface Fetched {
	entry: Entry;
	/** Undefined when it could not be read, or was not tried. */
	document?: OcrDocument;
	/** It exists no more. */
	isGone?: boolean;
	failure?: Failure;
}

/** Reads documents with their results, in the order given; never throws. */
export async function fetchAll(
	context: IPollFunctions,
	service: HandwritingOcr,
	entries: readonly Entry[],
): Promise<Fetched[]> {
	const end = Date.now() + SHARE * budgetOf(context);
	let read = 0;
	let failed = 0;
	const proceed = () => Date.now() < end && (read > 0 || failed < MOST_FAILURES);
	const outcomes = await settleAll(
		entries,
		AT_ONCE,
		async (entry) => {
			const fetched = await fetchOne(context, service, entry);
			if (fetched.failure) failed++;
			else read++;
			return fetched;
		},
		proceed,
	);
	return entries.map((entry, index) => {
		const outcome = outcomes[index];
		return outcome?.status === 'fulfilled' ? outcome.value : { entry };
	});
}

async function fetchOne(
	context: IPollFunctions,
	service: HandwritingOcr,
	entry: Entry,
): Promise<Fetched> {
	try {
		return { entry, document: named(await getDocument(service, entry.id), entry) };
	} catch (error) {
		const failure = toFailure(error);
		const isGone = failure instanceof ServiceFailure && GONE.has(failure.status);
		context.logger.warn(
			`${context.getNode().name}: document ${entry.id} ${isGone ? 'is skipped' : 'is left to the next poll'}: ${failure.message}`,
		);
		return isGone ? { entry, isGone } : { entry, failure: failure.with({ id: entry.id }) };
	}
}

function budgetOf(context: IPollFunctions): number {
	return typeof context.getPollBudgetMs === 'function' ? context.getPollBudgetMs() : BUDGET;
}
