/** What one measurement found. */
export type Report = {
	title: string;
	/** What was done and with which settings, for somebody who was not there. */
	setting: string;
	tables: Table[];
	goals: Goal[];
	/** What else was seen and has to be said beside the numbers. */
	remarks?: string[];
};

export type Table = { caption?: string; columns: string[]; rows: string[][] };

/** What the project asks of itself: the number that was measured beside its limit. */
export type Goal = { text: string; measured: string; met: boolean };

/** A report as Markdown. `level`: of its heading. */
export function toMarkdown(
	{ title, setting, tables, goals, remarks = [] }: Report,
	level = 3,
): string {
	const goalTable: Table = {
		columns: ['goal', 'measured', ''],
		rows: goals.map(({ text, measured, met }) => [text, measured, met ? 'met' : '**missed**']),
	};
	const parts = [
		`${'#'.repeat(level)} ${title}`,
		setting,
		...[...tables, ...(goals.length > 0 ? [goalTable] : [])].map(tableText),
		...remarks.map((remark) => `- ${remark}`),
	];
	return parts.join('\n\n');
}

function tableText({ caption, columns, rows }: Table): string {
	const widths = columns.map((column, index) =>
		Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
	);
	const line = (cells: string[]): string =>
		`| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
	const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
	const text = [line(columns), rule, ...rows.map(line)].join('\n');
	return caption === undefined ? text : `${caption}\n\n${text}`;
}

/** "6.31 s" out of milliseconds. */
export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** "33 MB" out of bytes; a MB has 2^20. */
export function megabytes(bytes: number): string {
	return `${Math.round(bytes / 2 ** 20)} MB`;
}

/** "6.10 to 6.43" s out of milliseconds. */
export function range(milliseconds: number[]): string {
	return [Math.min(...milliseconds), Math.max(...milliseconds)]
		.map((time) => (time / 1000).toFixed(2))
		.join(' to ');
}
