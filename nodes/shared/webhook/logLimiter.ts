import type { IWebhookFunctions } from 'n8n-workflow';

const QUIET_MS = 60_000;

/**
 * Warnings that strangers cause, so that nobody can fill the log: the first of a kind is told at
 * once, the others are counted, and told once a minute.
 */
export class LogLimiter {
	private readonly kinds = new Map<string, { since: number; more: number }>();

	/** @param kind one of a few fixed texts. @param detail of this one, such as an id */
	warn(context: IWebhookFunctions, kind: string, detail = ''): void {
		const now = Date.now();
		const last = this.kinds.get(kind);
		if (last && Math.abs(now - last.since) < QUIET_MS) {
			last.more++;
			return;
		}
		this.kinds.set(kind, { since: now, more: 0 });
		const more = last && last.more > 0 ? ` (and ${last.more} more like this one)` : '';
		context.logger.warn(`${context.getNode().name}: ${kind}${detail && `: ${detail}`}${more}`);
	}
}
