import { CrossReference } from './pdf/crossReference';
import { type Definition, Findings } from './pdf/findings';
import { countTree, latestOf, namedBy, rootOf } from './pdf/pageTree';
import { PdfScanner } from './pdf/scanner';

/**
 * Counts the pages of a PDF from its bytes, in one pass and with a bounded part of them in memory.
 *
 * The definition that stands last in the file counts, as revisions are appended to a PDF. Where an
 * older one says more, or something could not be read, the file's own cross-reference has to lead to
 * the same. Else the largest number is given, or none: a cap on pages has to hold whichever of them a
 * service believes.
 */
export class PdfPages {
	private readonly findings = new Findings();
	private readonly scanner = new PdfScanner(this.findings);

	/** @param shift bytes before the header `%PDF-`, which no position in the file counts */
	constructor(private readonly shift: number) {}

	async add(chunk: Uint8Array): Promise<void> {
		this.scanner.add(chunk);
		if (this.findings.hasPacked) await this.findings.readPacked();
	}

	/** The pages, or null where they cannot be told. */
	async end(): Promise<number | null> {
		this.scanner.finish();
		await this.findings.readPacked();
		const { definitions, missedAt, roots } = this.findings;
		const resolve = latestOf(definitions);
		const root = rootOf(roots.at(-1), resolve);
		const latest = countTree(root, resolve);
		if (latest === null) return null;
		const most = definitions.reduce((largest, { count = 0 }) => Math.max(largest, count), 0);
		const isComplete = missedAt === undefined;
		if (latest >= most && isComplete) return latest;
		if (root === (await this.namedRoot())) return latest;
		return isComplete ? Math.max(latest, most) : null;
	}

	/** The root of the page tree to which the last `startxref` of the file leads. */
	private async namedRoot(): Promise<Definition | undefined> {
		const { definitions, sections, start, missedAt = 0 } = this.findings;
		// A later one may stand in what could not be read.
		if (!start || start.at < missedAt) return undefined;
		const moved = sections.map((section) => ({ ...section, at: section.at - this.shift }));
		const reference = await CrossReference.read(moved, start.named);
		return reference && rootOf(reference.root, namedBy(reference, definitions, this.shift));
	}
}
