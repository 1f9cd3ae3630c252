import Papa from 'papaparse';
import type { JsonValue } from '../../shared/json.mts';
import { gridOf } from './content.mts';

/** A result as CSV (RFC 4180). */
export function toCsv(result: JsonValue): string {
	return Papa.unparse(gridOf(result), { newline: '\r\n' });
}
