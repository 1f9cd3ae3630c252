import type { JsonObject } from '../../shared/json.mts';
import { cellText, pagesOf } from './pages.mts';

/**
 * All transcripts, each below a marker line such as `=== **Page: 1 of 2**` (observed in downloaded
 * files).
 */
export function toText(document: JsonObject): string {
	const pages = pagesOf(document);
	return pages
		.map(
			({ page_number, transcript }, index) =>
				`=== **Page: ${cellText(page_number ?? index + 1)} of ${pages.length}**\n\n${cellText(transcript)}\n`,
		)
		.join('\n');
}
