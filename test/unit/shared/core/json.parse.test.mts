import { parseJson } from '../../../../nodes/shared/core/json.ts';

const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

it('reads JSON behind a byte order mark', () => {
	expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
});

it.each(['', 'nothing', '{"a":', '[1,]'])('gives nothing for %j', (text) => {
	expect(parseJson(text)).toBeUndefined();
});

it.each([
	['lists', lists],
	['objects', objects],
])('%s in one another are read as deep as a document has them', (_case, made) => {
	expect(parseJson(made(300))).toBeDefined();
	expect(parseJson(made(501))).toBeUndefined();
	expect(parseJson(made(9_999))).toBeUndefined();
});

it('many lists beside one another are not deep, nor are brackets in a text', () => {
	expect(parseJson(`[${'[],'.repeat(2_000)}[]]`)).toHaveLength(2_001);
	expect(parseJson(JSON.stringify('[{'.repeat(2_000)))).toHaveLength(4_000);
});
