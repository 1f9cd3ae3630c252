import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { makePdf } from '../unit/shared/files/pdfMaker.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { uploadServices } from './uploadServices.mts';

const RUNS = 15 * Number(process.env.PROPERTY_RUNS ?? 1);
const SEED = Number(process.env.PROPERTY_SEED ?? 20_260_305);
const CAP = 20;

let engine: Engine;
let sandbox: TestSandbox;
let files: Buffer[];

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	files = Array.from({ length: 9 }, (_, index) =>
		makePdf({
			revisions: [{ pages: index + 1, children: 10, reference: 'table', packed: false }],
		}),
	);
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop()]);
});

const binaryItem = async (pages: number): Promise<INodeExecutionData> => ({
	json: { pages },
	binary: {
		data: await engine.binary(files[pages - 1] ?? Buffer.alloc(0), {
			fileName: `${pages}.pdf`,
			mimeType: 'application/pdf',
		}),
	},
});

const run = fc.record({
	pages: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
	/** Items at a time; undefined without a loop. */
	batchSize: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
	isTool: fc.boolean(),
	retryOnFail: fc.boolean(),
	combineFiles: fc.boolean(),
	/** The service's answer to some of the uploads. */
	fault: fc.option(
		fc.record({
			status: fc.constantFrom(422, 429, 500, 503),
			skip: fc.nat(5),
			times: fc.integer({ min: 1, max: 5 }),
		}),
		{ nil: undefined },
	),
});

describe.each(uploadServices)('%s', (_name, open) => {
	it('never sends a page more than "Max Pages per Execution"', async () => {
		await fc.assert(
			fc.asyncProperty(
				run,
				async ({ pages, batchSize, isTool, retryOnFail, combineFiles, fault }) => {
					const {
						type,
						credentials,
						upload: uploads,
						route,
						documents,
						addFault,
					} = await open(sandbox);
					if (fault) await addFault({ route, ...fault });
					const options = { maxPagesPerExecution: CAP, concurrency: 50, combineFiles };
					const upload = {
						name: 'Upload',
						type: isTool ? `${type}Tool` : type,
						parameters: {
							...uploads,
							inputSource: 'binary',
							inputDataFieldName: 'data',
							options,
						},
						...(!isTool && { onError: 'continueRegularOutput' as const }),
						retryOnFail,
						maxTries: 3,
						waitBetweenTries: 0,
					};
					const loop = {
						name: 'Loop',
						type: 'n8n-nodes-base.splitInBatches',
						typeVersion: 3,
						parameters: { batchSize: batchSize ?? 1 },
					};
					const to = (node: string) => ({ node, type: 'main' as const, index: 0 });
					await engine.run({
						...(batchSize === undefined
							? { nodes: [upload] }
							: {
									nodes: [{ name: 'Start', type: 'n8n-nodes-base.noOp' }, loop, upload],
									connections: {
										Start: { main: [[to('Loop')]] },
										Loop: { main: [[], [to('Upload')]] },
										Upload: { main: [[to('Loop')]] },
									},
								}),
						credentials,
						input: await Promise.all(pages.map(binaryItem)),
						clockSpeed: 50,
					});
					const sent = await documents();
					const total = sent.reduce(
						(sum, { fileName }) => sum + Number.parseInt(fileName ?? ''),
						0,
					);
					expect(total).toBeLessThanOrEqual(CAP);
					// What fits is sent, unless the service or another failure ended the run.
					if (!fault && !isTool && Math.min(...pages) <= CAP)
						expect(sent.length).toBeGreaterThan(0);
				},
			),
			{ numRuns: RUNS, seed: SEED },
		);
	});
});
