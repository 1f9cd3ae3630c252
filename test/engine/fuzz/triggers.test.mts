import fc from 'fast-check';
import '../../support/seed.mts';
import * as handwritingOcrDelivery from '../../support/handwritingOcr/delivery.mts';
import * as ocrivaDelivery from '../../support/ocriva/delivery.mts';
import { isRiddle } from '../faults/check.mts';
import { FaultBench } from '../faults/run.mts';
import { handwritingOcr, ocriva, type FaultAccount } from '../faults/services.mts';
import { withClock } from '../harness/clock.mts';
import { everythingIn, type RunResult, type Trigger } from '../harness/index.mts';
import type { WebhookRequest } from '../harness/types.mts';
import { answers, changedJson, changes, strikeOf } from './answers.mts';

const TIMES = Number(process.env.PROPERTY_RUNS ?? 1);
const RUNS = 15 * TIMES;
const SPEED = 200;
const SECRET = 'secret-of-the-webhooks';
const MADE_HERE = /\[object |\bundefined\b|\bNaN\b|Cannot read|is not a function/;

const bench = new FaultBench();
beforeAll(async () => await bench.start());
afterAll(async () => await bench.stop());

/** What is wrong with what n8n shows of a failure. */
const wrongWithError = (error: unknown): string[] => {
	const { message = '', description = '' } = error as { message?: string; description?: string };
	return [message, description].flatMap((text, index) =>
		isRiddle(text) || !/^[A-Z"0-9]/.test(text)
			? [`${index === 0 ? 'message' : 'step'}: ${text}`]
			: [],
	);
};

const wrongWith = (run: RunResult | undefined, { secrets }: FaultAccount): string[] => {
	if (!run) return [];
	const told = JSON.stringify(run.items.map(({ json }) => json));
	const everything = everythingIn([run.error, run.hints, run.logs, run.items]);
	return [
		...(run.error ? wrongWithError(run.error) : []),
		...(MADE_HERE.test(told) ? [`made here: ${MADE_HERE.exec(told)?.[0]}`] : []),
		...secrets.filter((secret) => everything.includes(secret)).map(() => 'a secret'),
	];
};

const WEBHOOKS = [
	{
		type: 'handwritingOcrTrigger',
		service: handwritingOcr,
		parameters: {},
		sign: handwritingOcrDelivery.delivery,
		whole: (id: string) => handwritingOcrDelivery.realBody(id),
		short: (id: string): object => ({ id, status: 'processed' }),
	},
	{
		type: 'ocrivaTrigger',
		service: ocriva,
		parameters: {
			events: ['document.processed', 'document.failed', 'batch.completed', 'template.updated'],
		},
		sign: ocrivaDelivery.delivery,
		whole: (id: string) => ocrivaDelivery.realBody(id),
		short: (id: string): object =>
			ocrivaDelivery.envelope('document.processed', { id, fileName: 'scan.png' }),
	},
];

/** Delivers, and waits for the run that it starts. */
const deliver = async (trigger: Trigger, request: WebhookRequest) =>
	await withClock({ speed: SPEED }, async () => {
		const { status, run } = await trigger.deliver(request);
		return { status, run: await run };
	});

describe.each(WEBHOOKS)('$type', ({ type, service, parameters, sign, whole, short }) => {
	it('takes any signed body', async () => {
		const account = await bench.open(service);
		const trigger = bench.trigger(type, account, parameters);
		bench.follow();
		let number = 0;
		await fc.assert(
			fc.asyncProperty(changes, async (made) => {
				const body = changedJson(JSON.parse(whole(`made${number++}`)), made);
				const { status, run } = await deliver(trigger, sign(body, SECRET));
				expect([200, 401, 422]).toContain(status);
				expect(wrongWith(run, account)).toEqual([]);
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	});

	it('takes any answer of the service to what was delivered', async () => {
		const account = await bench.open(service);
		const trigger = bench.trigger(type, account, {
			...parameters,
			options: { ignoreDuplicates: false },
		});
		await fc.assert(
			fc.asyncProperty(answers, async (answer) => {
				bench.follow(strikeOf(answer));
				const { status, run } = await deliver(trigger, sign(short(account.ids[0] ?? ''), SECRET));
				expect([200, 401, 503]).toContain(status);
				expect(wrongWith(run, account)).toEqual([]);
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	});
});

it('handwritingOcrPollingTrigger takes any answer of the service', async () => {
	const account = await bench.open(handwritingOcr);
	const trigger = bench.trigger('handwritingOcrPollingTrigger', account, {});
	bench.follow();
	await trigger.poll({ starting: true });
	await fc.assert(
		fc.asyncProperty(answers, async (answer) => {
			bench.follow(strikeOf(answer));
			await withClock({ speed: SPEED }, async () => {
				try {
					const found = await trigger.poll();
					const run = found ? await trigger.runOn([found]) : undefined;
					expect(wrongWith(run, account)).toEqual([]);
				} catch (error) {
					expect(wrongWithError(error)).toEqual([]);
				}
			});
		}),
		{ numRuns: 2 * RUNS, endOnFailure: true },
	);
});
