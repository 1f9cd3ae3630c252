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

/** Asked after each page. */
type IsEnough = (listed: Listed[], pages: number) => boolean;

/** How often the pages are read again because documents were deleted meanwhile. */
const MOST_ROUNDS = 3;

/**
 * Lists documents, newest first, a page of 200 at a time. What is deleted meanwhile moves others to
 * a page that was read before, which the fallen total betrays: then all is read again.
 */
export async function listNewest(service: HandwritingOcr, isEnough: IsEnough): Promise<Listing> {
	for (let round = 1; ; round++) {
		const listing = await readPages(service, isEnough);
		if (listing.isComplete || round === MOST_ROUNDS) return listing;
	}
}

async function readPages(service: HandwritingOcr, isEnough: IsEnough): Promise<Listing> {
	const documents = new Map<string, OcrDocument>();
	let lastTotal: number | null = null;
	let isComplete = true;
	for (let page = 1; ; page++) {
		const listed = await listDocuments(service, page, LARGEST_PAGE);
		const { documents: found, total, hasNext } = listed;
		if (total !== null && lastTotal !== null && total < lastTotal) isComplete = false;
		lastTotal = total ?? lastTotal;
		// Uploads between two pages show documents twice; a page of nothing new comes for ever.
		const isRepeated = found.every(({ id }) => documents.has(id));
		for (const document of found) documents.set(document.id, document);
		const isWhole = !hasNext || isRepeated;
		const entries = dated([...documents.values()]);
		if (isWhole || isEnough(entries, page)) return { entries, isWhole, isComplete };
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
