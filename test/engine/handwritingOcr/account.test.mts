import { everythingIn } from '../harness/index.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

describe('Get', () => {
	it.each(['v3', 'v2'] as const)(
		'gives the account without its token, with a base URL of %s',
		async (version) => {
			const account = await world.openAccount({ balance: 42 }, version);
			const { items, raw, logs, error } = await world.account(account, 'get');
			expect(error).toBeUndefined();
			expect(items).toEqual([
				{
					json: {
						id: account.id,
						name: account.name,
						email: account.email,
						verified: true,
						plan: account.plan,
						balance: 42,
						updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
					},
					pairedItem: { item: 0 },
				},
			]);
			expect(everythingIn([raw, logs])).not.toContain(account.token.split('|')[1]);
		},
	);

	it('leaves out the token also where it stands under another name', async () => {
		const account = await world.openAccount();
		const body = {
			id: 'a',
			balance: 1,
			data: { api_token: account.token, user: { token: 'x' } },
			list: [{ token: 'y', kept: 1 }],
			text: `use ${account.token}`,
		};
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'account',
			status: 200,
			body,
		});
		const { items, raw } = await world.account(account, 'get');
		expect(items).toMatchObject([
			{ json: { id: 'a', balance: 1, data: { user: {} }, list: [{ kept: 1 }] } },
		]);
		expect(everythingIn(raw)).not.toContain(account.token.split('|')[1]);
		expect(items[0]?.json.data).not.toHaveProperty('user.token');
	});

	it('says when the address is none of the API', async () => {
		const account = await world.openAccount();
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'account',
			status: 200,
			html: true,
		});
		const { error } = await world.account(account, 'get');
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^The service answered with something else than an account: a web page titled ".+" \[item 0\]$/,
			),
			description: expect.stringContaining(
				'Check the Base URL in the credential: it has to end in /v3 or /v2',
			),
		});
	});
});

describe('Get Statistics', () => {
	it.each(['v3', 'v2'] as const)(
		'counts by status and action over all pages, through %s',
		async (version) => {
			const account = await world.openAccount({}, version);
			const documents = Array.from({ length: 430 }, (_, number) => ({
				action: (['transcribe', 'tables', 'extractor'] as const)[number % 3],
				status: ['processed', 'failed', 'processed', 'queued'][number % 4],
				pageCount: 2,
			}));
			await world.sandbox.control.seedDocuments(account.token, documents);
			const { items } = await world.account(account, 'getStatistics');
			expect(items).toEqual([
				{
					json: {
						documents: 430,
						pages: 860,
						byStatus: { processed: 215, failed: 108, queued: 107 },
						byAction: { transcribe: 144, tables: 143, extractor: 143 },
					},
					pairedItem: { item: 0 },
				},
			]);
			expect(await world.requests(account, 'list')).toHaveLength(3);
		},
	);

	it('counts none in an empty account', async () => {
		const { items } = await world.account(await world.openAccount(), 'getStatistics');
		expect(items).toMatchObject([{ json: { documents: 0, pages: 0, byStatus: {}, byAction: {} } }]);
	});
});
