import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const search = async ({ credentials }: OpenedAccount, filter?: string, token?: string) =>
	await world.engine.listSearch(
		{ type: 'handwritingOcr', credentials },
		'searchDocuments',
		filter,
		token,
	);

const seed = async (version: 'v2' | 'v3' = 'v3', count = 3) => {
	const account = await world.openAccount({}, version);
	const documents = await world.sandbox.control.seedDocuments(
		account.token,
		Array.from({ length: count }, (_, number) => ({
			fileName: `${number % 2 ? 'Invoice' : 'Letter'} ${number}.pdf`,
			createdAt: Date.parse('2026-01-01T00:00:00Z') + number * 60_000,
			deletesAt: '2099-01-01',
		})),
	);
	return { account, documents };
};

describe('the list of documents', () => {
	it.each(['v3', 'v2'] as const)(
		'shows names, times, actions and states, newest first, through %s',
		async (version) => {
			const { account, documents } = await seed(version);
			expect(await search(account)).toEqual({
				results: [
					{
						name: 'Letter 2.pdf (2026-01-01 00:02 UTC, Transcribe Text)',
						value: documents[2]?.id,
					},
					{
						name: 'Invoice 1.pdf (2026-01-01 00:01 UTC, Transcribe Text)',
						value: documents[1]?.id,
					},
					{
						name: 'Letter 0.pdf (2026-01-01 00:00 UTC, Transcribe Text)',
						value: documents[0]?.id,
					},
				],
			});
		},
	);

	it('finds a name in another Unicode form', async () => {
		const account = await world.openAccount();
		await world.sandbox.control.seedDocuments(account.token, [
			{ fileName: 'Übung.pdf'.normalize('NFD') },
			{ fileName: 'Ubung.pdf' },
		]);
		const { results } = await search(account, 'übung'.normalize('NFC'));
		expect(results).toMatchObject([{ name: expect.stringContaining('bung.pdf') }]);
		expect(results[0]?.name.normalize('NFC')).toMatch(/^Übung\.pdf/);
	});

	it('goes on where it ended', async () => {
		const { account, documents } = await seed('v3', 120);
		const first = await search(account);
		const second = await search(account, undefined, String(first.paginationToken));
		const third = await search(account, undefined, String(second.paginationToken));
		expect(third.paginationToken).toBeUndefined();
		const shown = [first, second, third].flatMap(({ results }) =>
			results.map(({ value }) => value),
		);
		expect(shown).toEqual(documents.map(({ id }) => id).reverse());
	});

	it('filters by a part of the name in any case, and by id', async () => {
		const { account, documents } = await seed('v3', 6);
		expect((await search(account, ' inVOICE ')).results.map(({ value }) => value)).toEqual(
			[5, 3, 1].map((number) => documents[number]?.id),
		);
		expect((await search(account, documents[2]?.id)).results.map(({ value }) => value)).toEqual([
			documents[2]?.id,
		]);
		expect(await search(account, 'receipt')).toEqual({ results: [] });
	});

	it('finds a name many pages down while the user scrolls', async () => {
		const { account, documents } = await seed('v3', 520);
		const found: unknown[] = [];
		let token: string | undefined;
		do {
			const { results, paginationToken } = await search(account, 'Letter 0.pdf', token);
			found.push(...results.map(({ value }) => value));
			token = paginationToken === undefined ? undefined : String(paginationToken);
		} while (token !== undefined);
		expect(found).toEqual([documents[0]?.id]);
		// Four pages a scroll keep an answer quick.
		expect((await world.requests(account, 'list')).length).toBe(11);
	});

	it('says why there is none', async () => {
		const account = await world.openAccount();
		account.credentials.handwritingOcrApi = {
			...account.credentials.handwritingOcrApi,
			apiToken: '7|wrong',
		};
		await expect(search(account)).rejects.toThrow('The API token is not valid: Unauthenticated.');
	});
});

describe('the test of the credential', () => {
	const test = async (values: {
		baseUrl?: (url: string) => string;
		token?: (token: string) => string;
	}) => {
		const { token } = await world.openAccount();
		const { baseUrl = (url) => `${url}/v3`, token: change = (same) => same } = values;
		const result = await world.engine.testCredential('handwritingOcrApi', {
			apiToken: change(token),
			baseUrl: baseUrl(world.sandbox.url),
		});
		return { ...result, token };
	};

	it.each([
		['of v3', {}],
		['with a slash at the end', { baseUrl: (url: string) => `${url}/v3/` }],
		['with several slashes and spaces', { baseUrl: (url: string) => ` ${url}/v3// ` }],
		['of the older path', { baseUrl: (url: string) => `${url}/api/v3` }],
		['of v2', { baseUrl: (url: string) => `${url}/v2` }],
		['of v2 with a slash', { baseUrl: (url: string) => `${url}/v2/` }],
		['with spaces around the token', { token: (token: string) => ` ${token}\n` }],
	])('passes with a base URL %s', async (_case, values) => {
		expect(await test(values)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['v3', {}],
		['v2', { baseUrl: (url: string) => `${url}/v2` }],
	])('fails with a wrong token, through %s', async (_case, values) => {
		const result = await test({ ...values, token: () => '7|wrong' });
		expect(result).toMatchObject({
			status: 'Error',
			message:
				'The API token is not valid. Copy it again from the API tab of your Handwriting OCR settings (link below). Creating a new token ends the old one. If it works elsewhere, a firewall, a proxy or a login page in between has refused it.',
		});
	});

	it('fails with an address that is not the API', async () => {
		expect(await test({ baseUrl: (url) => `${url}/elsewhere` })).toMatchObject({
			status: 'Error',
			message: 'There is no API at the Base URL. It has to end in /v3 or /v2.',
		});
	});

	it('an operation works with the same values', async () => {
		const account = await world.openAccount({ balance: 5 });
		account.credentials.handwritingOcrApi = {
			...account.credentials.handwritingOcrApi,
			apiToken: ` ${account.token} `,
			baseUrl: ` ${world.sandbox.url}/v3/ `,
		};
		const { items } = await world.account(account, 'get');
		expect(items).toMatchObject([{ json: { balance: 5 } }]);
	});
});
