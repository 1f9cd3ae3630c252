import { OTHER_JSON, PAGES } from '../../support/strangers.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

type Answer = Parameters<typeof world.sandbox.control.addFault>[0];

/** An account with a finished document, on one of whose routes something else answers. */
async function behind(fault: Omit<Answer, 'token'>) {
	const account = await world.openAccount({ balance: 1_000 });
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'scan.png' },
	]);
	await world.sandbox.control.addFault({ token: account.token, times: null, ...fault });
	return { account, documentId: document?.id ?? '' };
}

const operations = {
	list: (account: OpenedAccount) => world.document(account, 'getAll'),
	statistics: (account: OpenedAccount) => world.account(account, 'getStatistics'),
	account: (account: OpenedAccount) => world.account(account, 'get'),
	get: (account: OpenedAccount, documentId: string) =>
		world.document(account, 'get', { documentId }),
	download: (account: OpenedAccount, documentId: string) =>
		world.document(account, 'download', { documentId, format: 'txt' }),
	delete: (account: OpenedAccount, documentId: string) =>
		world.document(account, 'delete', { documentId }),
};

const BASE_URL =
	/^Check the Base URL in the credential: it has to end in \/v3 or \/v2, such as https:\/\/api\.handwritingocr\.com\/v3\. If it is right, something in front of the service answered/;

describe.each([
	['list', 'list', 'a list of documents'],
	['statistics', 'list', 'a list of documents'],
	['account', 'account', 'an account'],
	['get', 'get', 'a document'],
	['download', 'download', 'a file'],
	['delete', 'delete', 'a confirmation'],
] as const)('%s, answered with success by something else', (operation, route, what) => {
	it.each(Object.entries(PAGES))('by %s', async (_case, html) => {
		const { account, documentId } = await behind({ route, status: 200, html });
		const { items, error } = await operations[operation](account, documentId);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(
			`The service answered with something else than ${what}: a web page`,
		);
		expect(error?.description).toMatch(BASE_URL);
		expect(await world.sandbox.control.documents(account.token)).toHaveLength(1);
	});
});

describe.each(['list', 'account', 'get'] as const)('%s, answered by another server', (route) => {
	it.each(OTHER_JSON)('that says %j', async (body) => {
		const { account, documentId } = await behind({ route, status: 200, body });
		const { items, error } = await operations[route](account, documentId);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^The service answered with something else than an? /);
		expect(error?.description).toMatch(BASE_URL);
	});
});

it('names the page and what another server says', async () => {
	const page = await behind({ route: 'list', status: 200, html: PAGES['a firewall'] });
	expect((await operations.list(page.account)).error?.message).toBe(
		'The service answered with something else than a list of documents: a web page titled "Attention Required! | Cloudflare" [item 0]',
	);
	const other = await behind({ route: 'list', status: 200, body: { message: 'It works!' } });
	expect((await operations.list(other.account)).error?.message).toBe(
		'The service answered with something else than a list of documents: other JSON, which says "It works!" [item 0]',
	);
});

describe('an upload', () => {
	const upload = async (account: OpenedAccount) =>
		await world.document(
			account,
			'upload',
			{},
			{
				input: await world.sampleItems('letter.png'),
				onError: 'continueRegularOutput',
				clockSpeed: 20,
			},
		);

	it.each([
		['a web page', { html: PAGES['a firewall'] }],
		['the text of a firewall', { body: 'error code: 1020' }],
		['a text of a proxy', { body: 'Forbidden' }],
	])('that is blocked by 403 with %s is no matter of credits', async (_case, fault) => {
		const { account } = await behind({ route: 'upload', status: 403, ...fault });
		const { items } = await upload(account);
		expect(items).toMatchObject([
			{
				json: {
					error: expect.stringMatching(
						/^The request was blocked in front of the service \(status 403\)/,
					),
					message: expect.stringContaining('no firewall, proxy or login page stands between'),
				},
			},
		]);
		expect(JSON.stringify(items)).not.toMatch(/credit/i);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});

	it('that the service itself refuses for want of credits still says so', async () => {
		const account = await world.openAccount({ balance: 0 });
		const { items } = await upload(account);
		expect(items).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^Not enough page credits.*\(0 page credits left\)$/),
				},
			},
		]);
	});

	it('that arrived although a web page came back is found and not sent again', async () => {
		const account = await world.openAccount({ balance: 10 });
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'upload',
			status: 200,
			html: true,
			when: 'after',
		});
		const { items } = await world.document(
			account,
			'upload',
			{},
			{ input: await world.sampleItems('letter.png') },
		);
		expect(items).toMatchObject([{ json: { status: 'processed', fileName: 'letter.png' } }]);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});

	it('is not told as "nothing was created" while the list is a web page', async () => {
		const { account } = await behind({ route: 'list', status: 200, html: true });
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'upload',
			status: 502,
			when: 'after',
		});
		const { items } = await upload(account);
		expect(items).toMatchObject([
			{
				json: { message: expect.stringMatching(/^Whether the document was created is not known/) },
			},
		]);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
	});
});

describe('while a document of the run is waited for', () => {
	const waited = async (fault: Omit<Answer, 'token' | 'route'>, options = {}) => {
		const account = await world.openAccount({ balance: 10 });
		for (const route of ['get', 'list'])
			await world.sandbox.control.addFault({ token: account.token, route, ...fault });
		const run = await world.document(
			account,
			'upload',
			{ options },
			{
				input: await world.sampleItems('letter.png'),
				onError: 'continueRegularOutput',
				clockSpeed: 40,
			},
		);
		expect(await world.requests(account, 'upload')).toHaveLength(1);
		return run.items;
	};
	const result = [{ json: { status: 'processed', text: 'text of letter.png, page 1' } }];

	it.each([
		['404 at the first look', { status: 404 }],
		['403 at the first look', { status: 403 }],
		['a page with 404', { status: 404, html: true, times: 3 }],
		['a page with 403', { status: 403, html: true, times: 3 }],
		['a page with 200', { status: 200, html: true, times: 4 }],
		['other JSON', { status: 200, body: { status: 'error' }, times: 4 }],
		['a redirect to a login', { status: 302, times: 3 }],
	])('%s is no verdict', async (_case, fault) => {
		expect(await waited(fault)).toMatchObject(result);
	});

	it('404 that stays is one, and comes with the id', async () => {
		const items = await waited({ status: 404, times: null });
		expect(items).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^There is no such document: \w+/),
					details: { id: expect.stringMatching(/^\w+$/), httpStatus: 404 },
				},
			},
		]);
	});

	it('a page that stays is told when the time is up', async () => {
		const items = await waited({ status: 200, html: true, times: null }, { timeout: 30 });
		expect(items).toMatchObject([
			{
				json: {
					error: expect.stringMatching(
						/^Document \w+ was not finished after 30 s \(last status: queued\)\. The last look at it met: The service answered with something else than a document: a web page titled "200 OK"$/,
					),
				},
			},
		]);
	});
});

it('a document that nobody knows is not waited for', async () => {
	const account = await world.openAccount();
	const { error } = await world.document(account, 'wait', { documentId: 'nothere001' });
	expect(error?.message).toBe('There is no such document: nothere001 [item 0]');
	expect(await world.requests(account, 'get')).toHaveLength(1);
});
