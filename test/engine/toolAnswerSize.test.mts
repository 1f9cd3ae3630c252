import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type TestSandbox } from '../support/sandbox.mts';
import { createEngine, type CredentialValues, type Engine } from './harness/index.mts';

const letter = readFileSync(join(import.meta.dirname, '../../sandbox/samples/letter.txt'), 'utf8');

/** The sample letter as three pages. */
const pages = [1, 2, 3].map((page) => `Page ${page}\n\n${letter}\n${letter}`.trim());
const text = pages.join('\n\n');

let engine: Engine;
let sandbox: TestSandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
});
afterAll(async () => await Promise.all([engine?.close(), sandbox?.stop()]));

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Puts the letter into a new account; gives how a tool gets it. */
const services: Record<
	string,
	() => Promise<{ type: string; credentials: CredentialValues; parameters: INodeParameters }>
> = {
	'Handwriting OCR': async () => {
		const { token } = await sandbox.createAccount();
		const results = pages.map((transcript, index) => ({ page_number: index + 1, transcript }));
		const [document] = await sandbox.control.seedDocuments(token, [
			{ fileName: 'letter.pdf', pageCount: 3, results },
		]);
		return {
			type: 'handwritingOcrTool',
			credentials: { handwritingOcrApi: { apiToken: token, baseUrl: `${sandbox.url}/v3` } },
			parameters: { operation: 'get', documentId: byId(document?.id ?? '') },
		};
	},
	'Natif.ai': async () => {
		const control = sandbox.of('natifAi');
		const { token } = await control.createAccount();
		const [processing] = await control.seedDocuments(token, [
			{ fileName: 'letter.pdf', workflow: 'ocr', pageCount: 3, pages },
		]);
		return {
			type: 'natifAiTool',
			credentials: { natifAiApi: { apiKey: token, baseUrl: `${sandbox.url}/natif-ai` } },
			parameters: { resource: 'result', operation: 'get', processingId: processing?.id ?? '' },
		};
	},
	Ocriva: async () => {
		const control = sandbox.of('ocriva');
		const { token, projects } = await control.createAccount();
		const [record] = await control.seedDocuments(token, [
			{ fileName: 'letter.pdf', processingResult: { text } },
		]);
		return {
			type: 'ocrivaTool',
			credentials: {
				ocrivaApi: { apiKey: projects[0]?.token ?? '', baseUrl: `${sandbox.url}/ocriva/v1` },
			},
			parameters: { resource: 'record', operation: 'get', recordId: byId(record?.id ?? '') },
		};
	},
};

it('the letter is long enough to be measured', () => {
	expect(text.length).toBeGreaterThanOrEqual(3_000);
});

describe.each(Object.keys(services))('a model is told little besides a letter of %s', (service) => {
	it.each(['document', 'markdown', 'pages'])('with Output %s', async (output) => {
		const tool = await services[service]?.();
		if (!tool) throw new Error(`There is no service ${service}`);
		const { items, error } = await engine.run({
			...tool,
			parameters: { ...tool.parameters, output },
		});
		expect(error).toBeUndefined();
		const answer = JSON.stringify(items.map(({ json }) => json));
		// Each line of the letter is there, and as often as in the letter.
		expect(answer.split('old pear tree if the weather').length - 1).toBe(6);
		expect(answer).not.toMatch(/:(null|""|\[\]|\{\})[,}]/);
		expect(answer.length / text.length).toBeLessThanOrEqual(1.15);
	});
});
