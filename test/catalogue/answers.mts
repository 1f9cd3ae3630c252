import type { Verdict } from './n8n.mts';

/** What the pinned n8n says of our nodes and workflows. */
export interface Answers {
	/** Of all nodes, with their packages. */
	names: string[];
	/** For each query the names of the nodes that it finds, best first. */
	found: Array<[query: string, names: string[]]>;
	/** Of the example workflows. */
	verdicts: Array<[file: string, verdict: Verdict]>;
	/** Of an example with a value that its node does not have. */
	broken: Verdict;
	/** Nodes that the hints of ours name. */
	related: string[];
}
