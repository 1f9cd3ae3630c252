import { timeOf } from '../../shared/core/dates';
import { quoted } from '../../shared/core/quote';
import { accountMark } from '../../shared/http/accountMark';
import type { InputFile } from '../../shared/http/multipart';
import { ServiceClock } from '../../shared/http/serviceClock';
import type {
	Candidate,
	DocumentService,
	Part,
	Upload,
} from '../../shared/operations/documentService';
import { withFingerprint, withoutFingerprint } from '../../shared/upload/fingerprint';
import { closest } from '../../shared/upload/sentFile';
import type { Look } from '../../shared/waiting/documentStatus';
import { type HandwritingOcr, SERVICE_NAME } from './client';
import { creditsFailure } from './credits';
import {
	deleteDocument,
	getDocument,
	LARGEST_FILE,
	LARGEST_PAGE,
	listDocuments,
	uploadDocument,
	type UploadFields,
} from './documents';
import { processingFailure } from './documentState';
import { EarlierUploads } from './earlierUploads';
import { listedName, type OcrDocument } from './parse';
import { toDocumentResult } from './result/toDocumentResult';

/**
 * Pages that are read beyond those which the documents could fill, to find them behind those of
 * other flows.
 */
const MORE_PAGES = 4;
/** Of 200 documents each: more than the service can take in while an upload is under way. */
const MOST_RECENT_PAGES = 25;

/** What shared code is told of Handwriting OCR. */
export class HandwritingOcrDocuments implements DocumentService<OcrDocument, UploadFields> {
	readonly name = SERVICE_NAME;
	readonly largestFile = LARGEST_FILE;
	readonly lookWith = 'Document > Get Many';
	readonly resumeWith = 'the operation "Wait"';
	readonly refundsFailed = true;
	readonly failure = processingFailure;
	readonly result = toDocumentResult;
	private readonly account: string;
	private readonly earlier: EarlierUploads;

	/** @param tell says what a search for earlier uploads could not look at */
	constructor(
		private readonly service: HandwritingOcr,
		tell: (message: string) => void = () => {},
	) {
		this.account = accountMark(service.client.service);
		this.earlier = new EarlierUploads(service, tell);
	}

	async upload(upload: Upload<UploadFields>, signal: AbortSignal): Promise<OcrDocument> {
		const { file, fields } = upload;
		const sent = { file: { ...file, name: sentName(upload) }, fields };
		const document = await uploadDocument(this.service, sent, signal);
		return { ...document, fileName: file.name };
	}

	uploadKey(upload: Upload<UploadFields>): string {
		return this.listedKey(sentName(upload), upload.fields);
	}

	private listedKey(name: string | null, { action }: UploadFields): string {
		return JSON.stringify([this.account, name, action]);
	}

	/**
	 * The newest documents of its name, which the service may respell, and action. The list is newest
	 * first, so reading ends at the first page that reaches back far enough.
	 */
	async recent(
		upload: Upload<UploadFields>,
		since: number,
	): Promise<Array<Candidate<OcrDocument>>> {
		const { file, fields } = upload;
		const clock = new ServiceClock();
		const found: OcrDocument[] = [];
		for (let page = 1; page <= MOST_RECENT_PAGES; page++) {
			const askedAt = Date.now();
			const { documents, headers, hasNext } = await listDocuments(this.service, page, LARGEST_PAGE);
			clock.observe(headers.date, askedAt, Date.now());
			found.push(...documents);
			const oldest = documents.at(-1);
			if (!hasNext || !oldest || clock.here(createdAt(oldest)).latest < since) break;
		}
		const listed = found
			.filter((document) => document.action === fields.action)
			.filter((document) => clock.here(createdAt(document)).latest >= since)
			.map((document) => ({ document, fileName: listedName(document), fileSize: null }));
		return closest({ ...file, name: sentName(upload) }, listed).map(({ document, fileName }) => ({
			id: document.id,
			key: this.listedKey(fileName, fields),
			created: clock.here(createdAt(document)),
			document: { ...document, fileName: file.name },
		}));
	}

	async findEarlier(fingerprint: string): Promise<OcrDocument | undefined> {
		return await this.earlier.find(fingerprint);
	}

	reused(document: OcrDocument, { name }: InputFile): OcrDocument {
		return { ...document, fileName: name, isReused: true };
	}

	async explained(error: unknown): Promise<unknown> {
		return await creditsFailure(this.service, error);
	}

	async status({ id }: OcrDocument, { waiter }: Look): Promise<OcrDocument> {
		return await getDocument(this.service, id, waiter);
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
	 * By the service's own dates, which are fresher than the moment of a look; undefined where it
	 * gives none, or the same one twice.
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

/** The name under which the service lists the document of a file. */
function sentName({ file, fingerprint }: Upload<UploadFields>): string {
	const name = withoutFingerprint(file.name);
	return fingerprint === undefined ? name : withFingerprint(name, fingerprint);
}

/** By the service's clock, in milliseconds since 1970; NaN where it is not known. */
function createdAt(document: OcrDocument | undefined): number {
	return timeOf(document?.createdAt ?? '');
}
