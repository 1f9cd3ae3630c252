import { CrossReference } from './pdf/crossReference';
import type { Definition } from './pdf/definition';
import { Findings } from './pdf/findings';
import { areNamed, countTree, latestOf, mostPages, namedBy, rootOf, saidBy } from './pdf/pageTree';
import { PdfScanner } from './pdf/scanner';

/** Bytes that are looked at before the object streams among them are unpacked. */
const PIECE = 64 * 1024;

/**
 * Counts the pages of a PDF from its bytes, in one pass and with a bounded part of them in memory.
 *
 * The definition that stands last in the file counts, as revisions are appended to a PDF. Where an
 * older one says more, or something could not be read, the file's own cross-reference has to lead
 * to the same. Else the largest number is given, or none: a cap on pages has to hold whichever of
 * them a service believes.
 */
export class PdfPages {
	private readonly findings = new Findings();
	private readonly scanner = new PdfScanner(this.findings);

	/** @param shift bytes before the header `%PDF-`, which no position in the file counts */
	constructor(private readonly shift: number) {}

	async add(chunk: Uint8Array): Promise<void> {
		// A chunk may be the whole file: object streams do not wait for its end.
		for (let at = 0; at < chunk.length; at += PIECE) {
			this.scanner.add(chunk.subarray(at, at + PIECE));
			if (this.findings.hasPacked) await this.findings.readPacked();
		}
	}

	/** The pages, or null where they cannot be told. */
	async end(): Promise<number | null> {
		this.scanner.finish();
		await this.findings.readPacked();
		const { definitions, missedAt } = this.findings;
		const resolve = latestOf(definitions);
		const root = rootOf(this.findings.root, resolve);
		const latest = countTree(root, resolve);
		if (latest === null) return null;
		const most = mostPages(definitions);
		const isComplete = missedAt === undefined;
		if (latest >= most && isComplete) return latest;
		// What could not be read may be a branch: then only what the root says counts.
		const isTold = isComplete || (root !== undefined && saidBy(root) > 0);
		if (isTold && root === (await this.namedRoot())) return latest;
		return isComplete ? Math.max(latest, most) || null : null;
	}

	/** The root of the page tree to which the last `startxref` of the file leads. */
	private async namedRoot(): Promise<Definition | undefined> {
		const { definitions, sections, start, missedAt = 0 } = this.findings;
		// A later one may stand in what could not be read.
		if (!start || start.at < missedAt) return undefined;
		const moved = sections.map((section) => ({ ...section, at: section.at - this.shift }));
		const reference = await CrossReference.read(moved, start.named);
		if (!reference || !areNamed(reference, definitions, this.shift)) return undefined;
		return rootOf(reference.root, namedBy(reference, definitions, this.shift));
	}
}
