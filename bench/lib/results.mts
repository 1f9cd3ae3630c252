import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Circumstances } from './machine.mts';
import { toMarkdown, type Report } from './report.mts';

const FOLDER = join(import.meta.dirname, '..');
const DATA = join(FOLDER, 'results.json');
const TEXT = join(FOLDER, 'RESULTS.md');

/** What was found last, by the measurement's number. */
type Results = Record<string, Report & Circumstances>;

/** Puts a measurement's report in the place of its last one. */
export async function keep(
	number: number,
	report: Report,
	circumstances: Circumstances,
): Promise<void> {
	const stored = await readFile(DATA, 'utf8').catch(() => '{}');
	const results: Results = {
		...(JSON.parse(stored) as Results),
		[number]: { ...report, ...circumstances },
	};
	await writeFile(DATA, `${JSON.stringify(results, null, '\t')}\n`);
	await writeFile(TEXT, text(results));
}

function text(results: Results): string {
	const parts = Object.entries(results).map(
		([number, { date, machine, load, versions, build, ...report }]) => {
			const title = `${number}. ${report.title}`;
			const setting = `${report.setting}\n\n${date}; ${machine}, load ${load} at the start; ${versions}, build ${build}.`;
			return toMarkdown({ ...report, title, setting }, 2);
		},
	);
	const builds = new Set(Object.values(results).map(({ build }) => build));
	const warning =
		builds.size > 1
			? '**These measurements are not all of the same build of the package.**\n\n'
			: '';
	return `# Measurements\n\nWritten by \`npm run bench\`; see [README.md](README.md) for what each one does.\n\n${warning}${parts.join('\n\n')}\n`;
}
