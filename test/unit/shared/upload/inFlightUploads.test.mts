import '../../../support/seed.mts';

import fc from 'fast-check';

import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';

const NOW = Date.UTC(2026, 2, 5, 14, 49);
const HOUR = 3_600_000;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** A document that was created at a moment, told exactly. */
const at = (moment: number) => ({ earliest: moment, latest: moment });

/** An upload that began now and whose document was created within ten seconds, if at all. */
function lost(registry: InFlightUploads, key: string) {
	const upload = registry.start(key);
	upload.latest = NOW + 10_000;
	return upload;
}

it('an upload begins now, and has no end while it is under way', () => {
	expect(new InFlightUploads().start('letter.pdf')).toEqual({
		key: 'letter.pdf',
		startedAt: NOW,
		latest: Infinity,
	});
});

describe('a document fits an upload', () => {
	it.each([
		['created as it began', at(NOW), true],
		['created at its end', at(NOW + 10_000), true],
		['created before', at(NOW - 1), false],
		['created after', at(NOW + 10_001), false],
		['created before or as it began', { earliest: NOW - 5_000, latest: NOW }, true],
		['created at its end or after', { earliest: NOW + 10_000, latest: NOW + 15_000 }, true],
		['created before for sure', { earliest: NOW - 5_000, latest: NOW - 1 }, false],
		['created after for sure', { earliest: NOW + 10_001, latest: NOW + 15_000 }, false],
	])('%s: %p is %p', (_, created, fits) => {
		const registry = new InFlightUploads();
		expect(registry.fits(lost(registry, 'letter.pdf'), ['doc1'], created)).toBe(fits);
	});

	it('whenever it was created in its time, however vaguely that is told', () => {
		const vague = fc.record({
			moment: fc.integer({ min: NOW, max: NOW + 10_000 }),
			before: fc.nat(HOUR),
			after: fc.nat(HOUR),
		});
		fc.assert(
			fc.property(vague, ({ moment, before, after }) => {
				const registry = new InFlightUploads();
				const created = { earliest: moment - before, latest: moment + after };
				expect(registry.fits(lost(registry, 'letter.pdf'), ['doc1'], created)).toBe(true);
			}),
		);
	});

	it('unless it is known to be of another one, by any of its ids', () => {
		const registry = new InFlightUploads();
		const upload = lost(registry, 'letter.pdf');
		registry.claim(registry.start('letter.pdf'), 'doc1', 'batch1/1');
		expect(registry.fits(upload, ['doc1'], at(NOW))).toBe(false);
		expect(registry.fits(upload, ['doc2', 'batch1/1'], at(NOW))).toBe(false);
		expect(registry.fits(upload, ['doc2', 'batch1/2'], at(NOW))).toBe(true);
	});

	it('again an hour after another one has claimed it', () => {
		const registry = new InFlightUploads();
		const upload = registry.start('letter.pdf');
		registry.claim(registry.start('letter.pdf'), 'doc1');
		jest.advanceTimersByTime(HOUR - 1);
		expect(registry.fits(upload, ['doc1'], at(NOW))).toBe(false);
		jest.advanceTimersByTime(1);
		expect(registry.fits(upload, ['doc1'], at(NOW))).toBe(true);
	});
});

describe('a document could be of another upload too', () => {
	const scan = { key: 'scan.pdf', created: at(NOW) };

	it.each([
		['of the same key', 'letter.pdf', true],
		['of the name that the service lists', 'Scan.pdf', true],
		['of another name', 'form.pdf', false],
	])('%s', (_, key, isDisputed) => {
		const registry = new InFlightUploads();
		const upload = registry.start('letter.pdf');
		lost(registry, key);
		expect(registry.isDisputed(upload, scan)).toBe(isDisputed);
	});

	it.each([
		['created before it', at(NOW - 1), false],
		['created in its time', at(NOW + 10_000), true],
		['created after it', at(NOW + 10_001), false],
	])('%s', (_, created, isDisputed) => {
		const registry = new InFlightUploads();
		const upload = registry.start('scan.pdf');
		lost(registry, 'scan.pdf');
		expect(registry.isDisputed(upload, { key: 'scan.pdf', created })).toBe(isDisputed);
	});

	it('not of itself, nor of those of its own request', () => {
		const registry = new InFlightUploads();
		const [first, second] = [lost(registry, 'scan.pdf'), lost(registry, 'scan.pdf')];
		expect(registry.isDisputed(first, scan)).toBe(true);
		expect(registry.isDisputed(first, scan, [first, second])).toBe(false);
		registry.drop(second);
		expect(registry.isDisputed(first, scan)).toBe(false);
	});

	it.each([
		['has its document', (registry: InFlightUploads) => registry.claim(lost(registry, 'scan.pdf'))],
		['has none', (registry: InFlightUploads) => registry.drop(lost(registry, 'scan.pdf'))],
	])('not of one that %s', (_, end) => {
		const registry = new InFlightUploads();
		const upload = registry.start('scan.pdf');
		end(registry);
		expect(registry.isDisputed(upload, scan)).toBe(false);
	});

	it('for an hour, until another one begins', () => {
		const registry = new InFlightUploads();
		registry.start('scan.pdf');
		jest.advanceTimersByTime(HOUR);
		const later = { key: 'scan.pdf', created: at(NOW + HOUR) };
		const upload = registry.start('scan.pdf');
		expect(registry.isDisputed(upload, later)).toBe(true);
		jest.advanceTimersByTime(1);
		registry.drop(registry.start('another.pdf'));
		expect(registry.isDisputed(upload, later)).toBe(false);
	});
});
