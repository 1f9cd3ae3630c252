import type { IDataObject } from 'n8n-workflow';

import { asItemJson, type JsonObject } from '../../shared/core/json';
import { timeOf } from '../../shared/core/dates';
import { digestOf, type Subject } from '../../shared/webhook/deduplicator';
import { type OcrDocument, readDocument } from '../api/parse';

/** What a run is given of a document; {@link documentIn} reads it. */
export function payloadOf({ id, fileName, action, raw }: OcrDocument): IDataObject {
	return { document: asItemJson({ ...raw, id }), fileName, action };
}

/** The document that a delivery or a poll has handed over; without an id when there was none. */
export function documentIn({ document, fileName, action }: JsonObject): OcrDocument {
	return withKnownName(readDocument(document), readDocument({ file_name: fileName, action }));
}

/** v2 names neither the file nor the action when it is asked for one document. */
export function withKnownName(
	document: OcrDocument,
	{ fileName, action }: Pick<OcrDocument, 'fileName' | 'action'>,
): OcrDocument {
	return {
		...document,
		fileName: document.fileName ?? fileName,
		action: document.action ?? action,
	};
}

/** A document ends once, unless it is read again: then later, and with another result. */
export function subjectOf({ id, phase, updatedAt, results, failure }: OcrDocument): Subject {
	const key = `${id}:${phase}`;
	const updated = timeOf(updatedAt ?? '');
	const hasContent = results !== null || failure !== null;
	return {
		key,
		marks: [
			...(Number.isNaN(updated) ? [] : [`${key} ${updated}`]),
			...(hasContent ? [`${key} ${digestOf([results, failure])}`] : []),
		],
	};
}
