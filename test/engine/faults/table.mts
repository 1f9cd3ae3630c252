import { readFileSync } from 'node:fs';
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

/** Outcomes that are no failure. */
export const ENDS = new Set([COMES_THROUGH, IS_CANCELLED, 'gives no items', 'gives it as failed']);

/** The two tables of a service: what is paid, and what only reads. */
export const TABLES = ['paid', 'reading'];

/** The rows of a service: operation, fault, outcome and what is paid, with tabs between. */
export function rowsOf(type: string): Row[] {
	return TABLES.flatMap((table) =>
		readFileSync(join(import.meta.dirname, `${type}.${table}.tsv`), 'utf8')
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const [operation = '', fault = '', outcome = '', paid = ''] = line.split('\t');
				return { operation, fault, outcome, paid: Number(paid) };
			}),
	);
}
