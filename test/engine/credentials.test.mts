import type { INodeParameters, OnError } from 'n8n-workflow';
import { file, startFileServer, type Route } from '../support/fileServer.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { OTHER_JSON, PAGES } from '../support/strangers.mts';
import { createEngine, type Engine } from './harness/index.mts';

let engine: Engine;
let sandbox: TestSandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop()]);
});

interface Kind {
	credential: string;
	field: 'apiToken' | 'apiKey';
	/** Below the service's address. */
	path: string;
	/** An operation that reads something. */
	node: { type: string; parameters: INodeParameters };
	open: () => Promise<string>;
	usual: string;
}

const kinds: Array<[string, Kind]> = [
	[
		'Handwriting OCR',
		{
			credential: 'handwritingOcrApi',
			field: 'apiToken',
			path: '/v3',
			node: {
				type: 'handwritingOcr',
				parameters: { resource: 'document', operation: 'getAll' },
			},
			open: async () => (await sandbox.createAccount()).token,
			usual: 'https://api.handwritingocr.com/v3',
		},
	],
	[
		'Natif.ai',
		{
			credential: 'natifAiApi',
			field: 'apiKey',
			path: '/natif-ai',
			node: { type: 'natifAi', parameters: { resource: 'workflow', operation: 'getAll' } },
			open: async () => (await sandbox.of('natifAi').createAccount()).token,
			usual: 'https://api.natif.ai',
		},
	],
	[
		'Ocriva',
		{
			credential: 'ocrivaApi',
			field: 'apiKey',
			path: '/ocriva/v1',
			node: { type: 'ocriva', parameters: { resource: 'project', operation: 'getAll' } },
			open: async () => (await sandbox.of('ocriva').createAccount()).token,
			usual: 'https://api.ocriva.com/v1',
		},
	],
];

describe.each(kinds)('the credential of %s', (serviceName, kind) => {
	const valuesOf = (secret: string, baseUrl: string) => ({ [kind.field]: secret, baseUrl });

	/** What the Test button says, and how an operation with the same credential ends. */
	const tried = async (secret: string, baseUrl: string) => {
		const values = valuesOf(secret, baseUrl);
		const test = await engine.testCredential(kind.credential, values);
		const run = await engine.run({
			...kind.node,
			credentials: { [kind.credential]: values },
		});
		return { test, error: run.error?.message };
	};
	const works = {
		test: { status: 'OK', message: 'Connection successful!' },
		error: undefined,
	};

	it.each([
		['as it is', (secret: string) => secret],
		['with Bearer in front', (secret: string) => `Bearer ${secret}`],
		['with bearer in front', (secret: string) => `bearer  ${secret}`],
		['with ApiKey in front', (secret: string) => `ApiKey ${secret}`],
		['with its header in front', (secret: string) => `Authorization: Bearer ${secret}`],
		['with another header in front', (secret: string) => `X-API-Key: ${secret}`],
		['in double quotes', (secret: string) => `"${secret}"`],
		['in quotes with Bearer', (secret: string) => `'Bearer ${secret}'`],
		['in typographic quotes', (secret: string) => `“${secret}”`],
		['with a line break behind', (secret: string) => `${secret}\r\n`],
		['with a line break inside', (secret: string) => `${secret.slice(0, 9)}\n${secret.slice(9)}`],
		['with a mark of no width', (secret: string) => `\ufeff${secret}\u200b`],
		['with marks of direction', (secret: string) => `\u202a"${secret}"\u202c`],
		[
			'with a soft hyphen inside',
			(secret: string) => `${secret.slice(0, 9)}\u00ad${secret.slice(9)}`,
		],
		['in angle brackets', (secret: string) => `<${secret}>`],
		['out of a file of settings', (secret: string) => `API_KEY="${secret}"`],
		['out of JSON', (secret: string) => JSON.stringify({ token: secret, name: 'office' })],
		['out of a command', (secret: string) => `-H "Authorization: Bearer ${secret}" \\`],
		['out of a sentence', (secret: string) => `(${secret}).`],
	])('takes a secret pasted %s', async (_case, paste) => {
		expect(await tried(paste(await kind.open()), sandbox.url + kind.path)).toEqual(works);
	});

	it.each([
		['as it is', (url: string) => url],
		['with slashes and spaces around', (url: string) => ` ${url}// `],
		['with its scheme in capitals', (url: string) => url.replace('http', 'HTTP')],
		['without a scheme', (url: string) => url.replace('http://', '')],
		['in quotes', (url: string) => `"${url}"`],
		['with a line break behind', (url: string) => `${url}\n`],
		['with a query', (url: string) => `${url}/?page=1#top`],
		['in typographic quotes', (url: string) => `„${url}“`],
		['out of a sentence', (url: string) => `${url}/,`],
		['with the slashes of Windows', (url: string) => url.replaceAll('/', '\\')],
		['with one slash', (url: string) => url.replace('//', '/')],
		['with its scheme twice', (url: string) => `https://${url}`],
	])('takes a Base URL %s', async (_case, paste) => {
		expect(await tried(await kind.open(), paste(sandbox.url + kind.path))).toEqual(works);
	});

	it('is asked for where there is none', async () => {
		const told = expect.stringMatching(/credentials/);
		const nextStep = 'Choose the credential anew in this node, or check what stands in it.';
		const run = async (onError: OnError) =>
			await engine.run({ ...kind.node, credentials: {}, onError });
		const { error } = await run('stopWorkflow');
		expect([error?.message, error?.description]).toEqual([told, nextStep]);
		const { errorItems } = await run('continueErrorOutput');
		expect(errorItems.map(({ json }) => json)).toEqual([{ error: told, message: nextStep }]);
	});

	it('says that a Base URL has a password in it', async () => {
		const { test, error } = await tried(await kind.open(), 'https://me:word@x.test/v3');
		const message = 'The "Base URL" in the credential has a user name or a password in it';
		const nextStep = `Open the ${serviceName} credential and set it to ${kind.usual}.`;
		expect(test.message).toBe(`${message}. ${nextStep}`);
		expect(error).toBe(`${message} [item 0]`);
	});

	it.each(['', 'natif', 'ftp://example.com/v3', 'not a url', 'http://'])(
		'says that the Base URL %p is none',
		async (baseUrl) => {
			const { test, error } = await tried(await kind.open(), baseUrl);
			const message = /^The "Base URL" in the credential is not a web address: ".*"/;
			expect(test).toEqual({ status: 'Error', message: expect.stringMatching(message) });
			expect(error).toMatch(message);
			expect(`${test.message} ${error}`).not.toContain('word');
		},
	);

	it.each([
		['schlüssel', 'has a character that it cannot have'],
		['nat-****', 'has a character that it cannot have'],
		['""', 'is empty'],
	])('says that the secret %s cannot be one', async (secret, says) => {
		const { test, error } = await tried(secret, sandbox.url + kind.path);
		const message = new RegExp(`^The "API (Token|Key)" in the credential ${says}`);
		expect(test).toEqual({ status: 'Error', message: expect.stringMatching(message) });
		expect(test.message).toContain(`. Copy it again from ${serviceName} into the credential.`);
		expect(error).toMatch(message);
	});

	const answered = (status: number, type: string, body: string): Route => {
		return (_request, response) => response.writeHead(status, { 'content-type': type }).end(body);
	};

	it.each([
		...Object.entries(PAGES).map(([name, page]) => [name, 'text/html', page] as const),
		['a text', 'text/plain', 'upstream connect error'] as const,
		['nothing', 'text/plain', ''] as const,
		...OTHER_JSON.filter((body) => !Array.isArray(body)).map(
			(body) => [JSON.stringify(body), 'application/json', JSON.stringify(body)] as const,
		),
	])('is not good when %s comes with 200', async (_case, type, body) => {
		const stranger = await startFileServer({ '*': answered(200, type, body) });
		try {
			const { test, error } = await tried(await kind.open(), `${stranger.url}${kind.path}`);
			expect(test).toEqual({
				status: 'Error',
				message: `Something else than ${serviceName} answered: check the Base URL, which is usually ${kind.usual}, and whether a firewall, a proxy or a login page stands in between.`,
			});
			expect(error).toMatch(/^The service answered with something else than a list of /);
		} finally {
			await stranger.stop();
		}
	});

	const said = async (status: number, type: string, body: string | Buffer): Promise<unknown> => {
		const server = await startFileServer({
			'*': (_request, response) => response.writeHead(status, { 'content-type': type }).end(body),
		});
		try {
			return await engine.testCredential(
				kind.credential,
				valuesOf('abcdefgh', `${server.url}${kind.path}`),
			);
		} finally {
			await server.stop();
		}
	};
	const notTheService = {
		status: 'Error',
		message: `Something else than ${serviceName} answered: check the Base URL, which is usually ${kind.usual}, and whether a firewall, a proxy or a login page stands in between.`,
	};

	it.each([
		['a list of nothing', 'application/json', '[null]'],
		['a list of texts', 'application/json', '["a"]'],
		['a list of lists', 'application/json', '[[1]]'],
		['a picture', 'image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
		['the number of a refusal', 'application/json', '{"id":"req-1","error":"blocked"}'],
	])('is not good when %s comes with 200', async (_case, type, body) => {
		expect(await said(200, type, body)).toEqual(notTheService);
	});

	it.each([400, 402, 405, 406, 407, 410, 421, 431, 451, 511])(
		'says that a status %d is not of the service',
		async (status) => {
			expect(await said(status, 'text/plain', '')).toEqual(notTheService);
		},
	);

	it.each([401, 403])("says that a status %d may be a stranger's", async (status) => {
		expect(await said(status, 'text/html', PAGES['a firewall'])).toEqual({
			status: 'Error',
			message: expect.stringMatching(/a firewall, a proxy or a login page/),
		});
	});

	it('says that an answer cannot be unpacked', async () => {
		const server = await startFileServer({
			'*': file('no gzip', 'application/json', { 'content-encoding': 'gzip' }),
		});
		try {
			const values = valuesOf('abcdefgh', `${server.url}${kind.path}`);
			expect(await engine.testCredential(kind.credential, values)).toEqual(notTheService);
		} finally {
			await server.stop();
		}
	});

	it.each([408, 429, 500, 502, 503, 504, 520, 530])(
		'says that it was not tested when status %d comes',
		async (status) => {
			const word = kind.field === 'apiToken' ? 'token' : 'key';
			expect(await said(status, 'text/html', PAGES['a firewall'])).toEqual({
				status: 'Error',
				message: `${serviceName} cannot answer now (status ${status}), so the ${word} was not tested. Test it again in a few minutes.`,
			});
		},
	);

	it('is good when its list is empty', async () => {
		const empty = await startFileServer({
			'*': (request, response) =>
				response
					.writeHead(200, { 'content-type': 'application/json' })
					.end(request.url?.endsWith('/users/me') ? '{"id":"a","balance":0}' : '[]'),
		});
		try {
			expect(
				await engine.testCredential(
					kind.credential,
					valuesOf('abcdefgh', `${empty.url}${kind.path}`),
				),
			).toMatchObject({ status: 'OK' });
		} finally {
			await empty.stop();
		}
	});
});
