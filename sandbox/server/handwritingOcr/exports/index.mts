import type { JsonObject } from '../../shared/json.mts';
import type { Action } from '../documents.mts';

/** A file to be sent. */
export type ExportedFile = { type: string; content: string | Buffer };

/**
 * Writes a finished document as a file; formats and actions that do not go together never get here.
 * @param document the detail answer of v3, which is also the `json` format
 */
export async function exportDocument(
	document: JsonObject,
	action: Action,
	format: string,
): Promise<ExportedFile> {
	switch (format) {
		case 'txt': {
			const { toText } = await import('./txt.mts');
			return { type: 'text/plain; charset=utf-8', content: toText(document) };
		}
		case 'docx': {
			const { toDocx } = await import('./docx.mts');
			return {
				type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
				content: await toDocx(document),
			};
		}
		case 'xlsx': {
			const { toXlsx } = await import('./xlsx.mts');
			return {
				type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
				content: await toXlsx(document, action),
			};
		}
		case 'csv': {
			const { toCsv } = await import('./csv.mts');
			return { type: 'text/csv; charset=utf-8', content: toCsv(document) };
		}
		default:
			return { type: 'application/json', content: JSON.stringify(document) };
	}
}
