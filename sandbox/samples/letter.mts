import type { Sample } from './sample.mts';
import { rule, sheet } from './paper.mts';
import { Pen } from './pen.mts';
import type { Hand } from './pen.mts';
import { randomFrom } from './random.mts';

const date = '14 September';

const paragraphs = [
	['Dear Rosa,'],
	[
		'Thank you for the wonderful weekend at the lake. The children',
		'still talk about the blue boat, and Tom asks every morning when',
		'the ducklings will be old enough to swim across to our side.',
	],
	[
		'We came home on Sunday with three baskets of apples, so the',
		'kitchen smells of cinnamon and I have run out of jars. If you can',
		'spare a few, please bring them on Saturday. Lunch is at one,',
		'under the old pear tree if the weather is kind.',
	],
	[
		'I found the photograph of Grandmother that you asked about.',
		'She is standing by the bakery in a white hat, laughing at',
		'somebody we cannot see. I will make a copy for you.',
	],
	['Give my love to everybody at home.'],
];

const closing = ['With all good wishes,', 'Helen'];

/** A letter on ruled cream paper in blue ink. */
export function drawLetter(): Sample {
	const random = randomFrom(14);
	const paper = sheet(1230, 1640, '#f8f2e2', random);
	const distance = 64;
	rule(paper, 168, distance, '#d5dce6');
	paper.context.fillStyle = '#e39a92';
	paper.context.fillRect(112, 0, 3, paper.height);

	const pen = new Pen(paper.context, random);
	const hand: Hand = { font: 'hand', size: 39.5, ink: '#1b2f6d', unrest: 1 };
	const left = 140;
	const base = (line: number) => 168 + line * distance - 8;
	pen.writeRight(date, 1140, base(0), hand);
	let line = 1;
	for (const paragraph of paragraphs) {
		for (const text of paragraph) pen.write(text, left, base(line++), hand);
		line += 1;
	}
	pen.write(closing[0] ?? '', 640, base(line), hand);
	pen.write(closing[1] ?? '', 720, base(line + 1.25), { ...hand, font: 'script', size: 76 });
	const text = [[date], ...paragraphs, closing].map((lines) => lines.join('\n')).join('\n\n');
	return { name: 'letter', pages: [paper.canvas], text: [text] };
}
