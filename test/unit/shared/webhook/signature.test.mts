import { createHmac } from 'node:crypto';
import { isSigned } from '../../../../nodes/shared/webhook/signature.ts';

const body = Buffer.from(
	String.raw`{"id":"Tst0Doc123","file_name":"caf\u00e9.pdf","status":"processed","results":[{"page_number":1,"transcript":"a\/b"}]}`,
);
const hex = '36c0345d4742a32e63ad9bf6deb68e2f9d6f4b4ac8a4a7c662bc569341b862fa';
const secret = 'test-secret';

it('takes the known test vector, and not the body written again', () => {
	expect(body).toHaveLength(118);
	expect(isSigned(body, `sha256=${hex}`, secret)).toBe(true);
	const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
	expect(rewritten).toHaveLength(113);
	expect(isSigned(rewritten, `sha256=${hex}`, secret)).toBe(false);
	expect(
		isSigned(
			rewritten,
			'sha256=bfa6158144aa461950d410244c6588c16d26340daaf7df9b7fa6fa94472680ba',
			secret,
		),
	).toBe(true);
});

it.each([
	hex,
	hex.toUpperCase(),
	`sha256=${hex}`,
	`SHA256=${hex.toUpperCase()}`,
	` sha256=${hex} `,
])('takes %j', (header) => {
	expect(isSigned(body, header, secret)).toBe(true);
});

it.each([
	undefined,
	null,
	'',
	'sha256=',
	hex.slice(0, 63),
	`${hex}0`,
	`sha256=${hex}00`,
	`sha1=${hex}`,
	`sha256=sha256=${hex}`,
	`sha256=${hex}, sha256=${hex}`,
	`sha256=${hex}\n${hex}`,
	`sha256=${Buffer.from(hex, 'hex').toString('base64')}`,
	[`sha256=${hex}`],
	{ toString: () => `sha256=${hex}` },
	hex.replace('3', '4'),
	'0'.repeat(64),
	'g'.repeat(64),
])('refuses %j', (header) => {
	expect(isSigned(body, header, secret)).toBe(false);
});

it('refuses another secret, and everything without a secret', () => {
	expect(isSigned(body, `sha256=${hex}`, 'Test-secret')).toBe(false);
	expect(isSigned(body, createHmac('sha256', '').update(body).digest('hex'), '')).toBe(false);
});

it('reads the secret as UTF-8 and any bytes as they are', () => {
	const bytes = Buffer.from([0, 255, 128, 10]);
	const signature = createHmac('sha256', Buffer.from('schlüssel ✓', 'utf8'))
		.update(bytes)
		.digest('hex');
	expect(isSigned(bytes, signature, 'schlüssel ✓')).toBe(true);
	expect(isSigned(new Uint8Array(bytes), signature, 'schlüssel ✓')).toBe(true);
});
