import type { FunctionsBase } from 'n8n-workflow';

/** More nodes than an n8n has; keeps the memory of a process bounded. */
const MOST_NODES = 5_000;

/**
 * Memory per node, kept for the life of this process. Use it only for what may be lost: another
 * process (a worker, n8n after a restart) starts anew.
 */
export function perNode<Thing>(
	make: () => Thing,
): (context: Pick<FunctionsBase, 'getNode' | 'getWorkflow'>) => Thing {
	const things = new Map<string, Thing>();
	return (context) => {
		const key = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
		const thing = things.get(key) ?? make();
		things.delete(key);
		things.set(key, thing);
		const [longestUnused] = things.keys();
		if (things.size > MOST_NODES && longestUnused !== undefined) things.delete(longestUnused);
		return thing;
	};
}
