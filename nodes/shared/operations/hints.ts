import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n stores the notes with the execution and shows each in a box of its own. */
const MOST = 20;

type HintContext = Pick<IExecuteFunctions, 'addExecutionHints' | 'logger'>;

/** What each run has been told. */
const told = new WeakMap<HintContext, Set<string>>();

/**
 * Shows a note beside the node's output once the run is over, the same text once. When there are
 * many, the rest stands in the log alone; older n8n versions have no place for any.
 */
export function hint(context: HintContext, message: string): void {
	const texts = told.get(context) ?? new Set();
	if (texts.has(message)) return;
	told.set(context, texts.add(message));
	context.logger.info(message);
	if (typeof context.addExecutionHints !== 'function' || texts.size > MOST + 1) return;
	const shown =
		texts.size <= MOST ? message : 'There are more notes like these: they stand in the log of n8n.';
	context.addExecutionHints({ message: shown, location: 'outputPane', type: 'warning' });
}
