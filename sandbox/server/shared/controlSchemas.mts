const text = { type: 'string', minLength: 1 };

const accountProperties = {
	token: text,
	name: text,
	email: text,
	plan: text,
	balance: { type: 'integer' },
	webhookUrl: { type: ['string', 'null'] },
	webhookSecret: { type: ['string', 'null'] },
	settings: { type: 'object' },
};

/** Body that opens an account. Settings are checked by the service that the account belongs to. */
export const newAccountSchema = {
	type: 'object',
	additionalProperties: false,
	properties: { service: text, ...accountProperties },
};

/** Body that changes an account. */
export const accountUpdateSchema = {
	type: 'object',
	required: ['token'],
	additionalProperties: false,
	properties: accountProperties,
};

/** Query with an optional token. */
export const tokenQuery = {
	type: 'object',
	properties: { token: { type: 'string' } },
	additionalProperties: false,
};

/** A body with a token and more that the service checks. */
export const tokenObjectSchema = {
	type: 'object',
	required: ['token'],
	properties: { token: text },
};

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
