import { isObject, objectOf, parseJson, textOf, type JsonObject } from '../../../shared/core/json';
import { isSafeId } from '../../../shared/webhook/safeId';

/** Events of the service (documented). */
export const EVENTS = [
	'document.uploaded',
	'document.processed',
	'document.failed',
	'batch.uploaded',
	'batch.completed',
	'template.created',
	'template.updated',
	'template.deleted',
] as const;
export type EventType = (typeof EVENTS)[number];

/** What an event is about. */
export type Subject = 'document' | 'batch' | 'template';

/**
 * Who says that it happened: a signed `delivery`; the `api`, which shows it; the `early` api, which
 * knows the thing, but does not show its end yet; or nobody so far, with which it is `open`.
 */
export const SOURCES = ['delivery', 'api', 'early', 'open'] as const;
export type Source = (typeof SOURCES)[number];

export interface OcrivaEvent {
	/** One of EVENTS, or what the service may come to send besides. */
	type: string;
	source: Source;
	/** Repeats of a delivery have the same one (documented); empty when it is not told. */
	eventId: string;
	/** Of the record or the upload, the batch, the template; empty when it is not told. */
	id: string;
	/** Empty when it is not told. */
	projectId: string;
	/**
	 * The envelope: `eventType`, `eventId`, `timestamp`, `organizationId`, `projectId`, `payload`,
	 * the same for every event (documented).
	 */
	envelope: JsonObject;
}

/**
 * Where a payload names what it is about. `document.uploaded` is documented to have the upload's
 * `id`; the others are assumptions.
 */
const ID_KEYS: Record<Subject, string[]> = {
	document: ['processingHistoryId', 'historyId', 'id'],
	batch: ['batchId', 'id'],
	template: ['templateId', 'id'],
};

/** Stands where a record's id would (documented), so no record has it. */
const STATISTICS = 'stats';

/** It only tells repeats, so it may look like anything. */
const LONGEST_EVENT_ID = 200;

/** Undefined for events that nobody knows. */
export function subjectOf(type: string): Subject | undefined {
	const known = EVENTS.find((event) => event === type)?.split('.')[0];
	return known === 'document' || known === 'batch' || known === 'template' ? known : undefined;
}

export function payloadOf({ envelope }: OcrivaEvent): JsonObject {
	return objectOf(envelope.payload);
}

/**
 * The event that a webhook body tells of, or null when it is no envelope of the service, or one
 * that names a thing by what is no id.
 */
export function readDelivery(bytes: Uint8Array): OcrivaEvent | null {
	return readEnvelope(
		parseJson(
			Buffer.from(bytes)
				.toString('utf8')
				.replace(/^\uFEFF/, ''),
		),
		'delivery',
	);
}

export function readEnvelope(value: unknown, source: Source): OcrivaEvent | null {
	const envelope = objectOf(value);
	const { eventType, eventId, projectId, payload } = envelope;
	if (
		typeof eventType !== 'string' ||
		!/^[a-z]+(\.[a-z_]+)+$/.test(eventType) ||
		eventType.length > 100 ||
		!isObject(payload)
	)
		return null;
	const subject = subjectOf(eventType);
	const id = subject && ID_KEYS[subject].map((key) => payload[key]).find(isGiven);
	const project = isGiven(projectId) && projectId !== '' ? projectId : undefined;
	if (![id, project].every((given) => given === undefined || isSafeId(given)) || id === STATISTICS)
		return null;
	return {
		type: eventType,
		source,
		eventId: (textOf(eventId) ?? '').slice(0, LONGEST_EVENT_ID),
		id: String(id ?? ''),
		projectId: String(project ?? ''),
		envelope,
	};
}

/**
 * An event as the API tells it, in the shape of a delivery; who delivers it and when, the API does
 * not know.
 */
export function eventFromApi(
	type: EventType | string,
	source: Source,
	id: string,
	projectId: string,
	payload: JsonObject,
): OcrivaEvent {
	return {
		type,
		source,
		eventId: '',
		id,
		projectId,
		envelope: {
			eventType: type,
			eventId: null,
			timestamp: null,
			organizationId: null,
			projectId: projectId || null,
			payload,
		},
	};
}

/**
 * Repeats of an event have the same key: that of the delivery where it is signed, else that of what
 * happened.
 */
export function keyOf(event: OcrivaEvent): string {
	const { type, source, eventId, id } = event;
	if (source === 'delivery' && eventId !== '') return `event ${eventId}`;
	if (source === 'open' || source === 'early') return `${source} ${type} ${id}`;
	const moment =
		source === 'delivery'
			? event.envelope.timestamp
			: type === 'template.updated'
				? payloadOf(event).updatedAt
				: undefined;
	return [type, id, textOf(moment) ?? ''].join(' ').trim();
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
