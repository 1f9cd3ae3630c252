import { numberIn, type PdfDictionary, PdfReference, type PdfValue, referenceOf } from './syntax';

/** Where a file defines an object. */
export interface ObjectPlace {
	number: number;
	/** Position of the object, or of the object stream that holds it. */
	at: number;
	/** Number of the object stream that holds it. */
	container?: number;
}

/** A catalog or a node of the page tree, as one place of the file defines it. */
export interface Definition extends ObjectPlace {
	/** Of a catalog: the root of its page tree. */
	pages: number | undefined;
	isNode: boolean;
	/** Whether it can be nothing else; fields of forms and name trees have children too. */
	isSure: boolean;
	/** Of a node: what it says of itself. */
	count: number | undefined;
	/** Of a node: its children; undefined where they, or its count, stand in objects of their own. */
	kids: Int32Array | undefined;
}

/**
 * What a dictionary says about pages.
 *
 * @returns undefined where it says nothing, null where a page tree stands in the catalog itself
 */
export function definitionOf(
	place: ObjectPlace,
	dictionary: PdfDictionary,
): Definition | undefined | null {
	if (dictionary.get('Pages') instanceof Map) return null;
	const pages = referenceOf(dictionary, 'Pages');
	const kids = dictionary.get('Kids');
	const isNode = kids !== undefined;
	if (!isNode && pages === undefined) return undefined;
	const isCounted = referenceOf(dictionary, 'Count') === undefined;
	return {
		...place,
		pages,
		isNode,
		isSure: !isNode || dictionary.get('Type') === 'Pages' || dictionary.has('Count'),
		count: numberIn(dictionary, 'Count'),
		kids: isCounted && Array.isArray(kids) ? childrenOf(kids) : undefined,
	};
}

/**
 * The children that a node of the page tree lists; a page that stands in the node itself is -1.
 *
 * @returns undefined where another node stands in this one
 */
function childrenOf(kids: PdfValue[]): Int32Array | undefined {
	if (kids.some((kid) => kid instanceof Map && kid.has('Kids'))) return undefined;
	return Int32Array.from(
		kids.flatMap((kid) => {
			if (kid instanceof PdfReference) return [kid.target];
			return kid instanceof Map ? [-1] : [];
		}),
	);
}
