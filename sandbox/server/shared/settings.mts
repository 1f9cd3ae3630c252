/**
 * How requests are limited; after Laravel's throttle (assumption: the service documents 429 without
 * numbers).
 */
export type RateLimit = {
	/** Requests that are let through in each window. */
	requests: number;
	/** Length of the window. */
	seconds: number;
	/** How `Retry-After` is written; default seconds. */
	retryAfter?: 'seconds' | 'date' | 'none';
	/** Whether `X-RateLimit-*` headers are sent; default true. */
	headers?: boolean;
	/**
	 * Where a window starts: with its first request (default), or on the clock, at multiples of its
	 * length.
	 */
	window?: 'request' | 'clock';
	/** When `X-RateLimit-Reset` is sent: with 429 only (default), or with each answer. */
	reset?: 'refused' | 'always';
};

/** The settings that the accounts of every service have. */
export type BaseSettings = {
	/** Milliseconds by which each answer of the API is held back. */
	latency: number;
	rateLimit: RateLimit | null;
};

/** Default values of the common settings. */
export const baseSettings: BaseSettings = { latency: 0, rateLimit: null };

/** JSON Schema of the common settings, as properties to be spread into a service's own schema. */
export const baseSettingsSchema = {
	latency: { type: 'number', minimum: 0 },
	rateLimit: {
		type: ['object', 'null'],
		required: ['requests', 'seconds'],
		additionalProperties: false,
		properties: {
			requests: { type: 'integer', minimum: 0 },
			seconds: { type: 'number', exclusiveMinimum: 0 },
			retryAfter: { enum: ['seconds', 'date', 'none'] },
			headers: { type: 'boolean' },
			window: { enum: ['request', 'clock'] },
			reset: { enum: ['refused', 'always'] },
		},
	},
};
