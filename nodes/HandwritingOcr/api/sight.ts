import { timeOf } from '../../shared/dates';
import type { Sight, Sighting } from '../../shared/sighting';
import { getDocument, LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './service';
import type { WireDocument } from './wire';

/** How the wait loop looks at documents: one list page serves up to 200, a look at one brings its result along. */
export function documentSight(service: HandwritingOcr): Sight<WireDocument> {
	return {
		one: async (id) => sighting(await getDocument(service, id), true),
		many: async (ids) => {
			const seen = new Map<string, Sighting<WireDocument>>();
			// As many pages as the documents could fill; the rest is looked at one by one.
			for (let page = 1; page <= Math.ceil(ids.size / LARGEST_PAGE); page++) {
				const { documents, hasNext } = await listDocuments(service, page, LARGEST_PAGE);
				for (const document of documents) if (ids.has(document.id)) seen.set(document.id, sighting(document, false));
				if (!hasNext || seen.size === ids.size) break;
			}
			return seen;
		},
	};
}

function sighting(document: WireDocument, complete: boolean): Sighting<WireDocument> {
	return { phase: document.phase, state: document.status, document, complete, took: processingTime(document) };
}

/** By the service's own dates, which are fresher than the moment of a look; undefined where it gives none. */
function processingTime({ createdAt, updatedAt }: WireDocument): number | undefined {
	const time = timeOf(updatedAt ?? '') - timeOf(createdAt ?? '');
	return time >= 0 ? time : undefined;
}
