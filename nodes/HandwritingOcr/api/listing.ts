import type { IExecuteFunctions } from 'n8n-workflow';

import { hint } from '../../shared/operations/hints';
import { LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './client';
import type { ListPage, OcrDocument } from './parse';

/** Pages asked for before the one at hand is used up. */
const PAGES_AHEAD = 4;

/** How often the list is read at most while documents leave it. */
const MOST_PASSES = 3;

/**
 * All documents of the account, newest first, each once. Pages are counted here: the documented
 * `next_page_url` loses `per_page` and `last_page` can be wrong. Documents that are uploaded
 * meanwhile shift the pages, so ids that were seen are left out; those that are deleted shift
 * others to pages that were read already, so the list is then read anew. Two pages that repeat what
 * was read end it.
 *
 * @param wanted how many the caller will take at most; pages beyond are not asked for ahead
 * @param context is given a note when the list ends before the service's own number of documents
 */
export async function* allDocuments(
	service: HandwritingOcr,
	wanted = Infinity,
	context?: IExecuteFunctions,
): AsyncGenerator<OcrDocument> {
	const seen = new Set<string>();
	let hasShrunk = true;
	let last = 0;
	for (let pass = 1; hasShrunk && pass <= MOST_PASSES; pass++) {
		let before = 0;
		hasShrunk = false;
		for await (const { documents, total } of pagesOf(service, wanted)) {
			for (const document of documents) {
				if (seen.has(document.id)) continue;
				seen.add(document.id);
				yield document;
			}
			hasShrunk ||= total !== null && total < before;
			before = total ?? 0;
		}
		last = before;
	}
	if (context && seen.size < last)
		hint(context, `The service speaks of ${last} documents, but its list has only ${seen.size}.`);
}

/** The pages of the list, as they are now. */
async function* pagesOf(service: HandwritingOcr, wanted: number): AsyncGenerator<ListPage> {
	const perPage = Math.min(wanted, LARGEST_PAGE);
	const read = new Set<string>();
	const ahead = new Map<number, Promise<ListPage>>();
	const ask = (page: number) => {
		const answer = ahead.get(page) ?? listDocuments(service, page, perPage);
		// A page that is never used must not count as an unhandled rejection.
		answer.catch(() => {});
		ahead.set(page, answer);
		return answer;
	};
	let wasRepeated = false;
	for (let page = 1; ; page++) {
		const listed = await ask(page);
		ahead.delete(page);
		const { documents, hasNext, perPage: reported, total } = listed;
		const pages = Math.ceil(Math.min(total ?? 0, wanted) / (reported ?? perPage));
		for (let next = page + 1; next <= Math.min(pages, page + PAGES_AHEAD); next++) void ask(next);
		yield listed;
		const isRepeated = documents.every(({ id }) => read.has(id));
		for (const { id } of documents) read.add(id);
		if (!hasNext || (isRepeated && wasRepeated)) return;
		wasRepeated = isRepeated;
	}
}
