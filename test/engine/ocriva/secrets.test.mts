import type { INodeParameters } from 'n8n-workflow';
import { useOtherParty } from '../../support/otherParty.mts';
import * as silence from '../../support/silence.mts';
import { everythingIn, type RunResult } from '../harness/index.mts';
import { NOBODYS, useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const expectSilence = ({ token, webhookSecret }: OpenedAccount, ...results: RunResult[]): void =>
	silence.expectSilence(
		world.engine,
		[token, Buffer.from(token).toString('base64').slice(0, -4), webhookSecret ?? token],
		results,
	);

const OTHERS: Array<[string, string]> = [
	['record', 'get'],
	['record', 'getAll'],
	['record', 'getStatistics'],
	['record', 'export'],
	['project', 'getAll'],
	['template', 'getAll'],
];

const newRound = silence.useWaysToFail();

/** Runs each operation, each with another way to fail. */
const runAll = async (account: OpenedAccount, recordId: string): Promise<RunResult[]> => {
	const input = await world.named('letter.png', 'another.png');
	const results: RunResult[] = [];
	const way = newRound();
	const spec = () => ({ onError: way(), clockSpeed: 100 });
	const upload = async (parameters: INodeParameters) =>
		results.push(
			await world.upload(
				account,
				{ options: { timeout: 20 }, ...parameters },
				{ ...spec(), input },
			),
		);
	await upload({});
	await upload({ inputSource: 'url', documentUrl: 'http://127.0.0.1:1/letter.png' });
	results.push(
		await world.uploadBatch(account, { options: { timeout: 20 } }, { ...spec(), input }),
	);
	for (const [resource, operation] of OTHERS)
		results.push(
			await world.operate(
				account,
				resource,
				operation,
				{ projectId: account.project, recordId },
				spec(),
			),
		);
	return results;
};

const elsewhere = (account: OpenedAccount, baseUrl: string): OpenedAccount => ({
	...account,
	credentials: { ocrivaApi: { ...account.credentials.ocrivaApi, baseUrl } },
});

it('stays silent when all goes well, and when the credits are used up', async () => {
	const account = await world.openAccount({
		balance: 3,
		webhookSecret: 'the secret of the endpoint',
	});
	const results = await runAll(account, await world.seed(account));
	expect(results.some(({ status }) => status === 'success')).toBe(true);
	expect(results.some(silence.hasFailed)).toBe(true);
	expectSilence(account, ...results);
});

it.each(silence.BROKEN_ANSWERS)(
	'stays silent when every answer is %s',
	async (_case, fault) => {
		const account = await world.openAccount();
		const id = await world.seed(account);
		await world.control.addFault({ token: account.token, route: '*', times: null, ...fault });
		const results = await runAll(account, id);
		silence.expectAllRefused(results, await world.requests(account));
		expectSilence(account, ...results);
	},
	120_000,
);

describe('with servers of another party', () => {
	const others = useOtherParty((headers) => {
		const told = `You sent ${String(headers['x-api-key'])}`;
		return { statusCode: 422, message: [told, told], error: told };
	});

	it('repeats no key that the service repeats in its errors', async () => {
		const account = await world.openAccount();
		const results = await runAll(elsewhere(account, others.echo.url), NOBODYS);
		expect(others.echo.requests.some(({ headers }) => headers['x-api-key'] === account.token)).toBe(
			true,
		);
		expect(everythingIn(results.map(({ error }) => error))).toContain('You sent ***');
		expectSilence(account, ...results);
	});

	it('follows no redirect of the service', async () => {
		const account = await world.openAccount();
		for (const { url } of others.turning)
			expectSilence(account, ...(await runAll(elsewhere(account, url), NOBODYS)));
		expect(others.turning.every(({ requests }) => requests.length > 0)).toBe(true);
		expect(others.thief.requests).toEqual([]);
	});

	it('never asks the host where the files of records lie', async () => {
		const account = await world.openAccount();
		const record = {
			id: NOBODYS,
			uploadId: NOBODYS,
			fileName: 'a.pdf',
			fileUrl: `${others.thief.url}/a.pdf`,
			publicUrl: `${others.thief.url}/a.pdf`,
			status: 'completed',
			processingResult: {},
		};
		await world.control.addFault({
			token: account.token,
			route: 'upload',
			status: 201,
			body: record,
			times: null,
		});
		for (const route of ['get', 'export'])
			await world.control.addFault({
				token: account.token,
				route,
				status: 200,
				body: record,
				times: null,
			});
		expectSilence(
			account,
			await world.upload(account, {}, { input: await world.named('a.png'), clockSpeed: 20 }),
			await world.record(account, 'export', { recordId: NOBODYS }),
		);
		expect(others.thief.requests).toEqual([]);
	});

	it('tests a credential, without following a redirect', async () => {
		const account = await world.openAccount();
		const test = async (values: object) =>
			await world.engine.testCredential('ocrivaApi', {
				...account.credentials.ocrivaApi,
				...values,
			});
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(
			await test({
				apiKey: ` ${account.projects[0]?.token}\n`,
				baseUrl: `${world.sandbox.url}/ocriva/v1/ `,
			}),
		).toMatchObject({ status: 'OK' });
		expect(await test({ apiKey: 'ocr_wrong' })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^The API key is not valid or has expired/),
		});
		expect(await test({ baseUrl: world.sandbox.url })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^There is no API at the Base URL/),
		});
		for (const { url } of others.turning)
			expect(await test({ baseUrl: url })).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('Base URL leads on to another address'),
			});
		expect(others.thief.requests).toEqual([]);
	});
});
