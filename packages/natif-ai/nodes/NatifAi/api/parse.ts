import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../shared/core/json';
import { type Phase, phaseOf, type Status } from '../../shared/waiting/documentStatus';

/**
 * What a full result can carry, as `include` writes it. Seen in the service's own description, the
 * last two with splitting workflows; `classifications` stands among the results of some workflows.
 */
export const RESULTS = [
	'classifications',
	'document-splitting',
	'extractions',
	'hocr',
	'language',
	'ner',
	'ocr',
	'page-images',
	'pdf',
	'sub-pdfs',
	'thumbnail',
] as const;
export type ResultName = (typeof RESULTS)[number];

/** One run of a workflow on one document. */
export interface Processing {
	id: string;
	/** The service tells it by the HTTP code of its answer. */
	status: Status;
	/** The same, as the service has no word of its own. */
	state: string;
	phase: Phase;
	/** The service does not tell it again, so it is known in the run that sent the file. */
	fileName: string | null;
	workflowId: string | null;
	/** Names as in `include`; what can be fetched one by one. */
	availableResults: string[];
	/** What answers are asked to carry; empty for everything. */
	include: readonly ResultName[];
	/** Why it failed, in the service's words. */
	failure: string | null;
	/** The full result, or what came in its place. */
	raw: JsonObject;
}

/** What is known of a processing before its result is here. */
export function knownProcessing(id: string, known: Partial<Processing> = {}): Processing {
	return {
		id,
		fileName: null,
		workflowId: null,
		availableResults: [],
		include: [],
		failure: null,
		raw: { processing_id: id },
		...known,
		...stateOf(known.status ?? 'processing'),
	};
}

/** Reads a full result, or the answer of one that runs. @param id for answers that carry none */
export function readProcessing(
	body: unknown,
	status: Status,
	{ id, ...known }: Processing,
): Processing {
	const raw = isObject(body) ? body : known.raw;
	return {
		...known,
		id: textOf(raw.processing_id) ?? id,
		...stateOf(status),
		workflowId: textOf(raw.workflow_id) ?? known.workflowId,
		availableResults: arrayOf(raw.available_results).flatMap((name) => textOf(name) ?? []),
		raw,
	};
}

export function failedProcessing(
	known: Processing,
	failure: string | null,
	body: unknown,
): Processing {
	return { ...known, ...stateOf('failed'), failure, raw: { ...known.raw, ...objectOf(body) } };
}

function stateOf(status: Status): Pick<Processing, 'status' | 'state' | 'phase'> {
	return { status, state: status, phase: phaseOf(status) };
}
