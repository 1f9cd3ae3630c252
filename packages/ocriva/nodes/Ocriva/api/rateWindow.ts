import type { IDataObject } from 'n8n-workflow';

import type { RateWindow } from '../../shared/concurrency/rateLimiter';
import { numberOf } from '../../shared/core/json';
import { headerDate, LONGEST_RETRY_AFTER_MS, untilReset } from '../../shared/http/retryPolicy';

/**
 * The window of the rate limit as an answer tells it (documented): `X-RateLimit-Limit`,
 * `-Remaining` and `-Reset`, a moment in Unix time. Undefined where one is missing, and for a
 * window that ends later than anybody would wait: a limit of the plan, or a moment in milliseconds.
 */
export function rateWindow(
	headers: IDataObject,
	now = headerDate(headers.date) ?? Date.now(),
): RateWindow | undefined {
	const limit = numberOf(headers['x-ratelimit-limit']);
	const remaining = numberOf(headers['x-ratelimit-remaining']);
	const endsIn = untilReset(headers['x-ratelimit-reset'], now);
	if (limit === null || remaining === null || endsIn === null) return undefined;
	return endsIn > LONGEST_RETRY_AFTER_MS ? undefined : { limit, remaining, endsIn };
}
