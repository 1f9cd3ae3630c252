import fc from 'fast-check';

import {
	fingerprintIn,
	fingerprintOf,
	withFingerprint,
	withoutFingerprint,
} from '../../../../nodes/shared/upload/fingerprint.ts';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_260_305), numRuns: 500 });

const sha256 = fc.string({
	unit: fc.constantFrom(...'0123456789abcdef'),
	minLength: 64,
	maxLength: 64,
});
const name = fc
	.tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom('.jpg', '.PDF', '.tar', ''))
	.map(([base, end]) => base + end);

it('comes off a name as it went on', () => {
	fc.assert(
		fc.property(name, sha256, (fileName, hash) => {
			const fingerprint = fingerprintOf(hash, ['transcribe']);
			const sent = withFingerprint(fileName, fingerprint);
			expect(fingerprintIn(sent)).toBe(fingerprint);
			expect(withoutFingerprint(sent)).toBe(fileName);
		}),
	);
});

it('has 16 digits of a-z and 2-7, and stands before the extension', () => {
	fc.assert(
		fc.property(sha256, (hash) => {
			expect(withFingerprint('letter.jpg', fingerprintOf(hash, null))).toMatch(
				/^letter-ocr[a-z2-7]{16}\.jpg$/,
			);
		}),
	);
});

it('is another one for other bytes, and for another result', () => {
	fc.assert(
		fc.property(sha256, sha256, fc.jsonValue(), fc.jsonValue(), (one, other, first, second) => {
			const isSame = one === other && JSON.stringify(first) === JSON.stringify(second);
			expect(fingerprintOf(one, first) === fingerprintOf(other, second)).toBe(isSame);
		}),
	);
});

it('is not seen in a name that only looks alike: one of 32 by chance', () => {
	const digits = fc.string({
		unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
		minLength: 16,
		maxLength: 16,
	});
	const names = fc.sample(digits, 3_200).map((chance) => `letter-ocr${chance}.jpg`);
	const taken = names.filter((fileName) => fingerprintIn(fileName) !== undefined);
	expect(taken.length).toBeLessThan(200);
	for (const fileName of names.filter((each) => !taken.includes(each)))
		expect(withoutFingerprint(fileName)).toBe(fileName);
});

it('is not seen where one of its digits was changed, but for one of 32 by chance', () => {
	const changed = Array.from({ length: 320 }, (_, index) => {
		const digits = fingerprintOf(`${index}`, null);
		return `letter-ocr${digits.startsWith('a') ? 'b' : 'a'}${digits.slice(1)}.jpg`;
	});
	const taken = changed.filter((fileName) => fingerprintIn(fileName) !== undefined);
	expect(taken.length).toBeLessThan(40);
});

it.each(['letter.jpg', 'letter-ocr.jpg', 'letter-ocrABCDEFGHIJKLMNOP.jpg', '-ocr.pdf', ''])(
	'leaves %p alone',
	(fileName) => {
		expect(withoutFingerprint(fileName)).toBe(fileName);
	},
);

it('leaves room for itself in a name that is as long as can be', () => {
	const sent = withFingerprint(`${'ä'.repeat(120)}.jpg`, fingerprintOf('00', null));
	expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(200);
	expect(sent).toMatch(/^ä+-ocr[a-z2-7]{16}\.jpg$/);
});
