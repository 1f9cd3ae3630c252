import type { Run } from './operation';

/** Shows a note beside the node's output once the run is over; older n8n versions have no place for it. */
export function hint({ context }: Run, message: string): void {
	if (typeof context.addExecutionHints === 'function') context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	context.logger.info(message);
}
