import { red } from './console.mjs';
import { Failure } from './failure.mjs';

/**
 * A Failure as its sentence; anything else with its stack, since it is a bug.
 * @param {unknown} error
 */
export function showFailure(error) {
	const text =
		error instanceof Failure ? error.message : error instanceof Error ? error.stack : String(error);
	process.stderr.write(`\n  ${red('Stopped.')} ${text}\n\n`);
}
