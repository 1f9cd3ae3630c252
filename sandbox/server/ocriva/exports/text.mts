import type { JsonValue } from '../../shared/json.mts';
import { asObject, piecesOf } from './content.mts';

/**
 * A result as plain text: its whole text where it has that, else everything, the cells of a table
 * parted by tabs.
 */
export function toText(result: JsonValue): string {
	const { text } = asObject(result);
	if (typeof text === 'string') return text;
	return piecesOf(result)
		.map((piece) =>
			'line' in piece ? piece.line : piece.grid.map((row) => row.join('\t')).join('\n'),
		)
		.join('\n');
}
