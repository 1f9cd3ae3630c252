import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import { deleteOrTell } from '../../../shared/operations/collectResult';
import { takeOver } from '../../../shared/webhook/handOver';
import { runOnce } from '../../../shared/webhook/runOnce';
import type { HandwritingOcr } from '../../api/client';
import { HandwritingOcrDocuments } from '../../api/documentService';
import { documentIn, subjectOf } from '../handOver';
import { itemsOf } from '../items';
import { matches, readSettings } from '../settings';
import { complete } from './complete';

/**
 * The run's side of a delivery: drops repeats, completes what is missing from the API, and gives
 * the items.
 *
 * @param item what the webhook handler has handed over
 */
export async function emit(
	context: IExecuteFunctions,
	service: HandwritingOcr,
	item: INodeExecutionData | undefined,
): Promise<INodeExecutionData[]> {
	const handed = takeOver(item);
	const delivered = documentIn(handed.payload);
	if (delivered.id === '')
		throw new InputFailure(
			'No document was delivered to this trigger',
			'It starts with a delivery to its webhook URL. To run the workflow without one, put Document > Get behind a Manual Trigger.',
		);
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	const run = { context, service };
	const isSigned = service.webhookSecret !== '';
	const told = subjectOf(delivered);
	// What is not finished yet has nothing to know it by.
	const subject = delivered.phase === 'pending' ? undefined : told;
	let done = '';
	const items = await runOnce(
		context,
		{ ...handed, subject, ignoresRepeats: settings.ignoreDuplicates },
		async (claim) => {
			// Without a secret it comes from the API already.
			const confirm = settings.confirmWithApi && isSigned;
			const document = await complete(run, delivered, confirm);
			if (!matches(settings, document)) return [];
			if (document !== delivered) {
				const shown = subjectOf(document);
				// A short delivery cannot tell of another reading.
				const isShort = isSigned && told.marks.length === 0;
				if (!(await claim(isShort ? { ...shown, marks: [shown.key, ...shown.marks] } : shown)))
					return [];
			}
			const given = await itemsOf(run, document, settings);
			if (document.phase === 'done' && given.isComplete) done = document.id;
			return given.items;
		},
	);
	// Last, as a run that fails is to be retried with the document still there. One that failed has
	// no result to be here.
	if (settings.deleteWhenDone && done !== '')
		await deleteOrTell(context, new HandwritingOcrDocuments(service), done);
	return items;
}
