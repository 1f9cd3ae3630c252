import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** Told to the run, which is in another process when n8n has workers. */
const PROCESS = randomUUID();

/** What the webhook handler puts into the item of a run so that {@link isOfThisProcess} knows it. */
export const processMark: IDataObject = { handledBy: PROCESS };

/**
 * Whether the webhook handler that let this run in is of the same process: then no other one runs
 * executions.
 */
export function isOfThisProcess(context: IExecuteFunctions): boolean {
	return context.getInputData().every(({ json }) => json.handledBy === PROCESS);
}
