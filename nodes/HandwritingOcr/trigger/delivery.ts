import { arrayOf, isObject, type JsonObject, parseJson } from '../../shared/json';
import { readDocument, type WireDocument } from '../api/wire';

/**
 * The document that a webhook body tells of, or null when it tells of none. The body is the document itself as far as it was seen;
 * envelopes are read in case they come, as nothing about the payload is documented.
 */
export function readDelivery(body: Uint8Array): WireDocument | null {
	const payload = parseJson(Buffer.from(body).toString('utf8'));
	if (!isObject(payload)) return null;
	const candidates: unknown[] = [payload, payload.data, payload.document, payload.result, arrayOf(payload.documents)[0]];
	const found = candidates.filter(isObject).map(asDocument).find(({ id }) => isPlainId(id));
	return found ?? null;
}

/** A delivery tells of a document that is finished one way or the other; without results it is completed from the API. */
function asDocument(value: JsonObject): WireDocument {
	return readDocument(value);
}

/** A forged id must not lead to another route of the API. */
function isPlainId(id: string): boolean {
	return /^[^/?#\\\s]{1,64}$/.test(id) && !/^\.{1,2}$/.test(id);
}
