import { pastedSecret, withoutSecrets } from '../../../../nodes/shared/http/secrets.ts';

it.each([
	['7|abcdefgh', '7|abcdefgh'],
	[' 7|abcdefgh\n', '7|abcdefgh'],
	['Bearer 7|abcdefgh', '7|abcdefgh'],
	['"Authorization: Bearer 7|abcdefgh"', '7|abcdefgh'],
	["X-API-Key: 'ocr_abc'", 'ocr_abc'],
	['«Token ocr_abc»', 'ocr_abc'],
	['OCR_API_KEY=7|abcdefgh', '7|abcdefgh'],
	["export NATIF_KEY='nat-abc';", 'nat-abc'],
	['API key: ocr_abc.', 'ocr_abc'],
	['{"token": "7|abcdefgh", "name": "of the office in the second floor"}', '7|abcdefgh'],
	['-H "Authorization: Bearer 7|abcdefgh" \\', '7|abcdefgh'],
	["curl -H 'X-API-Key: ocr_abc' https://api.example.com", 'ocr_abc'],
	['(ocr_abc)', 'ocr_abc'],
	['abckey==', 'abckey=='],
	['7|tokenkey=ab', '7|tokenkey=ab'],
	['bearerabc', 'bearerabc'],
	['tokenabc', 'tokenabc'],
	[undefined, ''],
	[12345, '12345'],
])('%p is pasted for %p', (text, secret) => {
	expect(pastedSecret(text)).toBe(secret);
});

it.each([
	['as it is', 'key a/b"c|defg here'],
	['in JSON', JSON.stringify({ key: 'a/b"c|defg' })],
	['in JSON of PHP', '{"key":"a\\/b\\"c|defg"}'],
	['in an address', `https://x.test/?key=${encodeURIComponent('a/b"c|defg')}`],
])('a secret %s is taken out', (_case, text) => {
	const clean = withoutSecrets(text, ['a/b"c|defg']);
	expect(clean).toContain('***');
	expect(clean).not.toMatch(/c\|defg|c%7Cdefg/);
});

it.each(['2|abcdefghij', 'abcdefghij', '2&#124;abcdefghij', String.raw`2\u007cabcdefghij`])(
	'what is secret of a token is taken out of %s',
	(text) => {
		expect(withoutSecrets(`The token ${text}`, ['2|abcdefghij'])).not.toContain('abcdefghij');
	},
);

it('a short one is left, as it may stand in any text', () => {
	expect(withoutSecrets('A purchase succeeded', ['t', '', 'purch'])).toBe('A purchase succeeded');
});
