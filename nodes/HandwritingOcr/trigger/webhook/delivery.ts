import { isObject, type JsonObject, parseJson, textOf } from '../../../shared/core/json';
import { isSafeId } from '../../../shared/webhook/safeId';
import { readDocument, type OcrDocument } from '../../api/parse';

/**
 * The document that a webhook body tells of, or null when it tells of none. The body is the
 * document itself as far as it was seen; as nothing about it is documented, one in `document` or
 * `data` is read too.
 */
export function readDelivery(bytes: Uint8Array): OcrDocument | null {
	const text = Buffer.from(bytes).toString('utf8');
	const body = parseJson(text);
	if (!isObject(body)) return null;
	const inner = [body.document, body.data].filter(isObject);
	// The id of an envelope is that of an event.
	const candidates = isDocument(body) ? [body, ...inner] : [...inner, body];
	const found = candidates.find(({ id, document_id: other }) => isId(id ?? other));
	return found ? readDocument(found) : null;
}

function isDocument({ results, action, ...names }: JsonObject): boolean {
	return (
		Array.isArray(results) || textOf(action ?? names.file_name ?? names.original_file_name) !== null
	);
}

/** An id is a text as far as it was seen. */
function isId(id: unknown): boolean {
	return typeof id === 'number' ? Number.isSafeInteger(id) : isSafeId(id);
}
