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
import { services } from './services.mts';

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

/** @returns how many files or requests have something wrong */
async function run(files: RealFile[]): Promise<number> {
	const countPages = loadCounter();
	const [engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
	const all = services(engine, sandbox);
	const failures: string[] = [];
	const refusals: string[] = [];
	try {
		say(
			['file'.padEnd(44), 'pages'.padEnd(7), ...all.map(({ name }) => name.padEnd(16))].join(' '),
		);
		for (const file of files) {
			const pages = await countPages(createReadStream(placeOf(file)));
			if (file.pages !== null && pages !== file.pages)
				failures.push(`${file.name}: ${pages} pages are counted, it has ${file.pages}`);
			const cells = [
				`${file.package} ${file.name}`.slice(-44).padEnd(44),
				String(pages ?? '–').padEnd(7),
			];
			for (const service of all) {
				const upload = await service.upload([await itemOf(engine, file)]);
				const { outcome, message, problems } = judge(file, service, upload);
				cells.push(`${problems.length > 0 ? '✗ ' : ''}${outcome}`.padEnd(16));
				if (message) refusals.push(`${service.name}, ${file.name}: ${message}`);
				failures.push(...problems.map((problem) => `${service.name}, ${file.name}: ${problem}`));
			}
			say(cells.join(' ').trimEnd());
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

const wanted = process.argv[2] ?? '';
const files = (await readFiles()).filter(({ path }) => path.includes(wanted));
await fetchFiles(files);
const failures = await run(files);
say(`\n${files.length} files, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
