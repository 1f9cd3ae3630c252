import { Ajv, type ValidateFunction } from 'ajv';
import { ControlError } from '../shared/controlError.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { actions, type Action } from './documents.mts';
import { deliverySwitchesSchema, type DeliverySwitches } from './settings.mts';

/** A document to be put in as it is described; see the README for the defaults. Dates: ISO 8601 or milliseconds. */
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
export type FinishInput = { id: string; status?: string; results?: JsonValue; error?: string | null; pageCount?: number };

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

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

const isSeed = ajv.compile<SeedInput>({
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

const isFinish = ajv.compile<FinishInput>({
	type: 'object',
	required: ['id'],
	additionalProperties: false,
	properties: { id: text, status: text, results: {}, error: orNull, pageCount: count },
});

const isWebhook = ajv.compile<WebhookInput>({
	type: 'object',
	additionalProperties: false,
	properties: { url: text, documentId: text, body: { type: ['object', 'string'] }, ...deliverySwitchesSchema },
});

/** @throws ControlError 422 */
export function seedInput(input: JsonObject): SeedInput {
	return checked(input, isSeed);
}

/** @throws ControlError 422 */
export function finishInput(input: JsonObject): FinishInput {
	return checked(input, isFinish);
}

/** @throws ControlError 422 */
export function webhookInput(input: JsonObject): WebhookInput {
	return checked(input, isWebhook);
}

function checked<Type>(input: unknown, is: ValidateFunction<Type>): Type {
	if (is(input)) return input;
	const errors = (is.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`);
	throw new ControlError(422, errors.join('; '));
}
