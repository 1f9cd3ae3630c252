import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Shows a note beside the node's output once the run is over; older n8n versions have no place for
 * it.
 */
export function hint(
	context: Pick<IExecuteFunctions, 'addExecutionHints' | 'logger'>,
	message: string,
): void {
	if (typeof context.addExecutionHints === 'function')
		context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	context.logger.info(message);
}
