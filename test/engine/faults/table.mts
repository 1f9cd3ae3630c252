import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an operation makes of a fault. */
export type Row = {
	operation: string;
	fault: string;
	/** How it ends, or the message of the failure with what differs from run to run left out. */
	outcome: string;
	/** Documents that were created or purchases that were made, and are paid. */
	paid: number;
};

export const COMES_THROUGH = 'comes through';
export const IS_CANCELLED = 'is cancelled';
export const COMES_LATER = 'comes with the next poll';
export const STARTS_NOTHING = 'starts nothing';

/** Outcomes that are no failure. */
export const ENDS = new Set([
	COMES_THROUGH,
	IS_CANCELLED,
	COMES_LATER,
	STARTS_NOTHING,
	'gives no items',
	'gives it as failed',
]);

/** The tables of a service: what is paid, what only reads, and what starts workflows, if any. */
const TABLES = ['paid', 'reading', 'triggers'];

/** The rows of a service: operation, fault, outcome and what is paid, with tabs between. */
export function rowsOf(type: string): Row[] {
	const files = TABLES.map((table) => join(import.meta.dirname, `${type}.${table}.tsv`));
	return files.filter(existsSync).flatMap((file) =>
		readFileSync(file, 'utf8')
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const [operation = '', fault = '', outcome = '', paid = ''] = line.split('\t');
				return { operation, fault, outcome, paid: Number(paid) };
			}),
	);
}
