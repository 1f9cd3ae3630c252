import type { INodeType } from 'n8n-workflow';

import { allNodes, choicesOf, fieldsOf } from './nodes.mts';

const fields = allNodes.flatMap(fieldsOf);
const texts = fields.filter(({ property }) => property.type !== 'notice');
const labels = texts.flatMap(({ node, property }) => [
	[node, property.displayName],
	...choicesOf(property).map(({ name }) => [node, name]),
]);
const actions = fields.flatMap(({ node, property }) =>
	choicesOf(property).flatMap(({ action }) => (action === undefined ? [] : [[node, action]])),
);

/** Words that are written with capitals everywhere. */
const NAMES = new Set(['HTML', 'OCR', 'PDF', 'PDFs']);

/** Numbers of things, which the label names; all others are amounts of a unit. */
const COUNTS = /^(Amount|Concurrency|Limit|Max Pages per .*|Only If Balance Below|Page Number)$/;

describe('labels', () => {
	test('are looked at in every node', () => {
		const nodes = new Set(labels.map(([node]) => node));
		expect([...nodes]).toEqual(allNodes.map(({ description }) => description.displayName));
		expect(actions.length).toBeGreaterThan(25);
	});

	test('have no articles', () => {
		const withArticle = [...labels, ...actions].filter(([, text = '']) =>
			/\b(a|an|the)\b/i.test(text),
		);
		// The item is n8n's, and "of Item" would read as the name of a column.
		expect(withArticle.filter(([, text]) => text !== 'Combine Files of an Item')).toEqual([]);
	});

	test('of actions are in sentence case', () => {
		const others = actions.filter(([, text = '']) => {
			const [first = '', ...rest] = text.split(' ');
			return (
				!/^[A-Z][a-z]+$/.test(first) ||
				rest.some((word) => word !== word.toLowerCase() && !NAMES.has(word))
			);
		});
		expect(others).toEqual([]);
	});

	test('of actions name one thing each', () => {
		const repeated = actions.filter(
			([node, text], index) =>
				actions.findIndex(([other, same]) => other === node && same === text) !== index,
		);
		expect(repeated).toEqual([]);
	});

	test('of amounts name their unit', () => {
		const without = fields.filter(
			({ property: { type, displayName } }) =>
				type === 'number' && !COUNTS.test(displayName) && !/ \([A-Z][a-z]+s\)$/.test(displayName),
		);
		expect(without.map(({ node, property }) => [node, property.displayName])).toEqual([]);
	});
});

/** The action that a node of the panel does first says what comes out. */
test.each(
	allNodes
		.filter(({ description }) => description.usableAsTool)
		.map((node): [string, INodeType] => [node.description.displayName, node]),
)('the action of %s that reads a document names the result', (_name, node) => {
	const operations = fieldsOf(node).filter(({ property }) => property.name === 'operation');
	const reading = operations
		.flatMap(({ property }) => choicesOf(property))
		.filter(({ value }) => ['upload', 'uploadBatch', 'process'].includes(String(value)));
	expect(reading.length).toBeGreaterThan(0);
	for (const { action } of reading) expect(action).toMatch(/ and get text$/);
});
