import type { SandboxAccount } from '../../../sandbox/client.mts';
import { newCredential, sharedSandbox } from '../../support/e2e/shared.mts';
import { byId, JPEG, type ServiceCases } from './types.mts';

async function seed(token: string, ...fileNames: string[]): Promise<string[]> {
	const documents = await sharedSandbox().seedDocuments(
		token,
		fileNames.map((fileName) => ({ fileName })),
	);
	return documents.map(({ id }) => id);
}

/** A seeded document, picked by its id. */
async function picked(token: string, fileName: string) {
	const [id = ''] = await seed(token, fileName);
	return { id, documentId: byId(id) };
}

const read = (fileName: string) =>
	expect.objectContaining({
		service: 'Handwriting OCR',
		fileName,
		pageCount: 1,
		text: expect.stringContaining(`text of ${fileName}, page 1`),
	});

export const handwritingOcr: ServiceCases<SandboxAccount> = {
	type: 'handwritingOcr',
	openAccount: newCredential,
	cases: [
		{
			resource: 'document',
			operation: 'upload',
			takesFile: true,
			prepare: () => ({
				parameters: { inputSource: 'binary', documentAction: 'transcribe' },
				items: [read('letter.png')],
			}),
		},
		{
			resource: 'document',
			operation: 'estimate',
			takesFile: true,
			prepare: () => ({
				parameters: { inputSource: 'binary' },
				items: [
					expect.objectContaining({
						fileName: 'letter.png',
						fileType: 'image/png',
						pages: 1,
						credits: 1,
					}),
				],
			}),
		},
		{
			resource: 'document',
			operation: 'wait',
			prepare: async ({ token }) => {
				const { documentId } = await picked(token, 'waited for.png');
				return { parameters: { documentId }, items: [read('waited for.png')] };
			},
		},
		{
			resource: 'document',
			operation: 'get',
			prepare: async ({ token }) => {
				const { documentId } = await picked(token, 'there.png');
				return { parameters: { documentId }, items: [read('there.png')] };
			},
		},
		{
			resource: 'document',
			operation: 'getAll',
			prepare: async ({ token }) => {
				await seed(token, 'first.png', 'second.png');
				return {
					parameters: { returnAll: true },
					items: ['second.png', 'first.png'].map((fileName) =>
						expect.objectContaining({ fileName }),
					),
				};
			},
		},
		{
			resource: 'document',
			operation: 'download',
			prepare: async ({ token }) => {
				const { id, documentId } = await picked(token, 'wanted.png');
				return {
					parameters: { documentId, format: 'txt' },
					items: [expect.objectContaining({ id, fileName: 'wanted.png' })],
					file: {
						fileName: 'wanted.txt',
						mimeType: 'text/plain',
						content: 'text of wanted.png, page 1',
					},
				};
			},
		},
		{
			resource: 'document',
			operation: 'downloadImages',
			prepare: async ({ token }) => {
				const { id, documentId } = await picked(token, 'seen.png');
				return {
					parameters: { documentId },
					items: [expect.objectContaining({ id, pageNumber: 1 })],
					file: { fileName: 'seen-page-1.jpg', mimeType: 'image/jpeg', content: JPEG },
				};
			},
		},
		{
			resource: 'document',
			operation: 'delete',
			prepare: async ({ token }) => {
				const { id, documentId } = await picked(token, 'gone.png');
				return { parameters: { documentId }, items: [{ deleted: true, id }] };
			},
		},
		{
			resource: 'account',
			operation: 'get',
			prepare: ({ email, balance }) => ({ items: [expect.objectContaining({ email, balance })] }),
		},
		{
			resource: 'account',
			operation: 'getStatistics',
			prepare: async ({ token }) => {
				await seed(token, 'one.png', 'two.png');
				return { items: [expect.objectContaining({ documents: 2, pages: 2 })] };
			},
		},
		{
			resource: 'account',
			operation: 'topUp',
			prepare: () => ({
				parameters: { amount: 200 },
				items: [expect.objectContaining({ purchased: true })],
			}),
		},
	],
};
