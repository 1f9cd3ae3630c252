import { timeOf } from '../../shared/core/dates';
import { quoted } from '../../shared/core/quote';
import { accountMark } from '../../shared/http/accountMark';
import type { DocumentService, Part } from '../../shared/operations/documentService';
import type { HandwritingOcr } from './client';
import { SERVICE_NAME } from './client';
import { deleteDocument, getDocument, LARGEST_PAGE, listDocuments } from './documents';
import { processingFailure } from './documentState';
import type { OcrDocument } from './parse';
import { toDocumentResult } from './result/toDocumentResult';

/**
 * Pages that are read beyond those which the documents could fill, to find them behind those of
 * other flows.
 */
const MORE_PAGES = 4;

/** What shared code is told of Handwriting OCR. */
export class HandwritingOcrDocuments implements DocumentService<OcrDocument> {
	readonly name = SERVICE_NAME;
	readonly failure = processingFailure;
	readonly result = toDocumentResult;
	private readonly account: string;

	constructor(private readonly service: HandwritingOcr) {
		this.account = accountMark(service.client.service);
	}

	async status({ id }: OcrDocument): Promise<OcrDocument> {
		return await getDocument(this.service, id);
	}

	/** One list page serves up to 200 documents. */
	async statuses(known: readonly OcrDocument[]): Promise<Map<OcrDocument, OcrDocument>> {
		const seen = new Map<OcrDocument, OcrDocument>();
		for (let page = 1; ; page++) {
			const { documents, hasNext } = await listDocuments(this.service, page, LARGEST_PAGE);
			const listed = new Map(documents.map((document) => [document.id, document]));
			for (const document of known) {
				const found = listed.get(document.id);
				if (found) seen.set(document, found);
			}
			// The list is newest first: what is younger than its last document will not come any more.
			const oldest = createdAt(documents.at(-1));
			const ahead = known.filter(
				(document) => !seen.has(document) && !(createdAt(document) > oldest),
			);
			// A further page has to be able to save more looks at single documents than pages were read.
			const most = Math.min(ahead.length - 1, Math.ceil(known.length / LARGEST_PAGE) + MORE_PAGES);
			if (!hasNext || documents.length === 0 || page >= most) return seen;
		}
	}

	isWhole(document: OcrDocument): boolean {
		return this.hasResult(document);
	}

	hasResult({ results }: OcrDocument): boolean {
		return results !== null && results.length > 0;
	}

	kindOf({ action }: OcrDocument): string {
		return JSON.stringify([this.account, action]);
	}

	/**
	 * By the service's own dates, which are fresher than the moment of a look; undefined where it gives
	 * none, or the same one twice.
	 */
	timeOf(document: OcrDocument): number | undefined {
		const time = timeOf(document.updatedAt ?? '') - createdAt(document);
		return time > 0 ? time : undefined;
	}

	/** v2 names neither the file nor the action again, and the service may respell the name. */
	merge({ fileName, action, isReused }: OcrDocument, finished: OcrDocument): OcrDocument {
		return {
			...finished,
			fileName: fileName ?? finished.fileName,
			action: finished.action ?? action,
			...(isReused && { isReused }),
		};
	}

	whyEmpty({ id, state, phase, failure }: OcrDocument, part: Part): string {
		if (phase === 'failed')
			return `Document ${id} has no ${part}: it could not be processed (${failure ?? `status: ${state}`}).`;
		if (phase === 'pending')
			return `Document ${id} has no ${part} yet: its status is ${quoted(state)}. The operation "Wait" waits for it.`;
		return part === 'rows'
			? `Document ${id} has no table rows, fields or records. For plain text set "Output" to "Document" or "Pages"; for tables upload with the action "Extract Tables".`
			: `Document ${id} came back without pages.`;
	}

	async remove(id: string): Promise<void> {
		await deleteDocument(this.service, id);
	}
}

/** By the service's clock, in milliseconds since 1970; NaN where it is not known. */
function createdAt(document: OcrDocument | undefined): number {
	return timeOf(document?.createdAt ?? '');
}
