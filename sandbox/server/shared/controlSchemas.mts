const text = { type: 'string', minLength: 1 };

/** Body of the account routes. Settings are checked by the service that the account belongs to. */
export function accountSchema(...required: string[]): object {
	return {
		type: 'object',
		required,
		additionalProperties: false,
		properties: {
			service: text,
			token: text,
			name: text,
			email: text,
			plan: text,
			balance: { type: 'integer' },
			webhookUrl: { type: ['string', 'null'] },
			webhookSecret: { type: ['string', 'null'] },
			settings: { type: 'object' },
		},
	};
}

/** Query with an optional token. */
export const tokenQuery = { type: 'object', properties: { token: { type: 'string' } }, additionalProperties: false };

/** A body with a token and more that the service checks. */
export const tokenObjectSchema = { type: 'object', required: ['token'], properties: { token: text } };

/** Body that seeds documents. */
export const seedSchema = {
	type: 'object',
	required: ['token', 'documents'],
	additionalProperties: false,
	properties: { token: text, documents: { type: 'array', items: { type: 'object' } } },
};

/** Body that puts a clock forward, `advance` in milliseconds. */
export const clockSchema = {
	type: 'object',
	required: ['token', 'advance'],
	additionalProperties: false,
	properties: { token: text, advance: { type: 'number' } },
};
