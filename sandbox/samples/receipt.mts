import { createCanvas } from '@napi-rs/canvas';
import { sheet } from './paper.mts';
import { Pen } from './pen.mts';
import type { Hand } from './pen.mts';
import { randomFrom } from './random.mts';
import type { Sample } from './sample.mts';

const name = 'The Corner Cafe';
const address = '12 Harbour Street';
const visit = 'Table 7, 20 October';

const items: ReadonlyArray<readonly [string, string]> = [
	['2 Cappuccino', '7.60'],
	['3 Green tea', '9.60'],
	['2 Apple cake', '9.00'],
	['2 Cheese toast', '12.00'],
];
const total: readonly [string, string] = ['Total', '38.20'];
const thanks = 'Thank you!';

/** A slip from a waiter's pad, photographed on a light table. */
export function drawReceipt(): Sample {
	const random = randomFrom(5);
	const slip = sheet(760, 1180, '#fdfbf3', random);
	const { context, width, height } = slip;
	const pen = new Pen(context, random);
	const print: Hand = { font: 'print', size: 30, ink: '#3b3a38', unrest: 0 };
	const hand: Hand = { font: 'handBold', size: 44, ink: '#22252b', unrest: 1 };

	pen.writeCentred(name, width / 2, 120, { ...print, font: 'printBold', size: 54 });
	pen.writeCentred(address, width / 2, 172, print);
	pen.write(visit, 80, 280, hand);
	context.fillStyle = '#b9b4a6';
	context.fillRect(70, 318, width - 140, 2);
	const right = width - 84;
	for (const [row, [item, price]] of items.entries()) {
		const base = 404 + row * 96;
		pen.write(item, 80, base, hand);
		pen.writeRight(price, right + random() * 6, base, hand);
	}
	pen.stroke(74, 762, width - 74, 758, '#4a4d52', 3);
	pen.write(total[0], 80, 850, { ...hand, size: 52 });
	pen.writeRight(total[1], right, 850, { ...hand, size: 52 });
	pen.writeCentred(thanks, width / 2, 1020, { ...hand, font: 'script', size: 84, ink: '#2f4f8f' });

	const table = createCanvas(1000, 1400);
	const photo = table.getContext('2d');
	const wood = photo.createLinearGradient(0, 0, 1000, 1400);
	wood.addColorStop(0, '#e9dcc6');
	wood.addColorStop(1, '#cdb896');
	photo.fillStyle = wood;
	photo.fillRect(0, 0, 1000, 1400);
	for (let grain = 0; grain < 90; grain++) {
		const x = 500 + random() * 520;
		photo.strokeStyle = `rgba(122, 88, 48, ${0.05 + Math.abs(random()) * 0.06})`;
		photo.lineWidth = 1 + Math.abs(random()) * 3;
		photo.beginPath();
		photo.moveTo(x, -10);
		photo.bezierCurveTo(x + random() * 26, 450, x + random() * 26, 950, x + random() * 20, 1410);
		photo.stroke();
	}
	photo.translate(500, 700);
	photo.rotate(0.012);
	photo.shadowColor = 'rgba(60, 40, 15, 0.45)';
	photo.shadowBlur = 34;
	photo.shadowOffsetX = 10;
	photo.shadowOffsetY = 14;
	photo.drawImage(slip.canvas, -width / 2, -height / 2);

	const lines = [...items, total].map((cells) => cells.join(' '));
	const text = [
		`${name}\n${address}`,
		visit,
		lines.slice(0, -1).join('\n'),
		lines.at(-1),
		thanks,
	].join('\n\n');
	return { name: 'receipt', pages: [table], text: [text] };
}
