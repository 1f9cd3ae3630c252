import type { RateLimit } from './settings.mts';

/** What the limiter says about one request; `resetAt` in milliseconds since 1970. */
export type RateVerdict = { allowed: boolean; remaining: number; resetAt: number };

/** Counts requests in fixed windows, as Laravel's throttle does. One for each token. */
export class RateLimiter {
	#windowEnds = 0;
	#used = 0;

	/** Counts a request at the time `at`, in milliseconds since 1970. */
	count(limit: RateLimit, at: number): RateVerdict {
		if (at >= this.#windowEnds) {
			const length = limit.seconds * 1000;
			this.#windowEnds =
				limit.window === 'clock' ? (Math.floor(at / length) + 1) * length : at + length;
			this.#used = 0;
		}
		const allowed = this.#used < limit.requests;
		if (allowed) this.#used += 1;
		return {
			allowed,
			remaining: Math.max(0, limit.requests - this.#used),
			resetAt: this.#windowEnds,
		};
	}

	/** The headers that go with a verdict. */
	static headers(limit: RateLimit, verdict: RateVerdict, at: number): Record<string, string> {
		const headers: Record<string, string> = {};
		const seconds = Math.max(1, Math.ceil((verdict.resetAt - at) / 1000));
		if (limit.headers !== false) {
			headers['X-RateLimit-Limit'] = String(limit.requests);
			headers['X-RateLimit-Remaining'] = String(verdict.remaining);
			if (!verdict.allowed || limit.reset === 'always')
				headers['X-RateLimit-Reset'] = String(Math.ceil(verdict.resetAt / 1000));
		}
		if (!verdict.allowed && limit.retryAfter !== 'none') {
			headers['Retry-After'] =
				limit.retryAfter === 'date' ? new Date(at + seconds * 1000).toUTCString() : String(seconds);
		}
		return headers;
	}
}
