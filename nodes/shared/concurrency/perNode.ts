import type { FunctionsBase } from 'n8n-workflow';
import { BoundedMap } from './boundedMap';

/** More nodes than an n8n has; keeps the memory of a process bounded. */
const MOST_NODES = 5_000;

/**
 * Memory per node, kept for the life of this process. Use it only for what may be lost: another
 * process (a worker, n8n after a restart) starts anew.
 */
export function perNode<Thing>(
	make: () => Thing,
): (context: Pick<FunctionsBase, 'getNode' | 'getWorkflow'>) => Thing {
	const things = new BoundedMap<Thing>(MOST_NODES);
	return (context) => {
		const key = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
		const thing = things.get(key) ?? make();
		things.set(key, thing);
		return thing;
	};
}
