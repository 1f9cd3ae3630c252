import { fingerprintIn } from '../../shared/upload/fingerprint';
import { LARGEST_PAGE, listDocuments } from './documents';
import type { HandwritingOcr } from './client';
import { listedName, type OcrDocument } from './parse';

/** Of 200 documents each. */
const MOST_PAGES = 5;

/**
 * The documents of the account by the fingerprints in their names, as one run looks for them. The
 * list is newest first and read as far as it has to be, page by page, and at most once a run.
 */
export class EarlierUploads {
	private readonly found = new Map<string, OcrDocument>();
	private pages = 0;
	private hasNext = true;
	private reading: Promise<void> | undefined;

	/** @param tell says what the run could not look at */
	constructor(
		private readonly service: HandwritingOcr,
		private readonly tell: (message: string) => void,
	) {}

	/** The newest document with this fingerprint that did not fail. */
	async find(fingerprint: string): Promise<OcrDocument | undefined> {
		for (;;) {
			const document = this.found.get(fingerprint);
			if (document || !this.hasNext || this.pages >= MOST_PAGES) return document;
			this.reading ??= this.readPage().finally(() => (this.reading = undefined));
			await this.reading;
		}
	}

	private async readPage(): Promise<void> {
		const page = await listDocuments(this.service, this.pages + 1, LARGEST_PAGE);
		this.pages++;
		this.hasNext = page.hasNext && page.documents.length > 0;
		for (const document of page.documents) {
			const fingerprint = fingerprintIn(listedName(document) ?? '');
			if (fingerprint === undefined || document.phase === 'failed') continue;
			if (!this.found.has(fingerprint)) this.found.set(fingerprint, document);
		}
		if (this.hasNext && this.pages === MOST_PAGES)
			this.tell(
				'"If File Was Uploaded Before" looked through the newest 1,000 documents of the account; an older upload of a file is not found, and the file is sent again.',
			);
	}
}
