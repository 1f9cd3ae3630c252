import { LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './service';
import type { WireDocument } from './wire';

/**
 * All documents of the account, newest first, each once. Pages are counted here: the documented `next_page_url` loses `per_page`
 * and `last_page` can be wrong. Documents that are uploaded meanwhile shift the pages, so ids that were seen are left out; a page
 * of nothing new ends the list.
 *
 * @param perPage 1 to 200
 */
export async function* allDocuments(service: HandwritingOcr, perPage = LARGEST_PAGE): AsyncGenerator<WireDocument> {
	const seen = new Set<string>();
	for (let page = 1; ; page++) {
		const { documents, hasNext, perPage: reported } = await listDocuments(service, page, perPage);
		const unseen = documents.filter(({ id }) => !seen.has(id));
		for (const document of unseen) {
			seen.add(document.id);
			yield document;
		}
		const isLast = !hasNext || documents.length < (reported ?? perPage);
		if (isLast || unseen.length === 0) return;
	}
}
