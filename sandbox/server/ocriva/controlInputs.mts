import { inputCheck } from '../shared/controlInput.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { deliverySwitchesSchema, type DeliverySwitches } from './settings.mts';

/**
 * A record to be put in as it is described; see the README for the defaults. Dates: ISO 8601 or
 * milliseconds.
 */
export type SeedInput = {
	id?: string;
	uploadId?: string;
	projectId?: string;
	templateId?: string;
	batchId?: string;
	fileName?: string;
	fileSize?: string;
	mimeType?: string;
	status?: string;
	processingResult?: JsonValue;
	error?: string | null;
	createdAt?: string | number;
	updatedAt?: string | number;
};

/**
 * How a record is to end, found by its own id or the upload's; `status` is `completed` unless it
 * says otherwise.
 */
export type FinishInput = {
	id: string;
	status?: string;
	processingResult?: JsonValue;
	error?: string | null;
};

/**
 * A webhook to be sent now: about a record (`documentId`, by its own id or the upload's), with a
 * payload of its own in the usual envelope, or with any body; a body that is a text is sent as it
 * is.
 */
export type WebhookInput = Partial<DeliverySwitches> & {
	/** Default: the account's. */
	url?: string;
	documentId?: string;
	/** Default: that of the record's end. */
	eventType?: string;
	eventId?: string;
	payload?: JsonObject;
	body?: JsonObject | string;
};

const text = { type: 'string', minLength: 1 };
const date = { type: ['string', 'number'] };
const orNull = { type: ['string', 'null'] };

/** @throws ControlError 422 */
export const seedInput = inputCheck<SeedInput>({
	type: 'object',
	additionalProperties: false,
	properties: {
		id: text,
		uploadId: text,
		projectId: text,
		templateId: text,
		batchId: text,
		fileName: text,
		fileSize: text,
		mimeType: text,
		status: text,
		processingResult: {},
		error: orNull,
		createdAt: date,
		updatedAt: date,
	},
});

/** @throws ControlError 422 */
export const finishInput = inputCheck<FinishInput>({
	type: 'object',
	required: ['id'],
	additionalProperties: false,
	properties: { id: text, status: text, processingResult: {}, error: orNull },
});

/** @throws ControlError 422 */
export const webhookInput = inputCheck<WebhookInput>({
	type: 'object',
	additionalProperties: false,
	properties: {
		url: text,
		documentId: text,
		eventType: text,
		eventId: text,
		payload: { type: 'object' },
		body: { type: ['object', 'string'] },
		...deliverySwitchesSchema,
	},
});
