import { timeOf } from '../../../shared/core/dates';
import { Failure } from '../../../shared/core/errors';
import { LARGEST_PAGE, listDocuments } from '../../api/documents';
import type { HandwritingOcr } from '../../api/client';
import type { OcrDocument } from '../../api/parse';

export interface Listed {
	document: OcrDocument;
	/** By the service's clock; milliseconds since 1970. */
	createdAt: number;
}

/** The newest documents of the account. */
export interface Listing {
	/** Newest first, each once. */
	entries: Listed[];
	/** False when documents may be missing between the first and the last. */
	isComplete: boolean;
	/** Whether the account has no more documents than these. */
	isWhole: boolean;
}

/** How often a listing goes back a page before it is taken as it is. */
const MOST_STEPS_BACK = 10;
/** Pages of nothing new that end a listing, in case the service repeats one. */
const MOST_STALE_PAGES = 10;

/**
 * Lists documents, newest first, a page of 200 at a time. Uploads between two pages make documents
 * show up twice. Deletions move documents on to a page that was read before, which the fallen total
 * betrays: that page is read again.
 *
 * @param isEnough asked after each page
 */
export async function listNewest(
	service: HandwritingOcr,
	isEnough: (listed: Listed[], pages: number) => boolean,
): Promise<Listing> {
	const documents = new Map<string, OcrDocument>();
	let lastTotal: number | null = null;
	let back = 0;
	let stale = 0;
	for (let page = 1, pages = 1; ; page++, pages++) {
		const {
			documents: found,
			total,
			perPage,
			hasNext,
		} = await listDocuments(service, page, LARGEST_PAGE);
		const fallen = Math.max(0, (lastTotal ?? 0) - (total ?? lastTotal ?? 0));
		lastTotal = total;
		const known = documents.size;
		for (const document of found) documents.set(document.id, document);
		if (page > 1 && fallen > 0 && back < MOST_STEPS_BACK) {
			back++;
			page = Math.max(0, page - 1 - Math.ceil(fallen / LARGEST_PAGE));
			continue;
		}
		stale = documents.size === known ? stale + 1 : 0;
		const isWhole =
			!hasNext || found.length < (perPage ?? LARGEST_PAGE) || stale === MOST_STALE_PAGES;
		const entries = dated([...documents.values()]);
		if (isWhole || isEnough(entries, pages))
			return { entries, isWhole, isComplete: back < MOST_STEPS_BACK };
	}
}

/** A document without a readable date takes that of its neighbour in the list. */
function dated(documents: OcrDocument[]): Listed[] {
	const times = documents.map(({ createdAt }) => timeOf(createdAt ?? ''));
	let time = times.find((value) => !Number.isNaN(value));
	if (documents.length > 0 && time === undefined)
		throw new Failure(
			'The list of documents has no dates of creation',
			'This trigger tells new documents by their date. Use the Handwriting OCR Trigger, which needs none.',
		);
	const entries = documents.map((document, index) => {
		const own = times[index];
		if (own !== undefined && !Number.isNaN(own)) time = own;
		return { document, createdAt: time ?? 0 };
	});
	return entries.sort((left, right) => right.createdAt - left.createdAt);
}
