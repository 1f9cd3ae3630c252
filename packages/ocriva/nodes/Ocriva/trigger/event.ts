import type { IDataObject } from 'n8n-workflow';

import { asItemJson, isObject, objectOf, textOf, type JsonObject } from '../../shared/core/json';
import { digestOf, type Subject } from '../../shared/webhook/deduplicator';
import { jsonOf } from '../../shared/webhook/response';
import { isSafeId } from '../../shared/webhook/safeId';
import { readRecord, type HistoryRecord } from '../api/parse';

/** Events of the service (documented). */
const EVENTS = [
	'document.uploaded',
	'document.processed',
	'document.failed',
	'batch.uploaded',
	'batch.completed',
	'template.created',
	'template.updated',
	'template.deleted',
] as const;

/** What an event is about. */
type Topic = 'document' | 'batch' | 'template';

/**
 * Who says that it happened: a signed `delivery`; the `api`, which shows it; the `early` api, which
 * knows the thing, but does not show its end yet; or nobody so far, with which it is `open`.
 */
const SOURCES = ['delivery', 'api', 'early', 'open'] as const;
type Source = (typeof SOURCES)[number];

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
const ID_KEYS: Record<Topic, string[]> = {
	document: ['processingHistoryId', 'historyId', 'id'],
	batch: ['batchId', 'id'],
	template: ['templateId', 'id'],
};

/** Stands where a record's id would (documented), so no record has it. */
const STATISTICS = 'stats';

/** It only tells repeats, so it may look like anything. */
const LONGEST_EVENT_ID = 200;

/** Also of events that the service may come to send besides. */
const EVENT_TYPE = /^[a-z]{1,50}(\.[a-z0-9_]{1,50}){1,3}$/;

/** Undefined for events that nobody knows. */
export function topicOf(type: string): Topic | undefined {
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
	return readEnvelope(jsonOf(bytes), 'delivery');
}

function readEnvelope(value: unknown, source: Source): OcrivaEvent | null {
	const envelope = objectOf(value);
	const { eventType, eventId, projectId, payload } = envelope;
	if (typeof eventType !== 'string' || !EVENT_TYPE.test(eventType) || !isObject(payload))
		return null;
	const topic = topicOf(eventType);
	const ids = (topic ? ID_KEYS[topic] : []).map((key) => payload[key]);
	const [id, project] = [ids.find(isGiven), isGiven(projectId) ? projectId : undefined];
	if (![id, project].every((given) => given === undefined || isId(given))) return null;
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
export function eventFromApi({
	type,
	source,
	id,
	projectId,
	payload,
}: Omit<OcrivaEvent, 'eventId' | 'envelope'> & { payload: JsonObject }): OcrivaEvent {
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
 * How repeats of an event are known: by the id of the delivery where it is signed, else by what
 * happened, and when or with what outcome. A document can be processed again.
 */
export function subjectOf(event: OcrivaEvent): Subject {
	const { type, source, eventId, id, envelope } = event;
	if (source === 'delivery' && eventId !== '') return { key: `event ${eventId}`, marks: [] };
	if (source === 'open' || source === 'early') return { key: `${source} ${type} ${id}`, marks: [] };
	const key = `${type} ${id}`;
	const told = source === 'delivery' ? [envelope.timestamp] : outcomeOf(event);
	const marks = told.filter((mark) => mark !== undefined && mark !== null);
	return { key, marks: marks.map((mark) => `${key} ${textOf(mark) ?? digestOf(mark)}`) };
}

/** When it ended, and how, as the API tells it. */
function outcomeOf(event: OcrivaEvent): unknown[] {
	const payload = payloadOf(event);
	if (event.type === 'document.processed') return [payload.completedAt, payload.processingResult];
	if (event.type === 'document.failed') return [payload.completedAt];
	if (event.type === 'batch.completed') return [payload];
	return event.type === 'template.updated' ? [payload.updatedAt] : [];
}

/** Empty values count as absent. */
function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function isId(value: unknown): boolean {
	return typeof value === 'number'
		? Number.isSafeInteger(value)
		: isSafeId(value) && value !== STATISTICS;
}

/** What a run is given of an event; {@link eventIn} reads it. */
export function payloadFor({ source, envelope }: OcrivaEvent): IDataObject {
	return { source, event: asItemJson(envelope) };
}

/** The event that a delivery has handed over; null when there was none. */
export function eventIn({ source, event }: JsonObject): OcrivaEvent | null {
	const known = SOURCES.find((candidate) => candidate === source);
	return known === undefined ? null : readEnvelope(event, known);
}

const TOLD_BY: Record<string, Pick<HistoryRecord, 'state' | 'phase'>> = {
	'document.uploaded': { state: 'uploaded', phase: 'pending' },
	'document.processed': { state: 'completed', phase: 'done' },
	'document.failed': { state: 'failed', phase: 'failed' },
};

/**
 * The record that the payload of a document's event is, or tells of: the event says how it fares
 * where the payload does not.
 */
export function recordOf(event: OcrivaEvent): HistoryRecord {
	const payload = payloadOf(event);
	const ownId = payload.uploadId ?? (payload.id === event.id ? undefined : payload.id);
	const record = readRecord({ ...payload, id: event.id, uploadId: ownId });
	const told = event.source === 'delivery' ? TOLD_BY[event.type] : undefined;
	return told && told.phase !== record.phase
		? readRecord({ ...record.raw, status: told.state })
		: record;
}
