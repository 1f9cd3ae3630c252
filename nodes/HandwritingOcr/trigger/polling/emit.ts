import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CanceledFailure, type Failure, toFailure, toNodeError } from '../../../shared/core/errors';
import { quoted } from '../../../shared/core/quote';
import { deleteOrTell } from '../../../shared/operations/collectResult';
import { forEachItem } from '../../../shared/operations/forEachItem';
import { hint } from '../../../shared/operations/hints';
import { Deduplicator, type Subject } from '../../../shared/webhook/deduplicator';
import { takeOver } from '../../../shared/webhook/handOver';
import type { Run } from '../../actions/operation';
import { connect } from '../../api/client';
import { HandwritingOcrDocuments } from '../../api/documentService';
import type { OcrDocument } from '../../api/parse';
import { finished } from '../finished';
import { documentIn, withKnownName, subjectOf } from '../handOver';
import { itemsOf } from '../items';
import { readSettings, type TriggerSettings } from '../settings';
import { memoryOf } from './poll';
import { sample } from './sample';

/** Files that are downloaded at the same time. */
const AT_ONCE = 5;

/** A document that the poll has handed over. */
interface Polled {
	document: OcrDocument;
	subject: Subject;
	/** Set when it could not be given. */
	failure?: Failure;
	/** Whether it may be deleted. */
	isDone?: boolean;
}

/**
 * The run's side of a poll: gives the items of the documents that the poll has found. n8n's record
 * of processed values drops those that were passed on before: n8n can lose the state of a poll, as
 * when another node of the workflow saves static data.
 */
export async function emitPolled(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const handed = context.getInputData().map(takeOver);
	const documents = handed.map(({ payload }) => documentIn(payload));
	const opening = open(context);
	// A run that no poll has started, as from the editor, begins with an empty item.
	if (documents.every(({ id }) => id === ''))
		return await forEachItem(context, { concurrency: 1 }, async () => {
			const { settings, ...run } = await opening;
			return await sample(run, settings);
		});
	const polled = documents.map((document): Polled => ({ document, subject: subjectOf(document) }));
	const subjects = polled.map(({ subject }) => subject);
	const deduplicator = new Deduplicator(context, handed[0] ?? takeOver(undefined));
	const isTest = context.getMode() === 'manual';
	let isGiven = false;
	try {
		const isOpen = await opening.then(
			() => true,
			() => false,
		);
		const fresh = new Set(isOpen && !isTest ? await deduplicator.claim(subjects) : subjects);
		const items = await forEachItem(context, { concurrency: AT_ONCE }, async (itemIndex) => {
			const given = polled[itemIndex];
			return given && fresh.has(given.subject) ? await give(await opening, given) : [];
		});
		const failed = polled.filter(({ failure }) => failure !== undefined);
		await deduplicator.release(failed.map(({ subject }) => subject));
		tellFailed(context, failed, fresh.size);
		await deduplicator.confirm();
		isGiven = true;
		// Last, as all of them are wanted again when the run fails.
		const { settings, ...run } = await opening;
		const service = new HandwritingOcrDocuments(run.service);
		for (const { document, isDone } of polled)
			if (settings.deleteWhenDone && isDone) await deleteOrTell(context, service, document.id);
		return items;
	} finally {
		if (!isGiven) await deduplicator.release();
	}
}

async function open(context: IExecuteFunctions): Promise<Run & { settings: TriggerSettings }> {
	const settings = readSettings((name) => context.getNodeParameter(name, 0, {}));
	return { context, service: await connect(context), settings };
}

/** The items of one document. One that cannot be given does not end the run for the others. */
async function give(
	{ settings, ...run }: Awaited<ReturnType<typeof open>>,
	polled: Polled,
): Promise<INodeExecutionData[]> {
	const { document } = polled;
	try {
		const isShort = document.phase === 'done' && document.results === null;
		const whole = isShort ? withKnownName(await finished(run, document.id), document) : document;
		const { items, isComplete } = await itemsOf(run, whole, settings);
		polled.isDone = whole.phase === 'done' && isComplete;
		return items;
	} catch (error) {
		polled.failure = toFailure(error).with({ id: document.id });
		if (error instanceof CanceledFailure || run.context.continueOnFail()) throw polled.failure;
		return [];
	}
}

/**
 * Says which documents could not be given, and gives them back to the next poll.
 *
 * @param count documents of the run
 * @throws when there was no other document
 */
function tellFailed(context: IExecuteFunctions, failed: readonly Polled[], count: number): void {
	const [first] = failed;
	if (!first?.failure || context.continueOnFail()) return;
	const memory = memoryOf(context);
	const texts = failed.map(({ document: { id, fileName }, failure }) => {
		const next = memory.takeBack(id)
			? 'It comes again with the next poll.'
			: 'Read it with Document > Get.';
		return `${quoted(fileName ?? id)} (${id}) could not be given: ${failure?.message}. ${next}`;
	});
	if (failed.length < count) return texts.forEach((text) => hint(context, text));
	first.failure.nextStep = [first.failure.nextStep, ...texts.slice(0, 10)].join(' ');
	throw toNodeError(context.getNode(), first.failure);
}
