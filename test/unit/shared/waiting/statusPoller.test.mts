import {
	DeadlineFailure,
	type DocumentStatus,
	type StatusSource,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { StatusPoller } from '../../../../nodes/shared/waiting/statusPoller.ts';
import { after, play, playOut, useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

const TIMEOUT_MS = 10_000;

/** A list that shows every document finished; its result takes so long to come. */
function slowResults(resultAfterMs: number): StatusSource<string> {
	const status = (id: string, complete: boolean): DocumentStatus<string> => ({
		phase: 'done',
		state: 'processed',
		document: id,
		complete,
	});
	return {
		manyFrom: 1,
		many: async (ids) => new Map([...ids].map((id) => [id, status(id, false)])),
		one: async (id) => {
			await after(resultAfterMs);
			return status(id, true);
		},
	};
}

async function waitFor(resultAfterMs: number) {
	const poller = new StatusPoller(slowResults(resultAfterMs));
	const startedAt = Date.now();
	const end = await play(poller.finished('a', { timeout: TIMEOUT_MS }).catch((error) => error));
	const tookMs = Date.now() - startedAt;
	await playOut();
	return { end, tookMs };
}

it('gives a result that is on its way when the time is up another minute', async () => {
	const { end, tookMs } = await waitFor(60_000);
	expect(end).toMatchObject({ document: 'a', complete: true });
	expect(tookMs).toBeGreaterThan(TIMEOUT_MS + 50_000);
});

it('gives it no more than that', async () => {
	const { end, tookMs } = await waitFor(90_000);
	expect(end).toBeInstanceOf(DeadlineFailure);
	expect(end.message).toMatch(/^The result of document a could not be fetched within 10 s/);
	expect(Math.round(tookMs / 1_000)).toBe(70);
});
