import { pause, throwIfCanceled } from '../core/cancel';
import { Failure, toFailure } from '../core/errors';
import { interrupted } from './connectionErrors';
import { brokenDelay, triesAfter } from './retryPolicy';
import { discard, endWhenSilent, isByteStream } from './streams';

/**
 * Asks for something with an open body and hands it on to be stored. A body that breaks off
 * half-way, or falls silent, is asked for again, like any answer that does not arrive; what `store`
 * throws of its own stands.
 *
 * @param host named when the body breaks off for good
 * @throws ConnectionFailure, CanceledFailure, and what `ask` and `store` throw
 */
export async function transfer<Answer extends { body: unknown }, Result>(
	ask: () => Promise<Answer>,
	store: (answer: Answer) => Promise<Result>,
	{ host, signal }: { host: string; signal: AbortSignal | undefined },
): Promise<Result> {
	for (let attempt = 1; ; attempt++) {
		const answer = await ask();
		const broken: unknown[] = [];
		if (isByteStream(answer.body)) {
			answer.body.on('error', (error) => broken.push(error));
			endWhenSilent(answer.body);
		}
		try {
			return await store(answer);
		} catch (error) {
			throwIfCanceled(signal);
			if (broken.length === 0 || error instanceof Failure) throw toFailure(error);
			const failure = interrupted(broken[0], host);
			const delay = brokenDelay(attempt, triesAfter(failure));
			if (delay === null) throw failure;
			await pause(delay, signal);
		} finally {
			discard(answer.body);
		}
	}
}
