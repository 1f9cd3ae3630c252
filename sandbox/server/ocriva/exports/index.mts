import type { JsonValue } from '../../shared/json.mts';
import type { Format } from '../organizations.mts';
import { asObject } from './content.mts';

/** A file to be sent; `suffix` is that of its name. */
export type ExportedFile = { type: string; content: string | Buffer; suffix: string };

/** Writes a result as a file; the types are documented, what stands in the files is not. */
export async function exportResult(
	result: JsonValue,
	fileName: string,
	format: Format,
): Promise<ExportedFile> {
	switch (format) {
		case 'json':
			return {
				type: 'application/json; charset=utf-8',
				content: JSON.stringify(asObject(result)),
				suffix: format,
			};
		case 'text': {
			const { toText } = await import('./text.mts');
			return { type: 'text/plain; charset=utf-8', content: toText(result), suffix: 'txt' };
		}
		case 'csv': {
			const { toCsv } = await import('./csv.mts');
			return { type: 'text/csv; charset=utf-8', content: toCsv(result), suffix: format };
		}
		case 'xml': {
			const { toXml } = await import('./xml.mts');
			return { type: 'application/xml', content: toXml(result), suffix: format };
		}
		case 'html': {
			const { toHtml } = await import('./html.mts');
			return {
				type: 'text/html; charset=utf-8',
				content: toHtml(result, fileName),
				suffix: format,
			};
		}
		case 'pdf': {
			const { toPdf } = await import('./pdf.mts');
			return { type: 'application/pdf', content: await toPdf(result, fileName), suffix: format };
		}
		case 'docx': {
			const { toDocx } = await import('./docx.mts');
			return {
				type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
				content: await toDocx(result, fileName),
				suffix: format,
			};
		}
	}
}
