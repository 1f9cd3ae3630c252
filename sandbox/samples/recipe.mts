import { rule, sheet } from './paper.mts';
import { Pen } from './pen.mts';
import type { Hand } from './pen.mts';
import { randomFrom } from './random.mts';
import type { Sample } from './sample.mts';

const pages = [
	{
		title: 'Plum cake',
		paragraphs: [
			['From Aunt Clara, for one large tin'],
			[
				'a kilo of ripe plums',
				'300 grams of flour',
				'200 grams of butter',
				'120 grams of sugar',
				'3 eggs from the farm',
				'a little milk and a pinch of salt',
				'cinnamon and brown sugar for the top',
			],
			['Take the butter out of the cold', 'an hour before you begin.'],
		],
	},
	{
		title: 'How to make it',
		paragraphs: [
			['Stir the butter and the sugar until they', 'are pale, then add the eggs one by one.'],
			['Fold in the flour and the salt, and as', 'much milk as the dough will take.'],
			['Halve the plums and set them close', 'together, with the cut side up.'],
			['Bake for 40 minutes, until the kitchen', 'smells so good that everybody comes in.'],
			['Sprinkle with cinnamon while it is warm.'],
		],
	},
];

/** A recipe on two ruled pages of a kitchen notebook, for a PDF. */
export function drawRecipe(): Sample {
	const random = randomFrom(3);
	const distance = 62;
	const canvases = pages.map(({ title, paragraphs }) => {
		const paper = sheet(1000, 1414, '#fbf5e3', random);
		rule(paper, 236, distance, '#dfe0d8');
		const pen = new Pen(paper.context, random);
		const hand: Hand = { font: 'handBold', size: 43, ink: '#3a2b24', unrest: 1 };
		pen.write(title, 100, 168, { ...hand, size: 66, ink: '#7b2338', unrest: 0.7 });
		pen.stroke(98, 190, 130 + pen.width(title, { ...hand, size: 66 }), 186, '#7b2338', 3);
		let line = 1;
		for (const lines of paragraphs) {
			for (const text of lines) pen.write(text, 100, 236 + line++ * distance - 8, hand);
			line += 1;
		}
		return paper.canvas;
	});
	const text = pages.map(({ title, paragraphs }) =>
		[[title], ...paragraphs].map((lines) => lines.join('\n')).join('\n\n'),
	);
	return { name: 'two-pages', pages: canvases, text };
}
