import { around } from '../../../ocr/rows.mts';
import type { Box, Line } from '../../../ocr/types.mts';
import type { ReadPage } from '../processings.mts';

/** The pages as an hOCR document (XHTML with `ocr_*` classes and boxes in `title`). */
export function hocrResult(
	pages: readonly ReadPage[],
	imagePath: (pageNumber: number) => string,
): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<title>OCR results</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
<meta name="ocr-system" content="sandbox" />
<meta name="ocr-number-of-pages" content="${pages.length}" />
<meta name="ocr-capabilities" content="ocr_page ocr_par ocr_line ocrx_word" />
</head>
<body>
${pages.map((page, index) => pageElement(page, index + 1, imagePath(index + 1))).join('\n')}
</body>
</html>
`;
}

function pageElement({ width, height, lines }: ReadPage, page: number, image: string): string {
	const title = `image "${image}"; bbox 0 0 ${width} ${height}; ppageno ${page - 1}`;
	const paragraphs: Line[][] = [];
	for (const line of lines) {
		if (line.startsParagraph || paragraphs.length === 0) paragraphs.push([]);
		paragraphs.at(-1)?.push(line);
	}
	let lineCount = 0;
	let wordCount = 0;
	const paragraphElement = (members: Line[], index: number): string => {
		const inner = members.map((line) => {
			lineCount += 1;
			const words = line.words.map((word) => {
				wordCount += 1;
				const wordTitle = `${bbox(word.box)}; x_wconf ${Math.round(word.confidence)}`;
				return `<span class="ocrx_word" id="word_${page}_${wordCount}" title="${wordTitle}">${escaped(word.text)}</span>`;
			});
			return `<span class="ocr_line" id="line_${page}_${lineCount}" title="${bbox(line.box)}">${words.join(' ')}</span>`;
		});
		return `<p class="ocr_par" id="par_${page}_${index + 1}" title="${bbox(around(members.flatMap(({ words }) => words)))}">\n${inner.join('\n')}\n</p>`;
	};
	const inner = paragraphs.map(paragraphElement).join('\n');
	return `<div class="ocr_page" id="page_${page}" title="${escaped(title)}">\n${inner}\n</div>`;
}

function bbox({ x0, y0, x1, y1 }: Box): string {
	return `bbox ${x0} ${y0} ${x1} ${y1}`;
}

function escaped(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
	};
	return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
