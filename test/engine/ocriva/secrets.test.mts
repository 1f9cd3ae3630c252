import type { INodeParameters } from 'n8n-workflow';
import { redirect, startFileServer, type FileServer } from '../../support/fileServer.mts';
import { expectRuns } from '../../support/silence.mts';
import { everythingIn, type RunResult } from '../harness/index.mts';
import { NOBODYS, useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

/**
 * Nothing that n8n would store, show or log has the key or the secret in it; `raw` is the whole run
 * with all errors and their causes.
 */
const expectSilence = ({ token, webhookSecret }: OpenedAccount, ...results: RunResult[]): void => {
	const everything = everythingIn([
		results.map(({ raw, error, hints, logs, items, errorItems }) => [
			raw,
			error,
			hints,
			logs,
			items,
			errorItems,
		]),
		world.engine.logs,
	]);
	expectRuns(everything, results);
	for (const form of [
		token,
		Buffer.from(token).toString('base64').slice(0, -4),
		webhookSecret ?? token,
	])
		expect(everything.includes(form)).toBe(false);
};

const OTHERS: Array<[string, string]> = [
	['record', 'get'],
	['record', 'getAll'],
	['record', 'getStatistics'],
	['record', 'export'],
	['project', 'getAll'],
	['template', 'getAll'],
];

/** Runs each operation, with each way to fail. */
const runAll = async (account: OpenedAccount, recordId: string): Promise<RunResult[]> => {
	const input = await world.named('letter.png', 'another.png');
	const results: RunResult[] = [];
	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
		const spec = { onError, clockSpeed: 100 };
		const upload = async (parameters: INodeParameters) =>
			results.push(
				await world.upload(
					account,
					{ options: { timeout: 20 }, ...parameters },
					{ ...spec, input },
				),
			);
		await upload({});
		await upload({ inputSource: 'url', documentUrl: 'http://127.0.0.1:1/letter.png' });
		results.push(
			await world.uploadBatch(account, { options: { timeout: 20 } }, { ...spec, input }),
		);
		for (const [resource, operation] of OTHERS)
			results.push(
				await world.operate(
					account,
					resource,
					operation,
					{ projectId: account.project, recordId },
					spec,
				),
			);
	}
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
	expect(results.some(({ status }) => status === 'error')).toBe(true);
	expectSilence(account, ...results);
});

it.each([
	['401', { status: 401 }],
	['an HTML page of a gateway', { status: 502, html: true }],
	['a reset before', { reset: 'before' as const }],
	['a reset after', { reset: 'after' as const }],
	['a redirect without a target', { status: 302, body: '' }],
])(
	'stays silent when every answer is %s',
	async (_case, fault) => {
		const account = await world.openAccount();
		const id = await world.seed(account);
		await world.control.addFault({ token: account.token, route: '*', times: null, ...fault });
		const results = await runAll(account, id);
		expect(results.filter(({ status }) => status === 'error')).toHaveLength(OTHERS.length + 3);
		const sent = await world.requests(account);
		expect(sent.length).toBeGreaterThanOrEqual(results.length / 3);
		expect(sent.filter(({ authenticated }) => !authenticated)).toEqual([]);
		expectSilence(account, ...results);
	},
	120_000,
);

describe('with servers of another party', () => {
	let echo: FileServer;
	let thief: FileServer;
	const turning: FileServer[] = [];
	beforeAll(async () => {
		echo = await startFileServer({
			'*': (request, response) => {
				const told = `You sent ${String(request.headers['x-api-key'])}`;
				request
					.resume()
					.on('end', () =>
						response
							.writeHead(422, { 'content-type': 'application/json' })
							.end(JSON.stringify({ statusCode: 422, message: [told, told], error: told })),
					);
			},
		});
		thief = await startFileServer({
			'*': (_request, response) =>
				response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
		});
		for (const status of [301, 302, 303, 307, 308])
			turning.push(await startFileServer({ '*': redirect(`${thief.url}/stolen`, status) }));
	});
	afterAll(
		async () =>
			await Promise.all([echo, thief, ...turning].map(async (server) => await server.stop())),
	);

	it('repeats no key that the service repeats in its errors', async () => {
		const account = await world.openAccount();
		const results = await runAll(elsewhere(account, echo.url), NOBODYS);
		expect(echo.requests.some(({ headers }) => headers['x-api-key'] === account.token)).toBe(true);
		expect(everythingIn(results.map(({ error }) => error))).toContain('You sent ***');
		expectSilence(account, ...results);
	});

	it('follows no redirect of the service', async () => {
		const account = await world.openAccount();
		for (const { url } of turning)
			expectSilence(account, ...(await runAll(elsewhere(account, url), NOBODYS)));
		expect(turning.every(({ requests }) => requests.length > 0)).toBe(true);
		expect(thief.requests).toEqual([]);
	});

	it('never asks the host where the files of records lie', async () => {
		const account = await world.openAccount();
		const record = {
			id: NOBODYS,
			uploadId: NOBODYS,
			fileName: 'a.pdf',
			fileUrl: `${thief.url}/a.pdf`,
			publicUrl: `${thief.url}/a.pdf`,
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
		expect(thief.requests).toEqual([]);
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
		for (const { url } of turning)
			expect(await test({ baseUrl: url })).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('Base URL leads on to another address'),
			});
		expect(thief.requests).toEqual([]);
	});
});
