import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { MemoryDeduplicator } from '../../../engine/harness/deduplicator.mts';

/** A run of one node, as far as claims need it, on a database that processes share. */
export function contextOf(database: MemoryDeduplicator, nodeId = 'node'): IExecuteFunctions {
	const node = { id: nodeId, name: 'Trigger' };
	const workflow = { id: 'workflow' };
	const where = { node, workflow } as Parameters<MemoryDeduplicator['removeProcessed']>[2];
	const helpers = {
		checkProcessedAndRecord: async (
			...[items, scope, options]: Parameters<
				IExecuteFunctions['helpers']['checkProcessedAndRecord']
			>
		) => await database.checkProcessedAndRecord(items, scope, where, options),
		removeProcessed: async (
			...[items, scope, options]: Parameters<IExecuteFunctions['helpers']['removeProcessed']>
		) => await database.removeProcessed(items, scope, where, options),
	};
	const run = randomUUID();
	return {
		helpers,
		getNode: () => node,
		getWorkflow: () => workflow,
		getExecutionId: () => run,
	} as unknown as IExecuteFunctions;
}
