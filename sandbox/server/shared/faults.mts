import { sleep } from './clock.mts';
import type { JsonValue } from './json.mts';

/** A fault to be injected; see the README of this server for what each part does. */
export type FaultInput = {
	/** The account that suffers it; without one, everybody. */
	token?: string;
	/** Name of a route (`upload`, `list`, ...) or `*`. */
	route: string;
	/**
	 * How often it strikes; default 1, or without end when `probability` is given; null = without
	 * end.
	 */
	times?: number | null;
	/** Chance between 0 and 1 that it strikes a matching request. */
	probability?: number;
	/** Matching requests that pass first. */
	skip?: number;
	/** Answer with this status. */
	status?: number;
	/** `Retry-After` of that answer: seconds, or any text as it is. */
	retryAfter?: number | string;
	/** Write a numeric `retryAfter` as an HTTP date instead. */
	retryAfterFormat?: 'seconds' | 'date';
	/** Body of that answer: text as it is, anything else as JSON. */
	body?: JsonValue;
	/** Answer with an HTML error page: true for a ready one, or the page. */
	html?: boolean | string;
	/** `Content-Type` of that answer, in the place of what its body is. */
	contentType?: string;
	/** Milliseconds to hold the request back. */
	delay?: number;
	/** Hold the request back until the account's faults are cleared. */
	hold?: boolean;
	/**
	 * Destroy the connection: before anything is done, after the work, or after it in the middle of
	 * the answer's body.
	 */
	reset?: 'before' | 'during' | 'after';
	/** The answer's body stops at its half, after the work, and the connection stays open. */
	silent?: boolean;
	/**
	 * Whether `status`, `delay` and `hold` strike before the work (nothing is done) or after it;
	 * default before.
	 */
	when?: 'before' | 'after';
};

/** A fault as it stands in the list. */
export type Fault = FaultInput & {
	id: number;
	when: 'before' | 'after';
	remaining: number | null;
	toSkip: number;
};

function momentOf({ reset, silent, when = 'before' }: FaultInput): Fault['when'] {
	if (reset === undefined && !silent) return when;
	return reset === 'before' ? 'before' : 'after';
}

/**
 * The faults that wait to strike. The first one that matches a request and is not skipped strikes
 * it.
 */
export class FaultList {
	#faults: Fault[] = [];
	#held: Array<{ token: string | undefined; release: () => void }> = [];
	#lastId = 0;

	/** Adds a fault behind the others. */
	add(input: FaultInput): Fault {
		const unlimited =
			input.times === null || (input.times === undefined && input.probability !== undefined);
		const fault: Fault = {
			...input,
			id: ++this.#lastId,
			when: momentOf(input),
			remaining: unlimited ? null : (input.times ?? 1),
			toSkip: input.skip ?? 0,
		};
		this.#faults.push(fault);
		return fault;
	}

	/**
	 * Removes the faults of one account, or all of them when no token is given, and lets go of the
	 * requests that they hold.
	 */
	clear(token?: string): void {
		const isOthers = (one: { token?: string | undefined }) =>
			token !== undefined && one.token !== token;
		for (const one of this.#held) if (!isOthers(one)) one.release();
		this.#held = this.#held.filter(isOthers);
		this.#faults = this.#faults.filter(isOthers);
	}

	/** Resolves when the time is over for which a fault holds a request back. */
	async pass({ token, delay = 0, hold }: Fault): Promise<void> {
		await sleep(delay);
		if (hold) await new Promise<void>((release) => this.#held.push({ token, release }));
	}

	/** Takes the fault that strikes this request, if any, and counts it down. */
	take(route: string, token: string | undefined): Fault | undefined {
		for (const fault of this.#faults) {
			const matches =
				(fault.route === '*' || fault.route === route) &&
				(fault.token === undefined || fault.token === token);
			if (!matches || fault.remaining === 0) continue;
			if (fault.toSkip > 0) {
				fault.toSkip -= 1;
				continue;
			}
			if (fault.probability !== undefined && Math.random() >= fault.probability) continue;
			if (fault.remaining !== null) fault.remaining -= 1;
			this.#faults = this.#faults.filter(({ remaining }) => remaining !== 0);
			return fault;
		}
		return undefined;
	}
}

/** JSON Schema of {@link FaultInput}. */
export const faultSchema = {
	type: 'object',
	required: ['route'],
	additionalProperties: false,
	properties: {
		token: { type: 'string' },
		route: { type: 'string' },
		times: { type: ['integer', 'null'], minimum: 1 },
		probability: { type: 'number', minimum: 0, maximum: 1 },
		skip: { type: 'integer', minimum: 0 },
		status: { type: 'integer', minimum: 200, maximum: 599 },
		retryAfter: { type: ['number', 'string'] },
		retryAfterFormat: { enum: ['seconds', 'date'] },
		contentType: { type: 'string' },
		body: {},
		html: { type: ['boolean', 'string'] },
		delay: { type: 'number', minimum: 0 },
		hold: { type: 'boolean' },
		reset: { enum: ['before', 'during', 'after'] },
		silent: { type: 'boolean' },
		when: { enum: ['before', 'after'] },
	},
};
