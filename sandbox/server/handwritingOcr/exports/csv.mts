import Papa from 'papaparse';
import type { JsonObject } from '../../shared/json.mts';
import { recordGrid } from './grid.mts';

/** The records of an extractor's document as CSV (RFC 4180). */
export function toCsv(document: JsonObject): string {
	return Papa.unparse(recordGrid(document), { newline: '\r\n' });
}
