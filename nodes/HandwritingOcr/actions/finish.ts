import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { Failure } from '../../shared/errors';
import { choice, outputMode, wholeNumber } from '../../shared/parameters';
import { Progress } from '../../shared/progress';
import { DeadlineFailure } from '../../shared/sighting';
import { WaitLoop } from '../../shared/waiting';
import { deleteDocument } from '../api/documents';
import { documentSight } from '../api/sight';
import { SERVICE_NAME } from '../api/service';
import { simplify } from '../api/simplify';
import type { WireDocument } from '../api/wire';
import { processingFailure } from './documentState';
import { hint } from './hints';
import type { Run } from './operation';
import { present } from './output';

/** Options of the operations that wait, alphabetical among the others of the collection. */
export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 5,
	description: 'How many files are sent at the same time; results are fetched twice as many at a time. The first item decides for the run.',
};
export const deleteWhenDoneOption: INodeProperties = {
	displayName: 'Delete When Done',
	name: 'deleteWhenDone',
	type: 'boolean',
	default: false,
	description: 'Whether to delete the document from the service once its result is here',
};
export const onTimeoutOption: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 'error',
	description: 'What to do with a document that is not finished in time; it stays at the service either way',
	options: [
		{ name: 'Fail', value: 'error', description: 'The item fails with the document ID and its last status' },
		{ name: 'Return the Document', value: 'return', description: 'The item goes on with the document ID and its last status' },
	],
};
export const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 600,
	description: 'How many seconds to wait for each document',
};

const DEFAULT_TIMEOUT = 600;
const LONGEST_TIMEOUT = 1_209_600;

export function concurrencyOf(options: Record<string, unknown>): number {
	return wholeNumber(options.concurrency ?? 5, 'Concurrency', { min: 1, max: 50 });
}

/** What an item wants to happen once its document is at the service. Read before the upload, so that a wrong value costs nothing. */
export function finishSettings(run: Run, itemIndex: number, options: Record<string, unknown>) {
	return {
		mode: outputMode(run.context, itemIndex),
		timeout: wholeNumber(options.timeout ?? DEFAULT_TIMEOUT, 'Timeout', { min: 1, max: LONGEST_TIMEOUT }, 'seconds') * 1_000,
		onTimeout: choice(options.onTimeout ?? 'error', ['error', 'return'], 'On Timeout'),
		deleteWhenDone: options.deleteWhenDone === true,
	};
}

export type FinishSettings = ReturnType<typeof finishSettings>;

/** Waits for documents of a run and gives their items. */
export class Finisher {
	private readonly loop: WaitLoop<WireDocument>;
	private readonly progress: Progress;

	/**
	 * @param signal ends the waiting
	 * @param concurrency files at a time; their results, which are small, are fetched twice as many at a time
	 */
	constructor(
		private readonly run: Run,
		signal: AbortSignal,
		concurrency: number,
	) {
		this.loop = new WaitLoop(documentSight(run.service), signal, undefined, 2 * concurrency);
		this.progress = new Progress(run.context.logger, `${SERVICE_NAME}: documents finished`, run.context.getInputData().length);
	}

	/**
	 * @param known what is known of the document before the first look
	 * @param isOld true for documents of an earlier run, which may be finished already
	 * @throws Failure with the document's id in its details
	 */
	async finish(known: WireDocument, settings: FinishSettings, isOld = false): Promise<INodeExecutionData[]> {
		try {
			const { document: finished } = await this.loop.finished(known.id, { timeout: settings.timeout, ready: isOld, ...(!isOld && { state: known.status }) });
			this.progress.step();
			// v2 names neither the file nor the action again.
			const document = { ...finished, fileName: finished.fileName ?? known.fileName, action: finished.action ?? known.action };
			if (document.phase === 'failed') throw processingFailure(document);
			const items = present(this.run, document, settings.mode);
			if (settings.deleteWhenDone) await this.remove(document.id);
			return items;
		} catch (error) {
			if (error instanceof DeadlineFailure && settings.onTimeout === 'return') return this.unfinished(known, error);
			throw error instanceof Failure ? error.with({ id: known.id }) : error;
		}
	}

	private unfinished(known: WireDocument, { message, state }: DeadlineFailure): INodeExecutionData[] {
		hint(this.run, message);
		const status = state === 'unknown' ? known.status : state;
		return [{ json: { ...simplify({ ...known, status }), timedOut: true } }];
	}

	/** The result is here already, so a failed deletion is told and does not cost it. */
	private async remove(id: string): Promise<void> {
		try {
			await deleteDocument(this.run.service, id);
		} catch (error) {
			hint(this.run, `Document ${id} could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
}
