import { allNodes, choicesOf, fieldsOf } from './nodes.mts';

const fields = allNodes.flatMap(fieldsOf);

/** n8n 2.40 refuses to load a node whose choice of the operation has a hint. */
test('no choice of a resource, an operation or a mode has a hint', () => {
	const choices = fields.filter(({ property: { name } }) =>
		['resource', 'operation', 'mode'].includes(name),
	);
	expect(choices.length).toBeGreaterThan(5);
	for (const { property } of choices) expect(property).not.toHaveProperty('builderHint');
});

test.each(allNodes.map(({ description }) => [description.displayName, description] as const))(
	'%s says to a builder of workflows what to do with it',
	(_name, { builderHint }) => {
		expect(builderHint?.searchHint).toMatch(/\.$/);
		expect(builderHint?.relatedNodes).not.toEqual([]);
	},
);

test.each(['inputDataFieldName', 'documentUrl', 'output', 'waitForCompletion'])(
	'%s has a hint in every node that has it',
	(name) => {
		const same = fields.filter(
			({ property }) =>
				property.name === name && property.displayOptions?.show?.resource?.[0] === 'document',
		);
		expect(new Set(same.map(({ node }) => node)).size).toBe(3);
		for (const { property } of same)
			expect(property.builderHint?.propertyHint).toEqual(expect.any(String));
	},
);

test('what costs money or needs the user says so', () => {
	const hintOf = (name: string) =>
		fields.find(({ property }) => property.name === name)?.property.builderHint?.propertyHint;
	expect(hintOf('amount')).toMatch(/Spends money/);
	const read = fields.find(({ property }) => property.displayName === 'What to Read')?.property;
	const extractor = read && choicesOf(read).find(({ value }) => value === 'extractor');
	expect(extractor?.builderHint?.propertyHint).toMatch(/only the user can give/);
});
