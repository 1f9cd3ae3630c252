import type { JsonValue } from '../../shared/json.mts';
import { piecesOf, type Piece } from './content.mts';

/** A result as a web page. */
export function toHtml(result: JsonValue, title: string): string {
	const body = piecesOf(result).map(markup).join('\n');
	return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>\n${body}\n</body></html>\n`;
}

/** Text that means itself in HTML and XML; what XML does not allow at all is left out. */
export function escaped(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
	};
	return text
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
		.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

function markup(piece: Piece): string {
	if ('line' in piece) return `<p>${escaped(piece.line)}</p>`;
	const [header = [], ...rows] = piece.grid;
	const row = (cells: string[], tag: string): string =>
		`<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
	return `<h2>${escaped(piece.title)}</h2>\n<table>${row(header, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
}
