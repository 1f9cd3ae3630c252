import type { INodeParameters } from 'n8n-workflow';
import { useOtherParty } from '../../support/otherParty.mts';
import * as silence from '../../support/silence.mts';
import { everythingIn, type RunResult } from '../harness/index.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const SECRET = 'the-secret-of-the-webhooks';

/** Every form in which the token could show up. */
const forms = (token: string): string[] => {
	const [, secret = ''] = token.split('|');
	return [
		secret,
		encodeURIComponent(token),
		Buffer.from(token).toString('base64').slice(0, -4),
		SECRET,
	];
};

const expectSilence = (token: string, ...results: RunResult[]): void =>
	silence.expectSilence(world.engine, forms(token), results);

const newRound = silence.useWaysToFail();

/** Runs each operation, each with another way to fail. */
const runAll = async (account: OpenedAccount, documentId: string): Promise<RunResult[]> => {
	const input = await world.sampleItems('letter.png', 'two-pages.pdf');
	const results: RunResult[] = [];
	const way = newRound();
	const spec = () => ({ onError: way(), clockSpeed: 100 });
	const run = async (operation: string, parameters: INodeParameters = {}) =>
		results.push(await world.document(account, operation, parameters, { input, ...spec() }));
	await run('upload', { options: { timeout: 20 } });
	await run('upload', { inputSource: 'url', documentUrl: 'http://127.0.0.1:1/letter.png' });
	for (const operation of ['get', 'download', 'downloadImages', 'delete'])
		await run(operation, { documentId });
	await run('wait', { documentId, options: { timeout: 20 } });
	await run('getAll');
	for (const operation of ['get', 'getStatistics', 'topUp'])
		results.push(await world.account(account, operation, {}, spec()));
	return results;
};

const openAccount = async (settings = {}) =>
	await world.openAccount({ balance: 3, webhookSecret: SECRET, settings });

const elsewhere = (account: OpenedAccount, baseUrl: string): OpenedAccount => ({
	...account,
	credentials: { handwritingOcrApi: { ...account.credentials.handwritingOcrApi, baseUrl } },
});

it('stays silent when all goes well, and when credits run out', async () => {
	const account = await openAccount();
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'fine.png' },
	]);
	const results = await runAll(account, document?.id ?? '');
	expect(results.some(({ status }) => status === 'success')).toBe(true);
	expect(results.some(silence.hasFailed)).toBe(true);
	expectSilence(account.token, ...results);
});

it.each([...silence.BROKEN_ANSWERS, ['a reset half-way', { reset: 'during' as const }]])(
	'stays silent when every answer is %s',
	async (_case, fault) => {
		const account = await openAccount();
		const [document] = await world.sandbox.control.seedDocuments(account.token, [{}]);
		await world.sandbox.control.addFault({
			token: account.token,
			route: '*',
			times: null,
			...fault,
		});
		const results = await runAll(account, document?.id ?? '');
		silence.expectAllRefused(results, await world.requests(account));
		expectSilence(account.token, ...results);
	},
);

it('stays silent when nobody answers', async () => {
	const account = await openAccount();
	expectSilence(
		account.token,
		...(await runAll(elsewhere(account, 'http://127.0.0.1:1/v3'), 'abc123')),
		...(await runAll(elsewhere(account, 'http://no-such-host.invalid/v3'), 'abc123')),
	);
});

describe('with servers of another party', () => {
	const others = useOtherParty(({ authorization }) => {
		const told = `You sent ${authorization} and ${SECRET}`;
		return {
			message: told,
			error: { message: told },
			errors: { token: [told] },
			authentication_url: told,
			decline_code: told,
		};
	});

	it('repeats no token that the service repeats in its errors', async () => {
		const account = await openAccount();
		const results = await runAll(elsewhere(account, `${others.echo.url}/v3`), 'abc123');
		expect(
			others.echo.requests.some(
				({ headers }) => headers.authorization === `Bearer ${account.token}`,
			),
		).toBe(true);
		expect(everythingIn(results.map(({ error }) => error))).toContain(
			'You sent Bearer *** and ***',
		);
		expectSilence(account.token, ...results);
	});

	it('follows no redirect of the service', async () => {
		const account = await openAccount();
		for (const { url } of others.turning)
			expectSilence(account.token, ...(await runAll(elsewhere(account, `${url}/v3`), 'abc123')));
		expect(others.turning.every(({ requests }) => requests.length > 0)).toBe(true);
		expect(others.thief.requests).toEqual([]);
	});
});
