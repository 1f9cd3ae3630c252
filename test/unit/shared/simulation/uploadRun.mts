import type { INodeExecutionData } from 'n8n-workflow';

import { collection } from '../../../../nodes/shared/operations/parameters.ts';
import { RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';
import { uploadItems } from '../../../../nodes/shared/upload/uploadItems.ts';
import { uploadOptions } from '../../../../nodes/shared/upload/uploadOptions.ts';
import { play } from './clock.mts';
import { execution, type ExecutionSettings } from './execution.mts';
import { failureOf } from './failureOf.mts';
import { type FilePlan, type MemoryDocument, MemoryDocuments } from './memoryDocuments.mts';
import { itemWith, type Pdf, pdf } from './pdfs.mts';

export interface UploadRunSettings extends Omit<ExecutionSettings, 'items' | 'parameters'> {
	/** The files of each item; a name alone stands for a PDF of a page. */
	files: Array<Array<Pdf | string>>;
	plans?: Record<string, FilePlan>;
	/** One of an earlier run; a new one with these plans unless given. */
	service?: MemoryDocuments;
	/** The collection of options: of all items, or of each of them. */
	options?: Record<string, unknown> | Array<Record<string, unknown>>;
	/** Beside the options. */
	parameters?: Record<string, unknown>;
	memory?: RetryMemory<MemoryDocument>;
	/** Whether the files of all items go out together. */
	inBatches?: boolean;
}

/** A run of an upload, from the items that n8n hands over to those that it gets. */
export class UploadRun {
	readonly service: MemoryDocuments;
	/** What is shown beside the output. */
	readonly notes: string[];
	/** Of what sends batches. */
	signal: AbortSignal | undefined;
	private readonly work: () => Promise<INodeExecutionData[]>;

	constructor({ files, plans, options = {}, parameters, ...settings }: UploadRunSettings) {
		const { service = new MemoryDocuments(plans), ...others } = settings;
		const { memory = new RetryMemory(), inBatches, ...rest } = others;
		const { context, notes } = execution({
			...rest,
			items: files.map((of) =>
				itemWith(...of.map((file) => (typeof file === 'string' ? pdf(file) : file))),
			),
			parameters: files.map((_, index) => ({
				inputDataFieldName: '*',
				...parameters,
				options: Array.isArray(options) ? options[index] : options,
			})),
		});
		const read = (itemIndex: number) => ({
			...uploadOptions(context, itemIndex, collection(context, 'options', itemIndex)),
			fields: `fields of item ${itemIndex}`,
			variant: 'transcribe',
		});
		const batches = {
			uploader: (signal: AbortSignal) => {
				this.signal = signal;
				return service;
			},
			remark: (uploaded: readonly MemoryDocument[]) =>
				`In batches: ${uploaded.map(({ id }) => id).join(', ')}.`,
		};
		this.service = service;
		this.notes = notes;
		this.work = async () =>
			await uploadItems(context, service, { read, memory, ...(inBatches && { batches }) });
	}

	/** The items that it gives out. */
	async items(): Promise<INodeExecutionData[]> {
		return await play(this.work());
	}

	/** The item that each output item is of, and the id or the error that it tells. */
	async told(): Promise<unknown[]> {
		const items = await this.items();
		return items.map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			json.id ?? json.error,
		]);
	}

	/** The error that ends it. */
	async error(): Promise<Error & { description?: unknown }> {
		return await failureOf(this.items());
	}
}
