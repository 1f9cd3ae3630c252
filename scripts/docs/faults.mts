import { FAULTS, faultOf } from '../../test/engine/faults/faults.mts';
import { FAULT_SERVICES } from '../../test/engine/faults/services.mts';
import { ENDS, rowsOf, type Row } from '../../test/engine/faults/table.mts';
import { cell, table } from './table.mts';

const HEAD = `# Faults

What each operation and trigger makes of faults of the network, of the service, of what stands in between, and of how n8n runs it. Each row is
run by \`test/engine/faults/\`, in n8n's own engine against the sandbox, and this page is written from the same table (\`npm run docs\`).

A fault without "once" lasts. HOST and ID stand for what differs from run to run. Every sentence comes with a next step, no answer shows a
secret, and every run ends. What is paid is what the sandbox has created in the run: an upload that "was not confirmed" may have been
created by the service itself, which is why it is never sent again by itself.
`;

/** docs/faults.md, from the rows that the tests run. */
export function faultsPage(): string {
	const services = FAULT_SERVICES.map(({ type, name }) => ({ name, rows: rowsOf(type) }));
	const all = services.flatMap(({ rows }) => rows);
	const kinds = Object.values(FAULTS).flatMap((faults) => Object.keys(faults)).length;
	const through = all.filter(({ outcome }) => ENDS.has(outcome)).length;
	const count = `${all.length} rows: ${kinds} faults; ${through} come through or end as asked, ${all.length - through} with a sentence.\n`;
	return [HEAD, count, ...services.map(sectionOf)].join('\n');
}

function sectionOf({ name, rows }: { name: string; rows: Row[] }): string {
	const operations = [...new Set(rows.map(({ operation }) => operation))];
	const parts = operations.map((operation) => {
		const own = rows.filter((entry) => entry.operation === operation);
		return `### ${name}: ${operation}\n\n${tableOf(own)}`;
	});
	return `## ${name}\n\n${parts.join('\n\n')}\n`;
}

function tableOf(rows: Row[]): string {
	return table(
		['Fault', 'What is answered', 'What comes of it', 'Paid'],
		rows.map(({ operation, fault, outcome, paid }) => [
			fault,
			cell([faultOf(fault).answer]),
			cell([outcome]),
			paidBy(operation, paid),
		]),
	);
}

function paidBy(operation: string, paid: number): string {
	if (paid === 0) return 'nothing';
	const what = operation.endsWith('Top Up') ? 'purchase' : 'document';
	return paid === 1 ? `1 ${what}` : `${paid} ${what}s`;
}
