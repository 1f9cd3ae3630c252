import { timeOf } from '../../shared/core/dates';
import type { StatusSource, DocumentStatus } from '../../shared/waiting/documentStatus';
import { getDocument, LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './client';
import type { OcrDocument } from './parse';

/**
 * Pages that are read beyond those which the documents could fill, to find them behind those of
 * other flows.
 */
const MORE_PAGES = 4;

/**
 * How the wait loop looks at documents: one list page serves up to 200, a look at one brings its
 * result along.
 */
export function documentStatusSource(service: HandwritingOcr): StatusSource<OcrDocument> {
	/** By the service's clock, of documents that were looked at before. */
	const created = new Map<string, number>();
	const statusOfDocument = (
		document: OcrDocument,
		complete: boolean,
	): DocumentStatus<OcrDocument> => {
		created.set(document.id, timeOf(document.createdAt ?? ''));
		return {
			phase: document.phase,
			state: document.state,
			document,
			complete,
			took: processingTime(document),
		};
	};
	return {
		one: async (id) => statusOfDocument(await getDocument(service, id), true),
		many: async (ids) => {
			const seen = new Map<string, DocumentStatus<OcrDocument>>();
			for (let page = 1; ; page++) {
				const { documents, hasNext } = await listDocuments(service, page, LARGEST_PAGE);
				for (const document of documents)
					if (ids.has(document.id)) seen.set(document.id, statusOfDocument(document, false));
				// The list is newest first: what is younger than its last document will not come any more.
				const oldest = timeOf(documents.at(-1)?.createdAt ?? '');
				const ahead = [...ids].filter(
					(id) => !seen.has(id) && !((created.get(id) ?? oldest) > oldest),
				);
				// A further page has to be able to save more looks at single documents than pages were
				// read.
				const most = Math.min(ahead.length - 1, Math.ceil(ids.size / LARGEST_PAGE) + MORE_PAGES);
				if (!hasNext || documents.length === 0 || page >= most) return seen;
			}
		},
	};
}

/**
 * By the service's own dates, which are fresher than the moment of a look; undefined where it gives
 * none, or the same one twice.
 */
function processingTime({ createdAt, updatedAt }: OcrDocument): number | undefined {
	const time = timeOf(updatedAt ?? '') - timeOf(createdAt ?? '');
	return time > 0 ? time : undefined;
}
