import type { IHttpRequestOptions } from 'n8n-workflow';

import { exchange, type Reply } from './exchange.mts';

export interface Limit {
	/** So many requests in each window of time, in milliseconds. */
	most: number;
	window: number;
	/** How a refusal says when to come again. */
	tells: 'seconds' | 'date' | 'reset' | 'nothing';
	/**
	 * Whether each answer says how many requests are left: with the end of the window, or with it on
	 * refusals alone, as Laravel's throttle does.
	 */
	counts?: boolean | 'laravel';
	/** The service's clock minus this machine's. */
	skew: number;
	latency: number;
}

/** A service that answers everything but too many requests. */
export class LimitedService {
	readonly answered: number[] = [];
	readonly refused: number[] = [];
	/** When each request came in. */
	readonly arrivals: number[] = [];
	private readonly limit: Limit;

	constructor(limit: Limit) {
		this.limit = limit;
	}

	async answer(
		options: IHttpRequestOptions,
		_sender: string,
		_plan: unknown,
		signal: AbortSignal | undefined,
	): Promise<Reply> {
		const { most, window, latency, skew } = this.limit;
		const part = { latency, timeout: options.timeout ?? 0, signal, skew, dated: true };
		const now = Date.now();
		const since = now - (now % window);
		this.arrivals.push(now);
		if (this.answered.filter((at) => at >= since).length < most) {
			this.answered.push(now);
			const headers =
				this.limit.counts !== undefined && this.limit.counts !== false
					? this.window(since + window, most - this.answered.filter((at) => at >= since).length)
					: {};
			return await exchange({
				...part,
				headers,
				reply: () => ({ status: 200, body: { documents: [], next_page_url: null } }),
			});
		}
		this.refused.push(now);
		return await exchange({
			...part,
			fault: 429,
			headers: {
				...(this.limit.counts && this.window(since + window, 0, true)),
				...this.refusal(since + window),
			},
		});
	}

	private window(until: number, left: number, isRefusal = false): Record<string, string> {
		const { most, skew, counts } = this.limit;
		const count = { 'x-ratelimit-limit': String(most), 'x-ratelimit-remaining': String(left) };
		return counts === 'laravel' && !isRefusal
			? count
			: { ...count, 'x-ratelimit-reset': String(Math.ceil((until + skew) / 1_000)) };
	}

	private refusal(until: number): Record<string, string> {
		const { tells, skew } = this.limit;
		const wholeSecond = Math.ceil((until + skew) / 1_000);
		if (tells === 'seconds')
			return { 'retry-after': String(Math.ceil((until - Date.now()) / 1_000)) };
		if (tells === 'date') return { 'retry-after': new Date(wholeSecond * 1_000).toUTCString() };
		return tells === 'reset' ? { 'x-ratelimit-reset': String(wholeSecond) } : {};
	}
}
