import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/**
 * n8n's record of processed values, in memory instead of in its database, with the same rules: kept per
 * workflow and node, oldest dropped beyond `maxEntries`, repeats inside one call not recognized.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	private readonly seen = new Map<string, string[]>();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		onlyEntries(options);
		const key = keyOf(scope, context);
		const known = this.seen.get(key);
		const values = known ?? [];
		const before = new Set(values);
		const fresh = items.filter((item) => !before.has(String(item)));
		values.push(...fresh.map(String));
		if (options.maxEntries) values.splice(0, values.length - options.maxEntries);
		this.seen.set(key, values);
		return { new: fresh, processed: items.filter((item) => before.has(String(item))) };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		onlyEntries(options);
		const gone = new Set(items.map(String));
		const values = this.seen.get(keyOf(scope, context)) ?? [];
		this.seen.set(
			keyOf(scope, context),
			values.filter((value) => !gone.has(value)),
		);
	}

	async clearAllProcessedItems(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<void> {
		this.seen.delete(keyOf(scope, context));
	}

	async getProcessedDataCount(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<number> {
		return this.seen.get(keyOf(scope, context))?.length ?? 0;
	}
}

function onlyEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new Error(`The engine tests know de-duplication mode "entries" only, not "${mode}"`);
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return `${workflow.id} ${scope === 'node' ? (node?.id ?? '') : ''}`;
}
