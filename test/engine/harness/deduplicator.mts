import { setImmediate } from 'node:timers/promises';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/**
 * n8n's record of processed values with a table in memory in place of its database, and with the
 * same rules: kept per workflow and node, oldest dropped beyond `maxEntries`, repeats inside one
 * call not recognized. As in n8n 2.40 a call reads, then writes, and nothing keeps two calls apart:
 * the later of two overlapping writes wins, and of two overlapping first ones the later is refused.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	private readonly table = new Map<string, readonly string[]>();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		onlyEntries(options);
		const key = keyOf(scope, context);
		const known = await this.read(key);
		const before = new Set(known);
		const fresh = items.filter((item) => !before.has(String(item)));
		const values = [...(known ?? []), ...fresh.map(String)];
		if (options.maxEntries) values.splice(0, values.length - options.maxEntries);
		if (known) await this.update(key, values);
		else await this.insert(key, values);
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
		const values = await this.read(keyOf(scope, context));
		if (!values) return;
		await this.update(
			keyOf(scope, context),
			values.filter((value) => !gone.has(value)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.table.delete(keyOf(scope, context));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.read(keyOf(scope, context)))?.length ?? 0;
	}

	private async read(key: string): Promise<readonly string[] | undefined> {
		await setImmediate();
		return this.table.get(key);
	}

	private async update(key: string, values: readonly string[]): Promise<void> {
		await setImmediate();
		this.table.set(key, values);
	}

	private async insert(key: string, values: readonly string[]): Promise<void> {
		await setImmediate();
		if (this.table.has(key))
			throw new Error(
				'UNIQUE constraint failed: processed_data.workflowId, processed_data.context',
			);
		this.table.set(key, values);
	}
}

function onlyEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries')
		throw new Error(`The engine tests know de-duplication mode "entries" only, not "${mode}"`);
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return `${workflow.id} ${scope === 'node' ? (node?.id ?? '') : ''}`;
}
