import type { Locator } from 'playwright-core';

/**
 * The texts of an element that cannot be read as the window stands: those that are outside of it,
 * scrolled away, cut off, or behind something else.
 * @param lines how many lines of each text have to be seen; left out: all
 */
export async function hiddenTexts(element: Locator, lines = Infinity): Promise<string[]> {
	await element.waitFor();
	return await element.evaluate((root, most) => {
		const reaches = (x: number, y: number) => root.contains(document.elementFromPoint(x, y));
		const isSeen = ({ left, right, top, bottom }: DOMRect) => {
			const middle = (top + bottom) / 2;
			// A space at the end may lie below what follows.
			return reaches(left + 1, middle) && reaches(Math.max(right - 5, left + 1), middle);
		};
		const hidden: string[] = [];
		const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const text = texts.currentNode.textContent?.trim() ?? '';
			if (text === '') continue;
			const range = document.createRange();
			range.selectNodeContents(texts.currentNode);
			const seen = [...range.getClientRects()].slice(0, most).filter(({ width }) => width > 2);
			if (seen.length === 0 || !seen.every(isSeen)) hidden.push(text);
		}
		return hidden;
	}, lines);
}
