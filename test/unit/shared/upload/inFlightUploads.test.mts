import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';

const HOUR = 3_600_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const at = (earliest: number, latest = earliest) => ({ earliest, latest });

it('a document fits an upload in whose time it may have been created', () => {
	const uploads = new InFlightUploads();
	const upload = uploads.start('scan.pdf');
	const start = upload.startedAt;
	expect(upload).toEqual({ key: 'scan.pdf', startedAt: Date.now(), latest: Infinity });
	expect(uploads.fits(upload, ['a'], at(start))).toBe(true);
	expect(uploads.fits(upload, ['a'], at(start - 1))).toBe(false);
	expect(uploads.fits(upload, ['a'], at(start - 1_000, start))).toBe(true);
	expect(uploads.fits(upload, ['a'], at(start + HOUR))).toBe(true);
	upload.latest = start + 500;
	expect(uploads.fits(upload, ['a'], at(start + 500, start + 900))).toBe(true);
	expect(uploads.fits(upload, ['a'], at(start + 501))).toBe(false);
});

it('a document that an upload has claimed, by any of its ids, fits no other one for an hour', () => {
	const uploads = new InFlightUploads();
	const [one, other] = [uploads.start('scan.pdf'), uploads.start('scan.pdf')];
	uploads.claim(one, 'a', 'b');
	const created = at(Date.now());
	expect(uploads.fits(other, ['a'], created)).toBe(false);
	expect(uploads.fits(other, ['c', 'b'], created)).toBe(false);
	expect(uploads.fits(other, ['c'], created)).toBe(true);
	jest.advanceTimersByTime(HOUR);
	expect(uploads.fits(other, ['a'], created)).toBe(true);
});

it('a document is disputed while another upload of its name could have created it', () => {
	const uploads = new InFlightUploads();
	const [own, other] = [uploads.start('scan.pdf'), uploads.start('scan.pdf')];
	const created = at(Date.now());
	expect(uploads.isDisputed(own, created)).toBe(true);
	expect(uploads.isDisputed(own, created, [own, other])).toBe(false);
	expect(uploads.isDisputed(uploads.start('photo.jpg'), created)).toBe(false);
	other.latest = Date.now() - 1;
	expect(uploads.isDisputed(own, created)).toBe(false);
});

it.each(['claim', 'drop'] as const)('an upload disputes nothing after %s', (end) => {
	const uploads = new InFlightUploads();
	const [own, other] = [uploads.start('scan.pdf'), uploads.start('scan.pdf')];
	uploads[end](other);
	expect(uploads.isDisputed(own, at(Date.now()))).toBe(false);
});

it('an upload of more than an hour ago disputes nothing once another one starts', () => {
	const uploads = new InFlightUploads();
	const old = uploads.start('scan.pdf');
	jest.advanceTimersByTime(HOUR);
	const created = at(old.startedAt, Date.now());
	expect(uploads.isDisputed(uploads.start('scan.pdf'), created)).toBe(true);
	jest.advanceTimersByTime(1);
	const own = uploads.start('scan.pdf');
	jest.advanceTimersByTime(HOUR);
	expect(uploads.isDisputed(uploads.start('scan.pdf'), at(old.startedAt))).toBe(false);
	expect(uploads.isDisputed(own, at(old.startedAt))).toBe(false);
});
