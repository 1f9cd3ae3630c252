import { sandboxClient, type SandboxAccount, type Services } from '../../../sandbox/client.mts';
import { newOcrivaCredential, sharedSandbox } from '../../support/e2e/shared.mts';
import { byId, type ServiceCases } from './types.mts';

type Account = SandboxAccount<Services['ocriva']>;

async function seed({ token, projects }: Account, ...fileNames: string[]): Promise<string[]> {
	const records = await sandboxClient(sharedSandbox().url, 'ocriva').seedDocuments(
		token,
		fileNames.map((fileName) => ({ fileName, projectId: projects[0]?.id ?? '' })),
	);
	return records.map(({ id }) => id);
}

const read = (fileName: string) =>
	expect.objectContaining({
		service: 'Ocriva',
		fileName,
		text: expect.stringContaining(`text of ${fileName}, page 1`),
	});

const upload = {
	resource: 'document',
	takesFile: true as const,
	prepare: () => ({ parameters: { inputSource: 'binary' }, items: [read('letter.png')] }),
};

export const ocriva: ServiceCases<Account> = {
	type: 'ocriva',
	openAccount: newOcrivaCredential,
	cases: [
		{ ...upload, operation: 'upload' },
		{ ...upload, operation: 'uploadBatch' },
		{
			resource: 'record',
			operation: 'get',
			prepare: async (account) => {
				const [id = ''] = await seed(account, 'there.png');
				return { parameters: { recordId: byId(id) }, items: [read('there.png')] };
			},
		},
		{
			resource: 'record',
			operation: 'getAll',
			prepare: async (account) => {
				await seed(account, 'first.png', 'second.png');
				return {
					parameters: { returnAll: true },
					items: ['second.png', 'first.png'].map((fileName) =>
						expect.objectContaining({ fileName }),
					),
				};
			},
		},
		{
			resource: 'record',
			operation: 'getStatistics',
			prepare: async (account) => {
				await seed(account, 'one.png', 'two.png');
				return { items: [expect.objectContaining({ total: 2 })] };
			},
		},
		{
			resource: 'record',
			operation: 'export',
			prepare: async (account) => {
				const [id = ''] = await seed(account, 'wanted.png');
				return {
					parameters: { recordId: byId(id), format: 'text' },
					items: [expect.objectContaining({ id, format: 'text' })],
					file: {
						fileName: 'wanted.txt',
						mimeType: 'text/plain',
						content: 'text of wanted.png, page 1',
					},
				};
			},
		},
		{
			resource: 'project',
			operation: 'getAll',
			prepare: ({ projects }) => ({
				items: [expect.objectContaining({ name: projects[0]?.name })],
			}),
		},
		{
			resource: 'template',
			operation: 'getAll',
			prepare: ({ templates }) => ({
				parameters: { limit: 1 },
				items: [expect.objectContaining({ name: templates[0]?.name })],
			}),
		},
	],
};
