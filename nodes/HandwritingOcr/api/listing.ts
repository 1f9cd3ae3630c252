import { LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './client';
import type { ListPage, OcrDocument } from './parse';

/** Pages asked for before the one at hand is used up. */
const PAGES_AHEAD = 4;

/**
 * All documents of the account, newest first, each once. Pages are counted here: the documented
 * `next_page_url` loses `per_page` and `last_page` can be wrong. Documents that are uploaded
 * meanwhile shift the pages, so ids that were seen are left out; a page of nothing new ends the
 * list.
 *
 * @param wanted how many the caller will take at most; pages beyond are not asked for ahead
 */
export async function* allDocuments(
	service: HandwritingOcr,
	wanted = Number.POSITIVE_INFINITY,
): AsyncGenerator<OcrDocument> {
	const perPage = Math.min(wanted, LARGEST_PAGE);
	const seen = new Set<string>();
	const ahead = new Map<number, Promise<ListPage>>();
	const ask = (page: number) => {
		const answer = ahead.get(page) ?? listDocuments(service, page, perPage);
		// A page that is never used must not count as an unhandled rejection.
		answer.catch(() => {});
		ahead.set(page, answer);
		return answer;
	};
	for (let page = 1; ; page++) {
		const { documents, hasNext, perPage: reported, total } = await ask(page);
		ahead.delete(page);
		const pages = Math.ceil(Math.min(total ?? 0, wanted) / (reported ?? perPage));
		for (let next = page + 1; next <= Math.min(pages, page + PAGES_AHEAD); next++) void ask(next);
		const unseen = documents.filter(({ id }) => !seen.has(id));
		for (const document of unseen) {
			seen.add(document.id);
			yield document;
		}
		const isLast = !hasNext || documents.length < (reported ?? perPage);
		if (isLast || unseen.length === 0) return;
	}
}
