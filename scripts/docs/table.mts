/** A table of Markdown. */
export function table(heading: string[], rows: string[][]): string {
	const lines = [heading, heading.map(() => '---'), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Sentences as the text of one cell: no line break, no bar, no HTML. */
export function cell(sentences: string[]): string {
	return sentences
		.join(' ')
		.replaceAll(/<br\s*\/?>|\s+/g, ' ')
		.replaceAll(/<\/?(b|strong)>/g, '**')
		.replaceAll(/<[^>]+>/g, '')
		.replaceAll('|', '\\|');
}
