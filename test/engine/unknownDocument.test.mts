import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { file, startFileServer, type FileServer } from '../support/fileServer.mts';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { uploadServices } from './uploadServices.mts';

const letter = readFileSync(join(import.meta.dirname, '../../sandbox/samples/letter.png'));

let engine: Engine;
let sandbox: TestSandbox;
let web: FileServer;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	web = await startFileServer({ '/letter.png': file(letter, 'image/png') });
});
afterAll(async () => {
	await Promise.all([engine?.close(), sandbox?.stop(), web?.stop()]);
});

describe.each(uploadServices)('%s: an uploaded document that is not known', (_name, open) => {
	/** Runs the node with five tries; every look at the document is answered with the status. */
	async function retried(suffix: string, options: INodeParameters, status = 404) {
		const service = await open(sandbox);
		for (const route of service.looks) await service.addFault({ route, status, times: null });
		await service.hold();
		const { type, credentials, upload } = service;
		const parameters = {
			...upload,
			inputSource: 'url',
			documentUrl: `${web.url}/letter.png`,
			options: { ...options, ...(suffix && { allowPrivateAddresses: true }) },
		};
		const retries = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
		const run = { type: type + suffix, credentials, parameters, clockSpeed: 20 };
		const { items, error } = await engine.run({ ...run, ...retries });
		const [document, ...others] = await service.documents();
		return { told: error?.message ?? String(items[0]?.json.error), document, others };
	}

	it.each([
		['a node', 404, ''],
		['a node', 410, ''],
		['a tool', 404, 'Tool'],
	])('for the tries of %s, each of which ends before that is final (%s)', async (...given) => {
		const [, status, suffix] = given;
		const { told, document, others } = await retried(suffix, { timeout: 5 }, status);
		expect(others).toEqual([]);
		expect(told).toContain(`Document ${document?.id} was not finished after 5 s`);
	});

	it.each([
		['a node', ''],
		['a tool', 'Tool'],
	])('is paid once by %s for which that is final', async (_what, suffix) => {
		const { told, document, others } = await retried(suffix, { timeout: 120 });
		expect(others).toEqual([]);
		expect(told).toContain(document?.id);
		expect(told).not.toContain('was not finished');
	});
});
