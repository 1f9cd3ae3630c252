import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Deduplicator } from '../../../shared/webhook/dedup/deduplicator';
import { toFailure } from '../../../shared/core/errors';
import { forEachItem } from '../../../shared/operations/forEachItem';
import type { HandwritingOcr } from '../../api/client';
import { readDocument, type OcrDocument } from '../../api/parse';
import { finished } from '../webhook/complete';
import { itemsOf, remove } from '../items';
import { sample } from './sample';
import { named } from './state';
import { readSettings } from '../settings';

/** Files that are downloaded at the same time. */
const AT_ONCE = 5;

/**
 * The run's side of a poll: gives the items of the documents that the poll has found. n8n's record
 * of processed values drops those that were passed on before: n8n can lose the state of a poll, as
 * when another node of the workflow saves static data.
 */
export async function emitPolled(
	context: IExecuteFunctions,
	service: HandwritingOcr,
): Promise<INodeExecutionData[]> {
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	const documents = context.getInputData().map(({ json }) => readHanded(json));
	// A run that no poll has started, as from the editor, begins with an empty item.
	if (documents.every(({ id }) => id === ''))
		return await forEachItem(
			context,
			{ concurrency: 1 },
			async () => await sample({ context, service }, settings),
		);
	const deduplicator = context.getMode() === 'manual' ? undefined : new Deduplicator(context);
	const fresh = new Set(
		deduplicator ? await deduplicator.takeAll(documents.map(keyOf)) : documents.map(keyOf),
	);
	const done: string[] = [];
	try {
		const items = await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const found = documents[itemIndex];
			if (!found || !fresh.has(keyOf(found))) return [];
			const document =
				found.phase === 'done' && found.results === null
					? named(await finished(context, service, found.id), found)
					: found;
			const outputs = await itemsOf({ context, service }, document, settings);
			if (document.phase === 'done') done.push(document.id);
			return outputs;
		});
		await deduplicator?.confirm();
		// Last, as a document that fails ends the run, and all of them are wanted again when it is
		// retried.
		if (settings.deleteWhenDone) for (const id of done) await remove({ context, service }, id);
		return items;
	} catch (error) {
		await deduplicator?.release();
		throw toFailure(error);
	}
}

function readHanded({
	document: value,
	fileName,
	action,
}: INodeExecutionData['json']): OcrDocument {
	return named(readDocument(value), readDocument({ file_name: fileName, action }));
}

/** A document finishes once. */
function keyOf({ id, phase }: OcrDocument): string {
	return `${id}:${phase}`;
}
