import { inputCheck } from '../shared/controlInput.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { actions, type Action } from './documents.mts';
import { deliverySwitchesSchema, type DeliverySwitches } from './settings.mts';

/**
 * A document to be put in as it is described; see the README for the defaults. Dates: ISO 8601 or
 * milliseconds.
 */
export type SeedInput = {
	id?: string;
	fileName?: string;
	action?: Action;
	status?: string;
	pageCount?: number;
	results?: JsonValue;
	error?: string | null;
	extractorId?: string | null;
	webhookUrl?: string | null;
	createdAt?: string | number;
	updatedAt?: string | number;
	deletesAt?: string | number;
};

/** How a document is to end; `status` is `processed` unless it says otherwise. */
export type FinishInput = {
	id: string;
	status?: string;
	results?: JsonValue;
	error?: string | null;
	pageCount?: number;
};

/** A webhook to be sent now, about a document or with a body of its own. */
export type WebhookInput = Partial<DeliverySwitches> & {
	/** Default: where the document's, else the account's webhooks go. */
	url?: string;
	documentId?: string;
	/** A text is sent as it is. */
	body?: JsonObject | string;
};

const text = { type: 'string', minLength: 1 };
const date = { type: ['string', 'number'] };
const count = { type: 'integer', minimum: 0 };
const orNull = { type: ['string', 'null'] };

/** @throws ControlError 422 */
export const seedInput = inputCheck<SeedInput>({
	type: 'object',
	additionalProperties: false,
	properties: {
		id: text,
		fileName: text,
		action: { enum: actions },
		status: text,
		pageCount: count,
		results: {},
		error: orNull,
		extractorId: orNull,
		webhookUrl: orNull,
		createdAt: date,
		updatedAt: date,
		deletesAt: date,
	},
});

/** @throws ControlError 422 */
export const finishInput = inputCheck<FinishInput>({
	type: 'object',
	required: ['id'],
	additionalProperties: false,
	properties: { id: text, status: text, results: {}, error: orNull, pageCount: count },
});

/** @throws ControlError 422 */
export const webhookInput = inputCheck<WebhookInput>({
	type: 'object',
	additionalProperties: false,
	properties: {
		url: text,
		documentId: text,
		body: { type: ['object', 'string'] },
		...deliverySwitchesSchema,
	},
});
