import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import { say } from '../../sandbox/launch/console.mjs';
import { root } from '../../sandbox/launch/paths.mjs';
import { createEngine, type Engine } from '../engine/harness/index.mts';
import { startSandbox } from '../support/sandbox.mts';
import { fetchFiles, placeOf } from './fetch.mts';
import { readFiles, type RealFile } from './files.mts';
import { judge } from './judge.mts';
import { services, type Service } from './services.mts';

/** How n8n labels a file that it reads from a disk: by the ending of its name. */
const LABELS: Record<string, string> = {
	pdf: 'application/pdf',
	tif: 'image/tiff',
	tiff: 'image/tiff',
	jpg: 'image/jpeg',
	png: 'image/png',
	gif: 'image/gif',
	webp: 'image/webp',
	bmp: 'image/bmp',
	jp2: 'image/jp2',
};

/** Uploads wait for their documents as long as they do for a user, so several files go at once. */
const AT_ONCE = 10;
/** Of the table's columns. */
const WIDTHS = [44, 7, 16, 16, 16] as const;

type CountPages = (source: AsyncIterable<Uint8Array>) => Promise<number | null>;

/** The node's own counter, out of the build. */
function loadCounter(): CountPages {
	const built = join(root, 'dist', 'nodes', 'shared', 'files', 'pageCount.js');
	const { countPages }: { countPages: CountPages } = createRequire(import.meta.url)(built);
	return countPages;
}

async function itemOf(engine: Engine, file: RealFile): Promise<INodeExecutionData> {
	const mimeType = LABELS[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '';
	const content = createReadStream(placeOf(file));
	return {
		json: {},
		binary: { data: await engine.binary(content, { fileName: file.name, mimeType }) },
	};
}

/** What is said of a file: its row of the table, what a user would read, and what is wrong. */
interface Report {
	row: string;
	refusals: string[];
	failures: string[];
}

async function report(file: RealFile, engine: Engine, all: Service[]): Promise<Report> {
	const pages = await countPages(createReadStream(placeOf(file)));
	const isRight = file.pages === null || pages === file.pages;
	const failures = isRight ? [] : [`${file.name}: counts ${pages} pages, it has ${file.pages}`];
	const refusals: string[] = [];
	const verdicts = await Promise.all(
		all.map(async (service) => {
			const upload = await service.upload([await itemOf(engine, file)]);
			return { service, verdict: judge(file, service, upload) };
		}),
	);
	const title = `${file.package} ${file.name}`.slice(-WIDTHS[0]);
	const cells = [title, String(pages ?? '–')];
	for (const { service, verdict } of verdicts) {
		const { outcome, message, problems } = verdict;
		cells.push(`${problems.length > 0 ? '✗ ' : ''}${outcome}`);
		if (message) refusals.push(`${service.name}, ${file.name}: ${message}`);
		failures.push(...problems.map((problem) => `${service.name}, ${file.name}: ${problem}`));
	}
	return { row: rowOf(cells), refusals, failures };
}

function rowOf(cells: string[]): string {
	return cells
		.map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0))
		.join(' ')
		.trimEnd();
}

/** @returns how many files or requests have something wrong */
async function run(files: RealFile[]): Promise<number> {
	const [engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	const all = services(engine, sandbox);
	const refusals: string[] = [];
	const failures: string[] = [];
	try {
		say(rowOf(['file', 'pages', ...all.map(({ name }) => name)]));
		for (let at = 0; at < files.length; at += AT_ONCE) {
			const some = files.slice(at, at + AT_ONCE);
			const reports = await Promise.all(some.map((file) => report(file, engine, all)));
			for (const { row, refusals: told, failures: wrong } of reports) {
				say(row);
				refusals.push(...told);
				failures.push(...wrong);
			}
		}
		for (const service of all)
			for (const problem of await service.contractProblems())
				failures.push(`${service.name}: ${problem}`);
	} finally {
		await Promise.all([engine.close(), sandbox.stop()]);
	}
	say(`\nRefused, with these words:\n${refusals.join('\n')}`);
	if (failures.length > 0) say(`\nWrong:\n${failures.join('\n')}`);
	return failures.length;
}

const countPages = loadCounter();
const wanted = process.argv[2] ?? '';
const files = (await readFiles()).filter(({ path }) => path.includes(wanted));
await fetchFiles(files);
const failures = await run(files);
say(`\n${files.length} files, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
