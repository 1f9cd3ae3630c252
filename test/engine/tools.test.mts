import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { file, redirect, startFileServer, type FileServer } from '../support/fileServer.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { uploadServices } from './uploadServices.mts';

const letter = readFileSync(join(import.meta.dirname, '../../sandbox/samples/letter.png'));

let engine: Engine;
let sandbox: TestSandbox;
let web: FileServer;
let elsewhere: FileServer;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	elsewhere = await startFileServer({ '*': file(letter, 'image/png') });
	web = await startFileServer({
		'/letter.png': file(letter, 'image/png'),
		'/moved': redirect('/letter.png'),
		'/round': redirect('/round'),
		'/away': redirect(`${elsewhere.url}/letter.png`),
		'/script': redirect('javascript:alert(1)'),
	});
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop(), web?.stop(), elsewhere?.stop()]);
});

describe.each(uploadServices)('%s as a tool', (name, openService) => {
	const open = async () => {
		const service = await openService(sandbox);
		const run = async (parameters: INodeParameters, spec = {}) => {
			const { type, credentials } = service;
			const { items, errorItems, status } = await engine.run({
				type: `${type}Tool`,
				credentials,
				parameters,
				clockSpeed: 20,
				...spec,
			});
			expect(status).toBe('success');
			return [...items, ...errorItems];
		};
		const read = async (documentUrl: string, options: INodeParameters = {}) =>
			await run({ ...service.upload, documentUrl, options });
		return { ...service, run, read };
	};

	/** One item that says what happened, and what to do next. */
	const failure = (pattern: string) => [
		expect.objectContaining({ json: { error: expect.stringMatching(pattern) } }),
	];

	const open_ = { allowPrivateAddresses: true };

	it('reads from a URL where Input Source is not stored', async () => {
		const { read, documents } = await open();
		const [item, ...others] = await read(`${web.url}/letter.png`, open_);
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({ fileName: 'letter.png' });
		expect(await documents()).toHaveLength(1);
	});

	it.each(['document', 'pages', 'rows', 'raw'])(
		'answers without empty keys and without files (Output: %s)',
		async (output) => {
			const { run, upload, table } = await open();
			const documentUrl = `${web.url}/letter.png`;
			const items = await run({ ...upload, ...table, documentUrl, output, options: open_ });
			expect(JSON.stringify(items.map(({ json }) => json))).not.toMatch(/:(null|""|\[\]|\{\})[,}]/);
			expect(items.every(({ json }) => Object.keys(json).length > 0)).toBe(true);
			expect(items.flatMap(({ binary = {} }) => Object.keys(binary))).toEqual([]);
		},
	);

	it('answers each text once', async () => {
		const { run, upload, table } = await open();
		const documentUrl = `${web.url}/letter.png`;
		const [item] = await run({ ...upload, ...table, documentUrl, options: open_ });
		const json = { ...item?.json };
		if (name === 'Natif.ai') delete json.text;
		expect(JSON.stringify(json).split('first of letter.png, page 1')).toHaveLength(2);
	});

	it('a document that is not finished in time is told with its id and how to go on', async () => {
		const { run, upload, hold, documents } = await open();
		await hold();
		const documentUrl = `${web.url}/letter.png`;
		const items = await run({ ...upload, documentUrl, options: { ...open_, timeout: 1 } });
		const [document] = await documents();
		expect(items).toEqual(
			failure(`^Document ${document?.id} was not finished after 1 s.*\\. .*call the tool again`),
		);
		expect(JSON.stringify(items).split(document?.id ?? ' ')).toHaveLength(2);
	});

	it('takes no private address unless the option allows it', async () => {
		const { read, documents } = await open();
		for (const options of [{}, { allowPrivateAddresses: false }])
			expect(await read(`${web.url}/letter.png`, options)).toEqual(
				failure(
					'^"Document URL" points into a private network: 127\\.0\\.0\\.1:\\d+\\. .*"Allow Private Addresses"',
				),
			);
		expect(await documents()).toEqual([]);
	});

	it('follows a redirect on its host', async () => {
		const { read } = await open();
		expect(await read(`${web.url}/moved`, open_)).toMatchObject([{ json: { status: /./ } }]);
	});

	it.each([
		['/away', 'redirects to another host: 127\\.0\\.0\\.1:\\d+\\. Give the address'],
		['/script', 'redirects to another host: "javascript:alert\\(1\\)"\\. Give the address'],
		['/round', 'redirects more than 5 times\\. Give the address'],
	])('does not follow the redirect of %s', async (path, says) => {
		const { read, documents } = await open();
		expect(await read(web.url + path, open_)).toEqual(failure(says));
		expect(elsewhere.requests).toEqual([]);
		expect(await documents()).toEqual([]);
	});

	it('tells what is wrong with a file that an expression gives', async () => {
		const { run, upload } = await open();
		const page = await engine.binary(Buffer.from('<!doctype html><p>Sign in'), {
			fileName: 'scan.pdf',
			mimeType: 'application/pdf',
		});
		const input = [{ json: { page } }];
		const parameters = { inputSource: 'binary', inputDataFieldName: '={{ $json.page }}' };
		const items = await run({ ...upload, ...parameters }, { input });
		expect(items).toEqual(failure('web page'));
		expect(JSON.stringify(items)).not.toContain('Input Source');
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'])(
		'a failure is one item with a sentence (On Error: %s)',
		async (onError) => {
			const { run, missing, missingId } = await open();
			expect(await run(missing, { onError })).toEqual(
				failure(`${missingId}.*(?<!\\.)\\. [A-Z].*\\.$`),
			);
		},
	);

	it.each<[string, INodeParameters, object, string]>([
		['an unknown operation', { operation: 'read' }, {}, 'no operation "read"'],
		['no credential', {}, { credentials: {} }, 'credential'],
		['a failing expression', { documentUrl: '={{ $json.a.b.c }}' }, {}, 'Document URL'],
		['a wrong option', { options: { timeout: -1 } }, {}, '"Timeout .Seconds." is -1'],
		['no file', { inputSource: 'binary' }, {}, 'no file.*set "Input Source" to URL'],
	])('%s is told in the same way', async (_case, parameters, spec, says) => {
		const { run, upload } = await open();
		const documentUrl = 'https://example.com/letter.png';
		expect(await run({ ...upload, documentUrl, ...parameters }, spec)).toEqual(failure(says));
	});
});
