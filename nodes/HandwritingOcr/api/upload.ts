import { timeOf } from '../../shared/dates';
import { textOf } from '../../shared/json';
import type { InputFile } from '../../shared/multipart';
import type { Candidate, Recent, UploadAttempt } from '../../shared/reconcile';
import { LARGEST_PAGE, listDocuments, uploadDocument, type UploadFields } from './documents';
import type { HandwritingOcr } from './service';
import type { WireDocument } from './wire';

/** How far the clocks of this machine and the service may lie apart before their difference is known. Milliseconds. */
const UNKNOWN_SKEW = 60_000;
const MOST_PAGES = 5;

/** An upload as the ledger sends it and, when its answer got lost, looks for it. */
export function uploadAttempt(service: HandwritingOcr, file: InputFile, fields: UploadFields): UploadAttempt<WireDocument> {
	return {
		key: JSON.stringify([file.name, fields.action]),
		fileName: file.name,
		send: async () => await uploadDocument(service, file, fields),
		recent: async (since) => await recentDocuments(service, file.name, fields.action, since),
		idOf: ({ id }) => id,
	};
}

/** The newest documents of a name and action. The list is newest first, so reading ends at the first one that is too old. */
async function recentDocuments(service: HandwritingOcr, name: string, action: string, since: number): Promise<Recent<WireDocument>> {
	const candidates: Array<Candidate<WireDocument>> = [];
	let skew = 0;
	for (let page = 1; page <= MOST_PAGES; page++) {
		const { documents, headers, hasNext } = await listDocuments(service, page, LARGEST_PAGE);
		const serverTime = Date.parse(textOf(headers.date) ?? '');
		if (!Number.isNaN(serverTime)) skew = serverTime - Date.now();
		for (const document of documents) {
			const createdAt = timeOf(document.createdAt ?? '');
			if (document.fileName === name && document.action === action) candidates.push({ id: document.id, createdAt, document });
		}
		const oldest = timeOf(documents.at(-1)?.createdAt ?? '');
		if (!hasNext || documents.length === 0 || oldest < since + skew - UNKNOWN_SKEW) break;
	}
	return { candidates: candidates.filter(({ createdAt }) => !(createdAt < since + skew - UNKNOWN_SKEW)), skew };
}
