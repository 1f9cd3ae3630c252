import { statusOf } from '../../../shared/waiting/documentStatus';
import type { Run } from '../../actions/operation';
import type { OcrDocument } from '../../api/parse';
import { finished } from '../finished';

/**
 * The finished document with its results: as it was delivered when it is whole, else from the API.
 * A body that would have been too large, or that names only the id, comes without results or with
 * too few.
 *
 * @param confirm reads it from the API in any case
 */
export async function complete(
	run: Run,
	delivered: OcrDocument,
	confirm: boolean,
): Promise<OcrDocument> {
	return isWhole(delivered) && !confirm ? delivered : await finished(run, delivered.id);
}

/** With an unknown word for its status what came may not be the last word. */
function isWhole({ phase, state, results, pageCount }: OcrDocument): boolean {
	return (
		phase === 'failed' ||
		(statusOf(state) === 'processed' && results !== null && results.length >= (pageCount ?? 1))
	);
}
