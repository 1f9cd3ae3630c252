import type { IWebhookFunctions } from 'n8n-workflow';
import { LogLimiter } from '../../../../nodes/shared/webhook/logLimiter.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A webhook, and what it has logged. */
function logging(): { told: string[]; context: IWebhookFunctions } {
	const told: string[] = [];
	const context = {
		getNode: () => ({ name: 'Trigger' }),
		logger: { warn: (text: string) => told.push(text) },
	} as unknown as IWebhookFunctions;
	return { told, context };
}

it('tells the first warning of a kind at once, and once a minute how many there were', () => {
	const { told, context } = logging();
	const limiter = new LogLimiter();
	const warn = (kind: string, detail?: string) => limiter.warn(context, kind, detail);
	warn('unknown', 'a');
	for (let more = 0; more < 3; more++) warn('unknown', 'b');
	warn('full');
	jest.advanceTimersByTime(59_999);
	warn('unknown', 'c');
	jest.advanceTimersByTime(1);
	warn('unknown', 'd');
	jest.advanceTimersByTime(60_000);
	warn('unknown', 'e');
	expect(told).toEqual([
		'Trigger: unknown: a',
		'Trigger: full',
		'Trigger: unknown: d (and 4 more like this one)',
		'Trigger: unknown: e',
	]);
});

it('goes on after a clock that was set back', () => {
	const { told, context } = logging();
	const limiter = new LogLimiter();
	limiter.warn(context, 'one');
	jest.setSystemTime(Date.now() - 3_600_000);
	limiter.warn(context, 'one');
	expect(told).toHaveLength(2);
});
