import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Slots } from '../concurrency/pool';
import { ResultCollector } from './collectResult';
import type { DocumentService, ServiceDocument } from './documentService';
import { abortOnCancel, forEachItem } from './forEachItem';
import { collection } from './parameters';
import { toItems } from './toItems';
import { type ResultSettings, resultSettings } from './waitOptions';

/** What the work on an item needs of the run. */
interface ItemTools<Document> {
	options: Record<string, unknown>;
	settings: ResultSettings;
	/** A look at the service, of which some run at a time. */
	look<Seen>(ask: () => Promise<Seen>): Promise<Seen>;
	/** The items of a document as it is now. */
	present(document: Document): INodeExecutionData[];
	/** The items of a document of an earlier run once it is finished. */
	collect(known: Document): Promise<INodeExecutionData[]>;
}

interface CollectSteps<Document> {
	looksAtOnce: number;
	work(itemIndex: number, tools: ItemTools<Document>): Promise<INodeExecutionData[]>;
}

/** The results of documents that were sent earlier; all that are waited for share one wait. */
export async function collectItems<Document extends ServiceDocument>(
	context: IExecuteFunctions,
	service: DocumentService<Document>,
	{ looksAtOnce, work }: CollectSteps<Document>,
): Promise<INodeExecutionData[]> {
	const abort = abortOnCancel(context);
	const looks = { signal: abort.signal, looksAtOnce };
	const collector = new ResultCollector(context, service, looks);
	const slots = new Slots(looksAtOnce);
	const concurrency = context.getInputData().length;
	const items = await forEachItem(context, { concurrency, abort }, async (itemIndex) => {
		const options = collection(context, 'options', itemIndex);
		const settings = resultSettings(context, itemIndex, options);
		return await work(itemIndex, {
			options,
			settings,
			look: async (ask) => await slots.run(ask),
			present: (document) => toItems(context, service, { document, mode: settings.mode }),
			collect: async (known) => await collector.collect(known, settings, { isOld: true }),
		});
	});
	await collector.deleteCollected(items);
	return items;
}
