import type { INodeParameters } from 'n8n-workflow';
import { startFileServer, type FileServer, type Route } from '../support/fileServer.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { createEngine, type CredentialValues, type Engine } from './harness/index.mts';

let engine: Engine;
let sandbox: TestSandbox;
let files: FileServer;

/** A byte now and then, and never an end. */
const drips =
	(type: string, head: string): Route =>
	(_request, response) => {
		response.writeHead(200, { 'content-type': type });
		response.write(head);
		const dripping = setInterval(() => response.write(' '), 5);
		response.on('close', () => clearInterval(dripping));
	};

/** Sends what it has announced in part, and then nothing. */
beforeAll(async () => {
	[engine, sandbox, files] = await Promise.all([
		createEngine(),
		startSandbox(),
		startFileServer({
			'/silent.png': (_request, response) => {
				response.writeHead(200, { 'content-type': 'image/png', 'content-length': 1_000 });
				response.write(Buffer.alloc(10));
			},
			'/dripping.png': drips('image/png', '\x89PNG'),
			'*': drips('application/json', '['),
		}),
	]);
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop(), files?.stop()]);
});

interface Read {
	type: string;
	parameters: INodeParameters;
	credentials: CredentialValues;
	token: string;
}

const handwritingOcr = async (parameters: INodeParameters): Promise<Read> => {
	const { token } = await sandbox.createAccount({ balance: 10 });
	const [document] = await sandbox.control.seedDocuments(token, [{ fileName: 'scan.png' }]);
	const documentId = { __rl: true, mode: 'id', value: document?.id ?? '' };
	return {
		type: 'handwritingOcr',
		parameters: { documentId, ...parameters },
		credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${sandbox.url}/v3` } },
		token,
	};
};
const natifAi = async (parameters: INodeParameters): Promise<Read> => {
	const control = sandbox.of('natifAi');
	const { token } = await control.createAccount();
	const [processing] = await control.seedDocuments(token, [{ fileName: 'scan.png' }]);
	return {
		type: 'natifAi',
		parameters: { processingId: processing?.id ?? '', ...parameters },
		credentials: { natifAiApi: { apiKey: token, baseUrl: `${sandbox.url}/natif-ai` } },
		token,
	};
};
const ocriva = async (parameters: INodeParameters): Promise<Read> => {
	const control = sandbox.of('ocriva');
	const { token, projects } = await control.createAccount();
	const [record] = await control.seedDocuments(token, [{ fileName: 'scan.png' }]);
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	return {
		type: 'ocriva',
		parameters: {
			projectId: byId(projects[0]?.id ?? ''),
			recordId: byId(record?.id ?? ''),
			...parameters,
		},
		credentials: { ocrivaApi: { apiKey: token, baseUrl: `${sandbox.url}/ocriva/v1` } },
		token,
	};
};

describe.each([
	[
		'Handwriting OCR: a download',
		'download',
		async () =>
			await handwritingOcr({ resource: 'document', operation: 'download', format: 'txt' }),
	],
	[
		'Handwriting OCR: a page image',
		'image',
		async () => await handwritingOcr({ resource: 'document', operation: 'downloadImages' }),
	],
	[
		'Handwriting OCR: a list',
		'list',
		async () => await handwritingOcr({ resource: 'document', operation: 'getAll' }),
	],
	[
		'Handwriting OCR: a document',
		'get',
		async () => await handwritingOcr({ resource: 'document', operation: 'get' }),
	],
	[
		'Natif.ai: a thumbnail',
		'thumbnail',
		async () => await natifAi({ resource: 'result', operation: 'downloadThumbnail' }),
	],
	[
		'Natif.ai: a result',
		'ocr',
		async () => await natifAi({ resource: 'result', operation: 'getOcr' }),
	],
	[
		'Ocriva: an export',
		'export',
		async () => await ocriva({ resource: 'record', operation: 'export', format: 'text' }),
	],
	['Ocriva: a list', 'list', async () => await ocriva({ resource: 'record', operation: 'getAll' })],
] as const)('%s that falls silent half-way', (_case, route, make) => {
	const run = async (times: number) => {
		const { token, ...read } = await make();
		await sandbox.control.addFault({ token, route, silent: true, times });
		const { items, error } = await engine.run({ ...read, clockSpeed: 600 });
		const requests = await sandbox.control.requests(token);
		return { items, error, asked: requests.filter((entry) => entry.route === route).length };
	};

	it('is asked for again', async () => {
		const { items, error, asked } = await run(1);
		expect([error, items.length, asked]).toEqual([undefined, 1, 2]);
	});

	it('is given up after a minute, twice', async () => {
		const { error, asked } = await run(5);
		expect(error?.message).toMatch(
			/^127\.0\.0\.1:\d+ sent nothing more, or hardly anything, for 60 s \[item 0\]$/,
		);
		expect(error?.description).toBe(
			'Try again later; if it lasts, check the network between n8n and the service.',
		);
		expect(asked).toBe(2);
	});
});

it('a refusal that falls silent ends too', async () => {
	const { token, ...read } = await handwritingOcr({ resource: 'document', operation: 'getAll' });
	const wrong = {
		handwritingOcrApi: { ...read.credentials.handwritingOcrApi, apiToken: '7|wrong' },
	};
	await sandbox.control.addFault({ route: 'list', silent: true, times: 2 });
	const { error } = await engine.run({ ...read, credentials: wrong, clockSpeed: 600 });
	await sandbox.control.clearFaults();
	expect(error?.message).toMatch(/sent nothing more, or hardly anything, for 60 s/);
	expect(token).not.toBe('');
});

it.each([
	['handwritingOcr', async () => await handwritingOcr({ operation: 'upload' })],
	[
		'natifAi',
		async () =>
			await natifAi({ operation: 'process', workflow: { __rl: true, mode: 'id', value: 'ocr' } }),
	],
	['ocriva', async () => await ocriva({ operation: 'upload' })],
])(
	'a Document URL that falls silent or drips ends, and nothing is sent: %s',
	async (_case, make) => {
		const { token, type, parameters, credentials } = await make();
		for (const name of ['silent', 'dripping']) {
			const { error } = await engine.run({
				type,
				credentials,
				parameters: {
					...parameters,
					resource: 'document',
					inputSource: 'url',
					documentUrl: `${files.url}/${name}.png`,
				},
				clockSpeed: 600,
			});
			expect(error?.message).toMatch(/sent nothing more, or hardly anything, for 60 s/);
		}
		const requests = await sandbox.control.requests(token);
		expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
	},
);

it.each([
	['a list of Handwriting OCR', async () => await handwritingOcr({ operation: 'getAll' })],
	['a document of Handwriting OCR', async () => await handwritingOcr({ operation: 'get' })],
	[
		'a download of Handwriting OCR',
		async () => await handwritingOcr({ operation: 'download', format: 'txt' }),
	],
	['a result of Natif.ai', async () => await natifAi({ resource: 'result', operation: 'getOcr' })],
	[
		'a thumbnail of Natif.ai',
		async () => await natifAi({ resource: 'result', operation: 'downloadThumbnail' }),
	],
	['a list of Ocriva', async () => await ocriva({ resource: 'record', operation: 'getAll' })],
	[
		'an export of Ocriva',
		async () => await ocriva({ resource: 'record', operation: 'export', format: 'json' }),
	],
])('%s that drips without end is given up', async (_case, make) => {
	const { token: _token, credentials, ...read } = await make();
	const dripping = Object.entries(credentials).map(([name, values]) => [
		name,
		{ ...values, baseUrl: files.url },
	]);
	const { error } = await engine.run({
		...read,
		credentials: Object.fromEntries(dripping),
		clockSpeed: 600,
	});
	expect(error?.message).toMatch(/sent nothing more, or hardly anything, for 60 s \[item 0\]$/);
});
