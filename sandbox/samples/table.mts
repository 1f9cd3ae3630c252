import { sheet, squares } from './paper.mts';
import { Pen } from './pen.mts';
import type { Hand } from './pen.mts';
import { randomFrom } from './random.mts';
import type { Sample } from './sample.mts';

const title = 'Market stall, Saturday';

const rows: ReadonlyArray<readonly string[]> = [
	['Item', 'Boxes', 'Price', 'Sold to'],
	['Apples', '12', '4.20', 'Green Bakery'],
	['Pears', '10', '6.20', 'Mill House'],
	['Plums', '14', '3.60', 'Hotel Garden'],
	['Carrots', '20', '2.60', 'School kitchen'],
	['Potatoes', '27', '6.00', 'Mr Walker'],
	['Honey', '6', '7.20', 'Anna Reed'],
];

/** A table drawn with a pencil and filled in with a pen, on squared paper. */
export function drawTable(): Sample & { rows: typeof rows } {
	const random = randomFrom(21);
	const paper = sheet(1440, 1080, '#f9f6ec', random);
	squares(paper, 36, '#e3e6e6');
	const pen = new Pen(paper.context, random);
	const hand: Hand = { font: 'handBold', size: 46, ink: '#1b2f6d', unrest: 1 };
	const columns = [108, 468, 720, 972, 1332];
	const top = 216;
	const height = 108;
	const right = columns[columns.length - 1] ?? 0;

	pen.write(title, 120, 150, { ...hand, size: 56, font: 'handBold' });
	const pencil = '#9b9ea3';
	for (let line = 0; line <= rows.length; line++) {
		pen.stroke(
			columns[0] ?? 0,
			top + line * height,
			right,
			top + line * height,
			pencil,
			line === 1 ? 4.5 : 2.5,
		);
	}
	for (const x of columns) pen.stroke(x, top, x, top + rows.length * height, pencil, 2.5);
	for (const [row, cells] of rows.entries()) {
		const base = top + row * height + 70;
		for (const [column, cell] of cells.entries()) {
			pen.write(
				cell,
				(columns[column] ?? 0) + 36 + random() * 8,
				base,
				row === 0 ? { ...hand, font: 'handBold' } : hand,
			);
		}
	}
	const text = [title, rows.map((cells) => cells.join(' ')).join('\n')].join('\n\n');
	return { name: 'table', pages: [paper.canvas], text: [text], rows };
}
