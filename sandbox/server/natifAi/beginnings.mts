import type { Line } from '../../ocr/types.mts';
import type { ReadPage } from './processings.mts';

type Read = Pick<ReadPage, 'width' | 'height' | 'lines'>;

/** Whether a document begins on a page, and how sure that is, 0 to 1. */
export type Beginning = Pick<ReadPage, 'begins' | 'confidence'>;

/** Lines from the top in which a document says what it is. */
const headLines = 6;

/** Pages whose proportions differ by more than this factor are not of one document. */
const otherShape = 1.1;

const pageMark = /^(?:page|seite|p\.)\s*(\d+)(?:\s*(?:of|von|\/)\s*\d+)?$/i;
const months =
	'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const date = new RegExp(
	`\\b(?:\\d{1,2}\\.? (?:${months})|(?:${months}) \\d{1,2}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4})\\b`,
	'i',
);
const salutation = /^(?:dear|hello|hi|sehr geehrte)\b/i;
const title =
	/\b(?:invoice|receipt|order|delivery note|statement|contract|agreement|application|report|certificate|rechnung|quittung|lieferschein|antrag)\b/i;

/**
 * Where documents begin in a stack of pages. A page that is numbered says it itself; else a
 * document begins where the paper has another shape than the page before, or where the head of the
 * page has a date, a salutation or the name of a kind of document.
 */
export function beginnings(pages: Read[]): Beginning[] {
	return pages.map((page, index) => {
		const before = pages[index - 1];
		if (before === undefined) return { begins: true, confidence: 1 };
		const number = pageNumber(page.lines);
		if (number !== undefined) return { begins: number === 1, confidence: 0.99 };
		if (shapesDiffer(page, before)) return { begins: true, confidence: 0.9 };
		const begins = page.lines.slice(0, headLines).some(({ text }) => isOpening(text.trim()));
		return { begins, confidence: begins ? 0.95 : 0.85 };
	});
}

function pageNumber(lines: Line[]): number | undefined {
	for (const { text } of [...lines.slice(-2), ...lines.slice(0, 2)]) {
		const mark = pageMark.exec(text.trim());
		if (mark) return Number(mark[1]);
	}
	return undefined;
}

function shapesDiffer(page: Read, before: Read): boolean {
	const ratio = page.width / page.height / (before.width / before.height);
	return Math.max(ratio, 1 / ratio) > otherShape;
}

/** In the body of a text such words say nothing, so long lines do not count. */
function isOpening(line: string): boolean {
	return line.length <= 60 && (date.test(line) || salutation.test(line) || title.test(line));
}
