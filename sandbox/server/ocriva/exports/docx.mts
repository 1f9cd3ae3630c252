import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import type { JsonValue } from '../../shared/json.mts';
import { piecesOf, type Piece } from './content.mts';

/** A result as a Word file. */
export async function toDocx(result: JsonValue, title: string): Promise<Buffer> {
	return Packer.toBuffer(
		new Document({ title, sections: [{ children: piecesOf(result).flatMap(blocks) }] }),
	);
}

function blocks(piece: Piece): Array<Paragraph | Table> {
	if ('line' in piece) return [new Paragraph({ text: piece.line })];
	const rows = piece.grid.map(
		(cells) =>
			new TableRow({
				children: cells.map((text) => new TableCell({ children: [new Paragraph({ text })] })),
			}),
	);
	return [
		new Paragraph({ text: piece.title, heading: HeadingLevel.HEADING_2 }),
		new Table({ rows }),
	];
}
