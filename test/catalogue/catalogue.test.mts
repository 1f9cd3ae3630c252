import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';
import { projectNode } from '../../sandbox/launch/paths.mjs';
import type { Answers } from './answers.mts';

let answers: Answers;
let definitions: string;

beforeAll(async () => {
	definitions = await mkdtemp(join(tmpdir(), 'definitions-'));
	const { stdout } = await promisify(execFile)(
		projectNode,
		[join(import.meta.dirname, 'ask.mts'), definitions],
		{ maxBuffer: 10_000_000 },
	);
	answers = JSON.parse(stdout);
});

afterAll(async () => await rm(definitions, { recursive: true, force: true }));

/** The place of the first node of a package in each list, from 1; 0 where there is none. */
function placesOf(isWanted: (name: string) => boolean): number[] {
	return answers.found.map(([, names]) => names.findIndex(isWanted) + 1);
}

describe("the search of n8n's agents", () => {
	it('looks through the nodes of n8n and of all our packages', () => {
		expect(answers.names).toEqual(
			expect.arrayContaining([
				'n8n-nodes-base.httpRequest',
				'@n8n/n8n-nodes-langchain.agent',
				...publishedPackages.flatMap(({ name, nodes }) => nodes.map((node) => `${name}.${node}`)),
			]),
		);
		expect(answers.names.length).toBeGreaterThan(600);
		expect(answers.found).toHaveLength(23);
	});

	it('finds Handwriting OCR for what people want of it', () => {
		const places = placesOf((name) => name.startsWith('n8n-nodes-handwriting-ocr.'));
		const found = places.filter((place) => place > 0);
		const reciprocals = found.reduce((sum, place) => sum + 1 / place, 0);
		expect(found.length).toBeGreaterThanOrEqual(18);
		expect(found.filter((place) => place === 1).length).toBeGreaterThanOrEqual(9);
		expect(reciprocals / places.length).toBeGreaterThanOrEqual(0.5);
	});

	it.each(['handwriting', 'handwritten letter', 'handwriting recognition', 'receipt'])(
		'has the node that reads in front for "%s"',
		(query) => {
			const [, names = []] = answers.found.find(([asked]) => asked === query) ?? [];
			expect(names[0]).toBe('n8n-nodes-handwriting-ocr.handwritingOcr');
		},
	);
});

describe("n8n's builder of workflows", () => {
	it('finds nothing wrong with the example workflows', async () => {
		const files = await readdir(join(import.meta.dirname, '../../workflows'));
		const examples = files.filter((file) => file.endsWith('.json'));
		expect(examples.length).toBeGreaterThanOrEqual(7);
		expect(Object.fromEntries(answers.verdicts)).toEqual(
			Object.fromEntries(examples.map((file) => [file, { valid: true, errors: [], warnings: [] }])),
		);
	});

	it('sees through a workflow with a parameter that does not exist', () => {
		expect(answers.broken).toMatchObject({
			warnings: [{ code: 'INVALID_PARAMETER', message: expect.stringContaining('documentAction') }],
		});
	});

	it('is told our hints', async () => {
		const upload = await readFile(
			join(
				definitions,
				'nodes/n8n-nodes-handwriting-ocr/handwritingOcr/v1/resource_document/operation_upload.ts',
			),
			'utf8',
		);
		expect(upload).toContain('@builderHint A link that gives the file itself');
		expect(upload).toContain('"extractor" needs an extractorId that only the user can give');
	});

	it('is told only of related nodes that there are', () => {
		const missing = answers.related.filter((name) => !answers.names.includes(name));
		expect(answers.related.length).toBeGreaterThan(5);
		expect(missing).toEqual([]);
	});
});
