import { inputCheck } from '../shared/controlInput.mts';
import type { JsonObject } from '../shared/json.mts';
import type { Processing } from './processings.mts';

/**
 * A processing to be put in as it is described; see the README for the defaults. Dates: ISO 8601 or
 * milliseconds.
 */
export type SeedInput = {
	/** A UUID. */
	id?: string;
	fileName?: string;
	workflow?: string;
	status?: Processing['status'];
	pageCount?: number;
	/** Texts of the pages, in place of made-up ones. */
	pages?: string[];
	/** Results by their keys in the full result, in place of those that the pages give. */
	results?: JsonObject;
	error?: string | null;
	createdAt?: string | number;
};

/** How a processing is to end; `status` is `done` unless it says otherwise. */
export type FinishInput = Pick<SeedInput, 'status' | 'pages' | 'results' | 'error'> & {
	id: string;
};

const texts = { type: 'array', items: { type: 'string' }, minItems: 1 };
const outcome = {
	id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
	status: { enum: ['running', 'done', 'failed'] },
	pages: texts,
	results: { type: 'object' },
	error: { type: ['string', 'null'] },
};

/** @throws ControlError 422 */
export const seedInput = inputCheck<SeedInput>({
	type: 'object',
	additionalProperties: false,
	properties: {
		...outcome,
		fileName: { type: 'string', minLength: 1 },
		workflow: { type: 'string', minLength: 1 },
		pageCount: { type: 'integer', minimum: 1 },
		createdAt: { type: ['string', 'number'] },
	},
});

/** @throws ControlError 422 */
export const finishInput = inputCheck<FinishInput>({
	type: 'object',
	required: ['id'],
	additionalProperties: false,
	properties: outcome,
});
