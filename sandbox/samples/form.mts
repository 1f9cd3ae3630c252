import { sheet } from './paper.mts';
import { Pen } from './pen.mts';
import type { Hand } from './pen.mts';
import { randomFrom } from './random.mts';
import type { Sample } from './sample.mts';

const title = 'Riverside Library';
const subtitle = 'Membership application';
const footer = 'Thank you for joining us';

const fields: ReadonlyArray<{ label: string; value: string }> = [
	{ label: 'First name', value: 'Marta' },
	{ label: 'Last name', value: 'Holloway' },
	{ label: 'Date of birth', value: '12 March 1987' },
	{ label: 'Street', value: '48 Mill Lane' },
	{ label: 'Town', value: 'Ashford' },
	{ label: 'Phone', value: '01632 960147' },
	{ label: 'Membership', value: 'Family' },
	{ label: 'Start date', value: '20 October 2024' },
];

/** A printed form, filled in by hand. */
export function drawForm(): Sample & { fields: typeof fields } {
	const random = randomFrom(8);
	const paper = sheet(1200, 1500, '#fbf9f4', random);
	const { context, width } = paper;
	const pen = new Pen(context, random);
	const print: Hand = { font: 'print', size: 34, ink: '#2c2f33', unrest: 0 };
	const hand: Hand = { font: 'handBold', size: 46, ink: '#1b2f6d', unrest: 1 };

	pen.writeCentred(title, width / 2, 170, { ...print, font: 'printBold', size: 60 });
	pen.writeCentred(subtitle, width / 2, 232, print);
	context.fillStyle = '#7d8a80';
	context.fillRect(100, 274, width - 200, 4);

	for (const [index, { label, value }] of fields.entries()) {
		const base = 390 + index * 118;
		pen.write(`${label}:`, 110, base, print);
		pen.write(value, 430 + random() * 12, base - 4, hand);
		context.strokeStyle = '#b9bfba';
		context.lineWidth = 2;
		context.setLineDash([2, 8]);
		context.beginPath();
		context.moveTo(410, base + 22);
		context.lineTo(width - 110, base + 22);
		context.stroke();
	}
	pen.writeCentred(footer, width / 2, 1410, { ...print, size: 28 });
	const lines = fields.map(({ label, value }) => `${label}: ${value}`);
	const text = [[title, subtitle], lines, [footer]].map((block) => block.join('\n')).join('\n\n');
	return { name: 'form', pages: [paper.canvas], text: [text], fields };
}
