import type { JsonObject } from '../../shared/json.mts';
import type { ReadPage } from '../processings.mts';

const german =
	/\b(?:und|der|die|das|ist|nicht|ein|eine|mit|für|auf|von|den|sie|rechnung|datum|betrag|menge)\b/gi;
const english =
	/\b(?:and|the|is|not|a|an|with|for|on|of|to|you|invoice|date|amount|total|thank)\b/gi;

/** The language of the text, by its commonest words: German or English. */
export function languageResult(pages: readonly ReadPage[]): JsonObject {
	const text = pages.map((page) => page.text).join('\n');
	const count = (words: RegExp): number => text.match(words)?.length ?? 0;
	return { iso_639_1: count(german) > count(english) ? 'de' : 'en' };
}
