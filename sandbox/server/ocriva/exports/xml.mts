import { isJsonObject, type JsonValue } from '../../shared/json.mts';
import { cellText } from './content.mts';
import { escaped } from './html.mts';

/**
 * A result as XML: an element a key, `item` for each entry of an array. A key that is no name of
 * XML stands in an attribute.
 */
export function toXml(result: JsonValue): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('result', result)}\n`;
}

function element(key: string, value: JsonValue | undefined): string {
	const isName = /^[A-Za-z_][\w.-]*$/.test(key);
	const open = isName ? key : `field name="${escaped(key)}"`;
	return `<${open}>${inner(value)}</${isName ? key : 'field'}>`;
}

function inner(value: JsonValue | undefined): string {
	if (Array.isArray(value)) return value.map((entry) => element('item', entry)).join('');
	if (isJsonObject(value))
		return Object.entries(value)
			.map(([key, entry]) => element(key, entry))
			.join('');
	return escaped(cellText(value));
}
