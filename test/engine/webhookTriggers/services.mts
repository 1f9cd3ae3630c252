import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { FaultInput } from '../../../sandbox/client.mts';
import { startSandbox } from '../../support/sandbox.mts';
import * as handwritingOcrDelivery from '../../support/handwritingOcr/delivery.mts';
import * as handwritingOcrHostile from '../../support/handwritingOcr/hostile.mts';
import * as ocrivaDelivery from '../../support/ocriva/delivery.mts';
import * as ocrivaHostile from '../../support/ocriva/hostile.mts';
import type { Attack } from '../../support/wrongSignatures.mts';
import { World as HandwritingOcr } from '../handwritingOcr/setup.mts';
import { openTrigger as openHandwritingOcr } from '../handwritingOcrTrigger/setup.mts';
import { createEngine, type Delivery, type RunResult, type Trigger } from '../harness/index.mts';
import type { WebhookRequest } from '../harness/types.mts';
import { World as Ocriva } from '../ocriva/setup.mts';
import { openTrigger as openOcriva } from '../ocrivaTrigger/setup.mts';

/** An active trigger with an account of its own, whichever service it is of. */
export type Opened = {
	trigger: Trigger;
	/** What the node was given as its credential; changes count at once. */
	credential: IDataObject;
	/** Puts a finished document into the account; gives its id. */
	seed(id?: string): Promise<string>;
	/** A delivery that tells of a finished document by its id alone. */
	short(id: string): object;
	/** One that brings a result along, and one of another reading of the same document. */
	whole(id: string): string;
	another(id: string): string;
	deliver(body: object | string): Promise<Delivery>;
	run(body: object | string): Promise<RunResult>;
	emitted(body: object | string): Promise<INodeExecutionData[]>;
	calls(): Promise<string[]>;
	clearCalls(): Promise<void>;
	/** Makes the next requests on a route fail. */
	fault(fault: FaultInput): Promise<void>;
};

export type TriggerService = {
	name: string;
	open(options?: { secret?: string; parameters?: INodeParameters }): Promise<Opened>;
	secret: string;
	header: string;
	/** Every kind of event that can be confirmed. */
	everything: INodeParameters;
	/** Requests that deliveries without a secret may cost. */
	requestsAMinute: number;
	sign(body: string, secret?: string): string;
	delivery(body: object | string, secret?: string): WebhookRequest;
	wrongSignatures(id: string): Attack[];
	strangeBodies(secret: string | undefined): Attack[];
	unknown(foreignId: string): Attack[];
	logs(): Array<{ level: string; message: string }>;
};

/**
 * The webhook triggers of all services with one engine and one sandbox. Call it at the top of a
 * test file.
 */
export function useTriggers(): TriggerService[] {
	const handwritingOcr = new HandwritingOcr();
	const ocriva = new Ocriva();
	const fixtures = [handwritingOcr, ocriva];
	beforeAll(async () => {
		const [engine, sandbox] = await Promise.all([createEngine(), startSandbox()]);
		for (const fixture of fixtures) Object.assign(fixture, { engine, sandbox });
	});
	afterAll(async () => {
		const problems = await Promise.all(fixtures.map(async (one) => await one.contractProblems()));
		await Promise.all([handwritingOcr.engine?.close(), handwritingOcr.sandbox?.stop()]);
		expect(problems.flat()).toEqual([]);
	});
	return [handwritingOcrTrigger(handwritingOcr), ocrivaTrigger(ocriva)];
}

function handwritingOcrTrigger(service: HandwritingOcr): TriggerService {
	return {
		name: 'Handwriting OCR',
		header: 'x-signature',
		everything: {},
		requestsAMinute: 50,
		secret: handwritingOcrDelivery.SECRET,
		...handwritingOcrDelivery,
		...handwritingOcrHostile,
		unknown: handwritingOcrHostile.unknownDocuments,
		logs: () => service.engine.logs,
		open: async ({ secret, parameters } = {}) => {
			const fixture = await openHandwritingOcr(service, { webhookSecret: secret, parameters });
			const { control } = service.sandbox;
			const { token, credentials } = fixture.account;
			return Object.assign(fixture, {
				credential: credentials.handwritingOcrApi ?? {},
				seed: async (id?: string) => {
					const [seeded] = await control.seedDocuments(token, [id === undefined ? {} : { id }]);
					return seeded?.id ?? '';
				},
				short: (id: string) => ({ id, status: 'processed' }),
				whole: (id: string) => handwritingOcrDelivery.realBody(id),
				another: (id: string) =>
					handwritingOcrDelivery
						.realBody(id, ',"updated_at":"2027-01-01T00:00:00.000000Z"')
						.replace('forged', 'read again'),
				clearCalls: async () => await control.clearRequests(token),
				fault: async (fault: FaultInput) => {
					await control.addFault({ token, ...fault });
				},
			});
		},
	};
}

function ocrivaTrigger(service: Ocriva): TriggerService {
	return {
		name: 'Ocriva',
		header: 'x-webhook-signature',
		everything: {
			events: ['document.processed', 'document.failed', 'batch.completed', 'template.created'],
		},
		requestsAMinute: 60,
		secret: ocrivaDelivery.SECRET,
		...ocrivaDelivery,
		...ocrivaHostile,
		unknown: ocrivaHostile.unknownThings,
		logs: () => service.engine.logs,
		open: async ({ secret, parameters } = {}) => {
			const fixture = await openOcriva(service, { webhookSecret: secret, parameters });
			const { control } = service;
			const { credentials } = fixture.account;
			const payload = (id: string) => ({ id, fileName: 'letter.png' });
			const project = `,"projectId":"${fixture.account.project}"`;
			return Object.assign(fixture, {
				credential: credentials.ocrivaApi ?? {},
				seed: async (id?: string) => {
					const record = id === undefined ? {} : { id };
					const [seeded] = await control.seedDocuments(fixture.account.token, [record]);
					return seeded?.id ?? '';
				},
				short: (id: string) => fixture.event('document.processed', payload(id)),
				whole: (id: string) => ocrivaDelivery.realBody(id, project, `evt_1_${id}`),
				another: (id: string) => ocrivaDelivery.realBody(id, project, `evt_2_${id}`),
				clearCalls: async () => await control.clearRequests(fixture.key),
				fault: async (fault: FaultInput) => {
					await control.addFault({ token: fixture.key, ...fault });
				},
			});
		},
	};
}
