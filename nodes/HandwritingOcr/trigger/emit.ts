import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { discard } from '../../shared/body';
import { InputFailure, toFailure } from '../../shared/errors';
import { DEFAULT_FIELD, fileToItem } from '../../shared/files';
import { baseName } from '../../shared/mime';
import { present } from '../actions/output';
import { downloadDocument, getDocument } from '../api/documents';
import type { HandwritingOcr } from '../api/service';
import { type Format, FORMATS_OF, MEDIA_TYPES, readDocument, type WireDocument } from '../api/wire';
import { matches, readSettings, type TriggerSettings } from './settings';

/** Entries that n8n keeps for a node to know repeats by. */
const REMEMBERED = 10_000;

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives the items.
 *
 * @param delivered the document as the doorkeeper let it in
 */
export async function emit(context: IExecuteFunctions, service: HandwritingOcr, delivered: unknown): Promise<INodeExecutionData[]> {
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	const document = await completed(service, readDocument(delivered), settings);
	if (document.phase === 'pending' || !matches(settings, document) || (await isRepeat(context, settings, document))) return [];
	try {
		const items = present({ context, service }, document, settings.output);
		return settings.downloadFormat ? await withFile(context, service, document, settings.downloadFormat, items) : items;
	} catch (error) {
		// The service will not deliver it again, but the user may retry the execution.
		await context.helpers.removeProcessed([keyOf(document)], 'node', { mode: 'entries', maxEntries: REMEMBERED });
		throw toFailure(error);
	}
}

/** A body that would have been too large, or that names only the id, comes without results. */
async function completed(service: HandwritingOcr, document: WireDocument, { confirmWithApi }: TriggerSettings): Promise<WireDocument> {
	const isWhole = document.phase === 'failed' || (document.phase === 'done' && document.results !== null);
	return isWhole && !confirmWithApi ? document : await getDocument(service, document.id);
}

/** n8n's own record survives restarts and is shared by workers; a test run from the editor repeats on purpose. */
async function isRepeat(context: IExecuteFunctions, { ignoreDuplicates }: TriggerSettings, document: WireDocument): Promise<boolean> {
	if (!ignoreDuplicates || context.getMode() === 'manual') return false;
	const { new: fresh } = await context.helpers.checkProcessedAndRecord([keyOf(document)], 'node', { mode: 'entries', maxEntries: REMEMBERED });
	return fresh.length === 0;
}

/** A document finishes once. */
function keyOf({ id, phase }: WireDocument): string {
	return `${id}:${phase}`;
}

async function withFile(context: IExecuteFunctions, service: HandwritingOcr, document: WireDocument, format: Format, items: INodeExecutionData[]): Promise<INodeExecutionData[]> {
	const [first, ...others] = items;
	if (!first || document.phase === 'failed') return items;
	const formats = document.action ? FORMATS_OF[document.action] : undefined;
	if (formats && !formats.includes(format)) {
		throw new InputFailure(`Document ${document.id} was uploaded with the action "${document.action}", which does not come as ${format}`, `Set the option "Download Format" to ${formats.join(', ')}, or filter by action.`);
	}
	const { body } = await downloadDocument(service, document.id, format, 'stream');
	try {
		return [await fileToItem(context, first, DEFAULT_FIELD, body, `${baseName(document.fileName ?? document.id)}.${format}`, MEDIA_TYPES[format]), ...others];
	} finally {
		discard(body);
	}
}
