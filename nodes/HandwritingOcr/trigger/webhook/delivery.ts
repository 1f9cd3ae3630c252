import { arrayOf, isObject, parseJson, textOf } from '../../../shared/core/json';
import { isSafeId } from '../../../shared/webhook/safeId';
import { readDocument, type OcrDocument } from '../../api/parse';

/**
 * Keys that receivers of the service have looked into, besides the body itself; no envelope was
 * ever seen.
 */
const ENVELOPES = ['document', 'data', 'result', 'result_json', 'documents'];

/**
 * The document that a webhook body tells of, or null when it tells of none. The body is the
 * document itself as far as it was seen; envelopes are read in case they come, as nothing about the
 * payload is documented.
 */
export function readDelivery(bytes: Uint8Array): OcrDocument | null {
	const payload = parseJson(
		Buffer.from(bytes)
			.toString('utf8')
			.replace(/^\uFEFF/, ''),
	);
	if (!isObject(payload)) return null;
	const inner = ENVELOPES.map((name) => payload[name]).map((value) => arrayOf(value)[0] ?? value);
	const candidates = [...inner, payload]
		.filter(isObject)
		.filter(hasPlainId)
		.map((value) => readDocument(value));
	return candidates.sort((left, right) => weight(right) - weight(left))[0] ?? null;
}

function hasPlainId({ id, document_id }: Record<string, unknown>): boolean {
	return isSafeId(id ?? document_id);
}

/**
 * The id of an envelope is that of an event: what looks most like a document is meant. Of equals
 * the inner one comes first.
 */
function weight({ results, action, fileName, raw }: OcrDocument): number {
	if (results !== null || action !== null || fileName !== null) return 2;
	return textOf(raw.status) === null ? 0 : 1;
}
