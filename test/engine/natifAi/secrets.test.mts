import type { INodeParameters } from 'n8n-workflow';
import { useOtherParty } from '../../support/otherParty.mts';
import * as silence from '../../support/silence.mts';
import { everythingIn, type RunResult } from '../harness/index.mts';
import { NOBODYS, useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const expectSilence = (token: string, ...results: RunResult[]): void =>
	silence.expectSilence(
		world.engine,
		[token, Buffer.from(token).toString('base64').slice(0, -4)],
		results,
	);

const RESULTS = [
	'get',
	'getOcr',
	'getHocr',
	'getExtractions',
	'getPageImages',
	'getDocumentSplitting',
	'getSubPdfs',
	'downloadPageImage',
	'downloadThumbnail',
	'downloadPdf',
	'downloadSubPdf',
];

const newRound = silence.useWaysToFail();

/** Runs each operation, each with another way to fail. */
const runAll = async (account: OpenedAccount, id: string): Promise<RunResult[]> => {
	const input = await world.sampleItems('letter.png', 'two-pages.pdf');
	const results: RunResult[] = [];
	const way = newRound();
	const spec = () => ({ onError: way(), clockSpeed: 100 });
	const process = async (parameters: INodeParameters) =>
		results.push(
			await world.process(
				account,
				{ options: { timeout: 20 }, ...parameters },
				{ ...spec(), input },
			),
		);
	await process({});
	await process({ inputSource: 'url', documentUrl: 'http://127.0.0.1:1/letter.png' });
	for (const operation of RESULTS)
		results.push(await world.result(account, operation, id, {}, spec()));
	results.push(
		await world.workflow(account, 'getAll', {}, spec()),
		await world.workflow(account, 'getUsage', { workflow: 'ocr' }, spec()),
	);
	return results;
};

const elsewhere = (account: OpenedAccount, baseUrl: string): OpenedAccount => ({
	...account,
	credentials: { natifAiApi: { apiKey: account.token, baseUrl } },
});

it('stays silent when all goes well, and when the plan is used up', async () => {
	const account = await world.openAccount({ balance: 3 });
	const results = await runAll(
		account,
		await world.seed(account, { workflow: 'generic_splitting' }),
	);
	expect(results.some(({ status }) => status === 'success')).toBe(true);
	expect(results.some(silence.hasFailed)).toBe(true);
	expectSilence(account.token, ...results);
});

it.each(silence.BROKEN_ANSWERS)('stays silent when every answer is %s', async (_case, fault) => {
	const account = await world.openAccount();
	const id = await world.seed(account);
	await world.control.addFault({ token: account.token, route: '*', times: null, ...fault });
	const results = await runAll(account, id);
	silence.expectAllRefused(results, await world.requests(account));
	expectSilence(account.token, ...results);
});

describe('with servers of another party', () => {
	const others = useOtherParty(({ authorization }) => {
		const told = `You sent ${authorization}`;
		return { detail: [{ loc: [told], msg: told }], message: told };
	});

	it('repeats no key that the service repeats in its errors', async () => {
		const account = await world.openAccount();
		const results = await runAll(elsewhere(account, others.echo.url), NOBODYS);
		expect(
			others.echo.requests.some(
				({ headers }) => headers.authorization === `ApiKey ${account.token}`,
			),
		).toBe(true);
		expect(everythingIn(results.map(({ error }) => error))).toContain('You sent ApiKey ***');
		expectSilence(account.token, ...results);
	});

	it('follows no redirect of the service', async () => {
		const account = await world.openAccount();
		for (const { url } of others.turning)
			expectSilence(account.token, ...(await runAll(elsewhere(account, url), NOBODYS)));
		expect(others.turning.every(({ requests }) => requests.length > 0)).toBe(true);
		expect(others.thief.requests).toEqual([]);
	});

	it.each([
		[
			'page images',
			'downloadPageImage',
			'pageImages',
			(url: string) => ({ pages: [`${url}/page-images/1`] }),
		],
		['sub-PDFs', 'downloadSubPdf', 'subPdfs', (url: string) => [`${url}/sub-pdfs/0`]],
		[
			'the file of a sub-PDF',
			'downloadSubPdf',
			'subPdf',
			(url: string) => ({ url: `${url}/file` }),
		],
	])('asks no other host for %s that a list names', async (_case, operation, route, body) => {
		const account = await world.openAccount();
		const id = await world.seed(account, { workflow: 'generic_splitting' });
		await world.control.addFault({
			token: account.token,
			route,
			status: 200,
			body: body(others.thief.url),
		});
		const { error } = await world.result(account, operation, id);
		expect(error?.message).toMatch(
			/^The service names an address on another host: http:\/\/127\.0\.0\.1:\d+\/.* \[item 0\]$/,
		);
		expect(others.thief.requests).toEqual([]);
	});

	it('tests a credential without following a redirect', async () => {
		const account = await world.openAccount();
		for (const { url } of others.turning) {
			const { status, message } = await world.engine.testCredential('natifAiApi', {
				apiKey: account.token,
				baseUrl: url,
			});
			expect([status, message]).toEqual([
				'Error',
				expect.stringContaining('Base URL leads on to another address'),
			]);
		}
		expect(others.thief.requests).toEqual([]);
	});
});
