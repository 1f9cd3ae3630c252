import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { circumstances, type Circumstances } from './machine.mts';
import { toMarkdown, type Report } from './report.mts';

const FOLDER = join(import.meta.dirname, '..');
const DATA = join(FOLDER, 'results.json');
const TEXT = join(FOLDER, 'RESULTS.md');

/** What was found last, by the measurement's number. */
type Results = Record<string, Report & Circumstances>;

/** Puts a measurement's report in the place of its last one. */
export async function keep(number: number, report: Report): Promise<void> {
	const stored = await readFile(DATA, 'utf8').catch(() => '{}');
	const results: Results = { ...(JSON.parse(stored) as Results), [number]: { ...report, ...(await circumstances()) } };
	await writeFile(DATA, `${JSON.stringify(results, null, '\t')}\n`);
	await writeFile(TEXT, text(results));
}

function text(results: Results): string {
	const parts = Object.entries(results).map(([number, { date, machine, versions, ...report }]) => {
		const title = `${number}. ${report.title}`;
		const setting = `${report.setting}\n\n${date}; ${machine}; ${versions}.`;
		return toMarkdown({ ...report, title, setting }, 2);
	});
	return `# Measurements\n\nWritten by \`npm run bench\`; see [README.md](README.md) for what each one does.\n\n${parts.join('\n\n')}\n`;
}
