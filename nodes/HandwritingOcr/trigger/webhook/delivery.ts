import { isObject, type JsonObject, objectOf, textOf } from '../../../shared/core/json';
import { jsonOf } from '../../../shared/webhook/response';
import { isSafeId } from '../../../shared/webhook/safeId';
import { readDocument, type OcrDocument } from '../../api/parse';

/**
 * The document that a webhook body tells of, or null when it tells of none. The body is the
 * document itself as far as it was seen; as nothing about it is documented, one in `document`,
 * `data` or `payload` is read too.
 */
export function readDelivery(bytes: Uint8Array): OcrDocument | null {
	const body = jsonOf(bytes);
	if (!isObject(body)) return null;
	const { document, data, payload } = body;
	const inner = [document, objectOf(data).document, data, payload].filter(isObject);
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
