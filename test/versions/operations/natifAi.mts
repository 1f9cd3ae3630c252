import { sandboxClient, type SandboxAccount, type Services } from '../../../sandbox/client.mts';
import { newNatifAiCredential, sharedSandbox } from '../../support/e2e/shared.mts';
import {
	byId,
	JPEG,
	PDF,
	type Expectation,
	type OperationCase,
	type ServiceCases,
} from './types.mts';

type Account = SandboxAccount<Services['natifAi']>;

/** Workflows of the sandbox: one that splits, and one that extracts. */
const SPLITTING = 'generic_splitting';
const EXTRACTING = '7f0c2d5e-3b1a-4c6d-8e9f-0a1b2c3d4e5f';

/** An operation on the result of a processing of two pages. */
function onResult(
	operation: string,
	workflow: string,
	expected: (id: string) => Expectation,
): OperationCase<Account> {
	return {
		resource: 'result',
		operation,
		prepare: async ({ token }) => {
			const [processing] = await sandboxClient(sharedSandbox().url, 'natifAi').seedDocuments(
				token,
				[{ fileName: 'stack.pdf', workflow, pageCount: 2 }],
			);
			const processingId = processing?.id ?? '';
			const { parameters, ...rest } = expected(processingId);
			return { parameters: { processingId, ...parameters }, ...rest };
		},
	};
}

const pdf = { mimeType: 'application/pdf', content: PDF };
const jpeg = { mimeType: 'image/jpeg', content: JPEG };

export const natifAi: ServiceCases<Account> = {
	type: 'natifAi',
	openAccount: newNatifAiCredential,
	cases: [
		{
			resource: 'document',
			operation: 'process',
			takesFile: true,
			prepare: () => ({
				parameters: { inputSource: 'binary', workflow: byId(EXTRACTING) },
				items: [
					expect.objectContaining({
						service: 'Natif.ai',
						fileName: 'letter.png',
						text: expect.stringContaining('text of letter.png, page 1'),
						fields: expect.objectContaining({ file: 'letter.png' }),
					}),
				],
			}),
		},
		onResult('get', EXTRACTING, (id) => ({
			items: [
				expect.objectContaining({ id, text: expect.stringContaining('text of stack.pdf, page 2') }),
			],
		})),
		onResult('getOcr', EXTRACTING, () => ({ items: [expect.objectContaining({})] })),
		onResult('getHocr', EXTRACTING, (id) => ({
			items: [{ id, hocr: expect.stringContaining('ocr_page') }],
		})),
		onResult('getExtractions', EXTRACTING, () => ({ items: [expect.objectContaining({})] })),
		onResult('getPageImages', EXTRACTING, () => ({
			items: [1, 2].map((pageNumber) => expect.objectContaining({ pageNumber })),
		})),
		onResult('getDocumentSplitting', SPLITTING, () => ({ items: [expect.objectContaining({})] })),
		onResult('getSubPdfs', SPLITTING, () => ({
			items: [expect.objectContaining({ subPdf: 0 })],
		})),
		onResult('downloadPageImage', EXTRACTING, (id) => ({
			parameters: { pageNumber: 2 },
			items: [{ id, pageNumber: 2 }],
			file: jpeg,
		})),
		onResult('downloadThumbnail', EXTRACTING, (id) => ({
			items: [expect.objectContaining({ id })],
			file: jpeg,
		})),
		onResult('downloadPdf', EXTRACTING, (id) => ({
			items: [expect.objectContaining({ id })],
			file: pdf,
		})),
		onResult('downloadSubPdf', SPLITTING, (id) => ({
			parameters: { subPdf: '0' },
			items: [expect.objectContaining({ id, subPdf: 0 })],
			file: pdf,
		})),
		{
			resource: 'workflow',
			operation: 'getAll',
			prepare: () => ({ parameters: { limit: 1 }, items: [expect.objectContaining({})] }),
		},
		{
			resource: 'workflow',
			operation: 'getUsage',
			prepare: () => ({
				parameters: {
					workflow: byId(EXTRACTING),
					interval: 'daily',
					start: '2026-01-05T12:00:00Z',
					end: '2026-01-06T12:00:00Z',
				},
				items: [expect.objectContaining({}), expect.objectContaining({})],
			}),
		},
	],
};
