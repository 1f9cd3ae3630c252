import fc from 'fast-check';
import { readDocument, readListPage } from '../../../../nodes/HandwritingOcr/api/parse.ts';
import '../../../support/seed.mts';

describe('a document', () => {
	it('of v3', () => {
		const raw = {
			id: 'aB3dE6gH9j',
			file_name: 'letter.pdf',
			action: 'transcribe',
			page_count: 24,
			status: 'processed',
			results: [{ page_number: 1, transcript: 'text' }],
			thumbnails: [
				{ page_number: 1, url: 'https://x/1.jpg' },
				{ url: 'https://x/2.jpg' },
				{ page_number: 3 },
			],
			automatically_deleted_at: '2025-03-05 19:47:44',
			created_at: '2025-02-19T19:47:44.000000Z',
			updated_at: '2025-02-21T03:05:42.000000Z',
		};
		expect(readDocument(raw)).toEqual({
			id: 'aB3dE6gH9j',
			fileName: 'letter.pdf',
			action: 'transcribe',
			status: 'processed',
			state: 'processed',
			phase: 'done',
			pageCount: 24,
			results: raw.results,
			thumbnails: [
				{ pageNumber: 1, url: 'https://x/1.jpg' },
				{ pageNumber: 2, url: 'https://x/2.jpg' },
			],
			failure: null,
			createdAt: '2025-02-19T19:47:44.000000Z',
			updatedAt: '2025-02-21T03:05:42.000000Z',
			deletesAt: '2025-03-05 19:47:44',
			raw,
		});
	});

	it('of a v2 list', () => {
		const raw = {
			document_id: 'xyz789',
			original_file_name: 'report.pdf',
			status: 'queued',
			action: 'tables',
			page_count: null,
		};
		expect(readDocument(raw)).toMatchObject({
			id: 'xyz789',
			fileName: 'report.pdf',
			status: 'queued',
			phase: 'pending',
			action: 'tables',
			pageCount: null,
			results: null,
			thumbnails: [],
		});
	});

	it.each([
		['queued', 'queued', 'pending'],
		['processing', 'processing', 'pending'],
		['new', 'queued', 'pending'],
		['rotating', 'processing', 'pending'],
		['processed', 'processed', 'done'],
		['failed', 'failed', 'failed'],
		['rejected', 'failed', 'failed'],
		['cancelled', 'failed', 'failed'],
	])('in state "%s" is %s, %s', (state, status, phase) => {
		expect(readDocument({ id: 'a', status: state })).toMatchObject({ state, status, phase });
	});

	it('with results and no status is done, with nothing at all it is pending', () => {
		expect(readDocument({ results: [] })).toMatchObject({
			status: 'processed',
			phase: 'done',
			results: [],
		});
		expect(readDocument(null, 'asked')).toMatchObject({
			id: 'asked',
			status: 'processing',
			phase: 'pending',
		});
	});

	it.each([
		[{ status: 'failed', error: 'Blank' }, 'Blank'],
		[{ status: 'failed', failure_reason: 'Blank' }, 'Blank'],
		[{ status: 'failed', message: 'Blank' }, 'Blank'],
		[{ status: 'processing', message: 'Wait a moment' }, null],
		[{ status: 'failed' }, null],
	])('%j failed because of %j', (raw, failure) => {
		expect(readDocument(raw).failure).toBe(failure);
	});

	it('of an unknown action keeps it in its raw form', () => {
		expect(readDocument({ action: 'translate' })).toMatchObject({
			action: null,
			raw: { action: 'translate' },
		});
	});

	it('can be read out of any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const { id, status, thumbnails } = readDocument(
					{ id: value, status: value, results: value, thumbnails: value, file_name: value },
					'x',
				);
				expect([typeof id, typeof status, Array.isArray(thumbnails)]).toEqual([
					'string',
					'string',
					true,
				]);
				readDocument(value);
			}),
		);
	});
});

describe('a page of the list', () => {
	it.each([
		[
			'v3',
			{ documents: [{ id: 'a' }], per_page: 50, next_page_url: 'https://x?page=2' },
			{ perPage: 50, hasNext: true },
		],
		[
			'v2',
			{ data: [{ document_id: 'a' }], per_page: '50', next_page_url: null },
			{ perPage: 50, hasNext: false },
		],
		['a filtered list of PHP', { documents: { 3: { id: 'a' } }, total: 1 }, { hasNext: false }],
		['a page below its size', { documents: [{ id: 'a' }], next_page_url: 'x' }, { hasNext: true }],
		['a count', { documents: [{ id: 'a' }], total: 120 }, { hasNext: true }],
		[
			'a count and no next',
			{ data: [{ id: 'a' }], total: 51, next_page_url: null },
			{ hasNext: true },
		],
		['a size', { documents: [{ id: 'a' }], per_page: 50 }, { hasNext: false }],
		['nothing else', { documents: [{ id: 'a' }] }, { hasNext: true }],
	])('of %s', (_case, page, expected) => {
		expect(readListPage(page, 1, 50)).toMatchObject({ documents: [{ id: 'a' }], ...expected });
	});

	it.each([[null], ['text'], [{}], [{ documents: 'none' }]])('%j holds no documents', (page) => {
		expect(readListPage(page, 1, 50).documents).toEqual([]);
	});
});
