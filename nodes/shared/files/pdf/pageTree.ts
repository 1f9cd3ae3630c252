import { groupBy } from '../../core/groupBy';
import type { CrossReference } from './crossReference';
import type { Definition } from './definition';

/** What defines an object, by its number. */
type Resolve = (number: number) => Definition | undefined;

/** More pages than that are taken for a lie, as PDFium takes them. */
const MAX_PAGES = 0xfffff;
const MAX_DEPTH = 500;

/** The definition that stands last in the file. */
export function latestOf(definitions: Definition[]): Resolve {
	// What stands in object streams is known later than what stands behind them.
	const ordered = definitions.toSorted((a, b) => a.at - b.at);
	const latest = new Map(ordered.map((definition) => [definition.number, definition]));
	return (number) => latest.get(number);
}

/**
 * The definition that the file's own cross-reference names.
 * @param shift bytes before the header, which no position in the file counts
 */
export function namedBy(
	reference: CrossReference,
	definitions: Definition[],
	shift: number,
): Resolve {
	const all = allOf(definitions);
	return (number) => {
		const place = reference.find(number);
		if (typeof place !== 'object') return undefined;
		const outer = 'at' in place ? place : reference.find(place.container);
		if (typeof outer !== 'object' || !('at' in outer)) return undefined;
		const container = 'container' in place ? place.container : undefined;
		return all(number).find(
			(definition) => definition.container === container && definition.at - shift === outer.at,
		);
	};
}

function allOf(definitions: Definition[]): (number: number) => Definition[] {
	const byNumber = groupBy(definitions, ({ number }) => String(number));
	return (number) => byNumber.get(String(number)) ?? [];
}

/**
 * Whether each definition stands where some section says. Where one does not, bytes have moved, and
 * readers may give up the cross-reference, even for an object that it names rightly.
 */
export function areNamed(
	reference: CrossReference,
	definitions: Definition[],
	shift: number,
): boolean {
	const standsAt = (number: number, at: number): boolean =>
		reference
			.all(number)
			.some((place) => typeof place === 'object' && 'at' in place && place.at === at - shift);
	return definitions.every(({ number, at, container, isSure }) => {
		if (!isSure) return true;
		if (container === undefined) return standsAt(number, at);
		const inside = reference
			.all(number)
			.some((place) => typeof place === 'object' && 'container' in place);
		return inside && standsAt(container, at);
	});
}

/** The root of the page tree under a catalog; undefined where it is none that can be read. */
export function rootOf(catalog: number | undefined, resolve: Resolve): Definition | undefined {
	const tree = catalog === undefined ? undefined : resolve(catalog)?.pages;
	const node = tree === undefined ? undefined : resolve(tree);
	return node?.isNode ? node : undefined;
}

/**
 * The pages of a tree: what its root says, or, where that is less, what its branches add up to.
 *
 * @returns null where there is no page, or no tree that can be read
 */
export function countTree(root: Definition | undefined, resolve: Resolve): number | null {
	const found = (number: number) => [resolve(number)].filter((one) => one !== undefined);
	const walk = new TreeWalk(found, 0);
	const pages = root === undefined ? NaN : walk.pagesOf(root);
	return pages > 0 && pages < MAX_PAGES ? pages : null;
}

/**
 * The most pages that any node says or holds, whichever definitions a reader believes.
 *
 * @returns NaN where that cannot be told
 */
export function mostPages(definitions: Definition[]): number {
	const walk = new TreeWalk(allOf(definitions), 1);
	const roots = new Set(definitions.map(({ pages }) => pages));
	const nodes = definitions.filter(
		({ isNode, isSure, number }) => isNode && (isSure || roots.has(number)),
	);
	return Math.max(0, ...nodes.map((node) => walk.pagesOf(node)));
}

/** What a node says of itself, or 0 where that is nothing to believe. */
export function saidBy({ count = 0 }: Definition): number {
	return count > 0 && count < MAX_PAGES ? count : 0;
}

/** Adds up pages; `NaN` stands for a tree that has no end, or that cannot be read. */
class TreeWalk {
	private readonly known = new Map<Definition, number>();

	/** @param empty what a branch without pages counts as: another revision may have a page there */
	constructor(
		private readonly resolve: (number: number) => Definition[],
		private readonly empty: 0 | 1,
	) {}

	pagesOf(node: Definition, depth = 0): number {
		const known = this.known.get(node);
		if (known !== undefined) return known;
		// Until it is known, a node that is met below itself makes the sum unreadable.
		this.known.set(node, NaN);
		const pages = depth > MAX_DEPTH ? NaN : this.add(node, depth);
		this.known.set(node, pages);
		return pages;
	}

	private add(node: Definition, depth: number): number {
		const { kids } = node;
		const said = saidBy(node);
		if (!kids) return said || NaN;
		let pages = 0;
		for (const kid of kids) {
			const nodes = this.resolve(kid).filter(({ isNode }) => isNode);
			const least = nodes.length > 0 ? this.empty : 1;
			pages += Math.max(least, ...nodes.map((branch) => this.pagesOf(branch, depth + 1)));
		}
		return Math.max(said, pages);
	}
}
