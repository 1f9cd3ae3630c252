import { jsonOf } from '../../../../nodes/shared/webhook/response.ts';

const told = { id: 'a', name: 'Müller' };
const json = JSON.stringify(told);
const form = (field: string) => new URLSearchParams({ [field]: json }).toString();

it.each([
	['JSON', json],
	['JSON with a byte order mark', `\uFEFF${json}`],
	['JSON that holds it as text', JSON.stringify(json)],
	['the field payload of a form', form('payload')],
])('a delivery may be %s', (_case, text) => {
	expect(jsonOf(Buffer.from(text))).toEqual(told);
});

it('a delivery may be in UTF-16', () => {
	expect(jsonOf(Buffer.from(`\uFEFF${json}`, 'utf16le'))).toEqual(told);
});

it.each([
	['another field of a form', form('data')],
	['a page', '<html>Not here</html>'],
	['JSON that is cut', json.slice(0, -2)],
	['a text in JSON that is none', JSON.stringify('Hello')],
])('there is none in %s', (_case, text) => {
	expect(jsonOf(Buffer.from(text)) ?? undefined).toBeUndefined();
});
