import { diskFailure } from './causes.mjs';
import { red } from './console.mjs';
import { Failure } from './failure.mjs';

/**
 * A Failure as its sentence, and so a disk that takes nothing; anything else with its stack, since
 * it is a bug.
 * @param {unknown} error
 */
export function showFailure(error) {
	process.stderr.write(`\n  ${red('Stopped.')} ${textOf(error)}\n\n`);
}

/** @param {unknown} error */
function textOf(error) {
	if (error instanceof Failure) return error.message;
	if (!(error instanceof Error)) return String(error);
	return diskFailure(error.message)?.message ?? error.stack;
}
