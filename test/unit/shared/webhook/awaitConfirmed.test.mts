import type { IExecuteFunctions } from 'n8n-workflow';

import { CanceledFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import {
	DeadlineFailure,
	type Phase,
	type Watched,
} from '../../../../nodes/shared/waiting/documentStatus.ts';
import { awaitConfirmed } from '../../../../nodes/shared/webhook/awaitConfirmed.ts';
import { play, playOut, useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

const letter = (phase: Phase): Watched => ({ id: 'a', phase, state: phase });
const refused = (status: number) => new ServiceFailure('Refused', '', status, {});

/** What becomes of a delivered document, with the seconds that it took and the looks. */
async function confirmed(look: (second: number) => Watched, canceled?: AbortSignal) {
	const since = Date.now();
	const second = () => (Date.now() - since) / 1_000;
	let looks = 0;
	const status = async () => {
		looks++;
		return look(second());
	};
	const context = { getExecutionCancelSignal: () => canceled } as unknown as IExecuteFunctions;
	const work = awaitConfirmed(context, { status }, letter('pending'), 'Document > Get');
	const end = await play(work.catch((error: unknown) => error));
	const seconds = second();
	await playOut();
	return { end, seconds, looks };
}

/** Refuses until a second, and then shows the document finished. */
const refusing = (status: number, until: number) => (second: number) => {
	if (second < until) throw refused(status);
	return letter('done');
};

it('gives what the API shows finished, at once', async () => {
	const { end, seconds, looks } = await confirmed(() => letter('done'));
	expect(end).toEqual(letter('done'));
	expect([seconds < 1, looks]).toEqual([true, 1]);
});

it('waits for an API that lags behind the delivery', async () => {
	const { end } = await confirmed((second) => letter(second < 60 ? 'pending' : 'done'));
	expect(end).toEqual(letter('done'));
});

it.each([403, 404, 410])('%d passes for six seconds', async (status) => {
	const { end, looks } = await confirmed(refusing(status, 5));
	expect(end).toEqual(letter('done'));
	expect(looks).toBeGreaterThan(2);
	const late = await confirmed(refusing(status, 30));
	expect(late.end).toMatchObject({ status });
	expect(Math.round(late.seconds)).toBeGreaterThanOrEqual(6);
	expect(late.seconds).toBeLessThan(9);
});

it('another refusal is final', async () => {
	const { end, looks } = await confirmed(refusing(401, 1));
	expect(end).toMatchObject({ status: 401 });
	expect(looks).toBe(1);
});

it('an end that the API does not show within two minutes is told with what to do', async () => {
	const { end, seconds } = await confirmed(() => letter('pending'));
	expect(end).toBeInstanceOf(DeadlineFailure);
	expect(end).toMatchObject({
		nextStep:
			'It was delivered, but the API did not show it as finished. Retry this execution later, or read it with Document > Get.',
	});
	expect(Math.round(seconds)).toBe(120);
});

it('ends with the execution, also between two looks', async () => {
	const halt = new AbortController();
	setTimeout(() => halt.abort(), 1_000);
	const { end, seconds } = await confirmed(refusing(404, 30), halt.signal);
	expect(end).toBeInstanceOf(CanceledFailure);
	expect(seconds).toBe(1);
});
