import '../../../support/seed.mts';

import fc from 'fast-check';

import { pagesOf } from './bytes.mts';
import { mutations } from './mutations.mts';
import { makePdf, type Revision } from './pdfMaker.mts';
import { pagesOfPdfium } from './pdfium.mts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1);
const revision = {
	pages: fc.integer({ min: 1, max: 40 }),
	children: fc.integer({ min: 2, max: 12 }),
	reference: fc.constantFrom('table', 'stream', 'hybrid'),
	packed: fc.boolean(),
};
const revisions = (one: fc.Arbitrary<Revision>) => fc.array(one, { minLength: 1, maxLength: 4 });
const shape = {
	revisions: revisions(fc.record(revision)),
	front: fc.constantFrom('', 'HTTP/1.1 200 OK\r\n\r\n'),
	lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
	filtered: fc.boolean(),
	content: fc.constantFrom(
		'BT ET',
		'stream of words, obj and endobj, xref, trailer <<',
		'7 0 obj << /Type /Pages /Kids [] /Count 99 >> endobj',
	),
	lengthApart: fc.boolean(),
};
/** Also with page trees that are against the rules. */
const anyFile = fc.record({
	...shape,
	revisions: revisions(fc.record({ ...revision, silent: fc.boolean() })),
});
const pieceSize = fc.constantFrom(64 * 1024, 1000, 61);

it('counts each well-formed PDF as PDFium does, however it is cut into pieces', async () => {
	await fc.assert(
		fc.asyncProperty(fc.record(shape), pieceSize, async (file, size) => {
			const bytes = makePdf(file);
			const pages = file.revisions.at(-1)?.pages;
			expect(await pagesOfPdfium(bytes)).toBe(pages);
			expect(await pagesOf(bytes, size)).toBe(pages);
		}),
		{ numRuns: 300 * RUNS },
	);
});

it('finds at least the pages that PDFium finds in a damaged PDF, or says that it cannot tell', async () => {
	const others = fc.sample(anyFile, { numRuns: 20, seed: 1 }).map(makePdf);
	await fc.assert(
		fc.asyncProperty(anyFile, mutations(others), pieceSize, async (file, changes, size) => {
			const damaged = changes.reduce((old, change) => change(old), makePdf(file));
			const judged = await pagesOfPdfium(damaged);
			const counted = await pagesOf(damaged, size);
			if (counted !== null) expect(counted).toBeGreaterThanOrEqual(judged ?? 1);
		}),
		{ numRuns: 2000 * RUNS },
	);
});
