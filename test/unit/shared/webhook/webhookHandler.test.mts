import { createHmac } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { createWebhookHandler } from '../../../../nodes/shared/webhook/webhookHandler.ts';
import { play, useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

interface Message {
	id: string;
	text: string;
}

type Adapter = Parameters<typeof createWebhookHandler<Message>>[0];

const SECRET = 'test-secret';

/** A service that knows the documents whose id begins with "real", and a trigger for it. */
class Scene {
	readonly warnings: string[] = [];
	readonly asked: string[] = [];
	secret: string | Error = SECRET;
	secretReads = 0;
	opened = 0;
	mode = 'trigger';
	isDown = false;
	/** What the API says of a document, where that is not what was delivered. */
	confirmedText = 'from the API';
	private readonly handle: (context: IWebhookFunctions) => Promise<IWebhookResponseData>;

	constructor(changes: Partial<Adapter> = {}) {
		this.handle = createWebhookHandler({
			signatureHeader: 'x-signature',
			secretOf: async () => {
				this.secretReads++;
				if (this.secret instanceof Error) throw this.secret;
				return this.secret;
			},
			read: (bytes) => {
				const { id, text = '' } = JSON.parse(Buffer.from(bytes).toString());
				return typeof id === 'string' ? { id, text } : null;
			},
			isWanted: (_context, { text }) => text !== 'unwanted',
			idOf: (_context, { id }) => id,
			open: async () => {
				this.opened++;
				return { one: async ({ id }) => await this.look(id), newest: async () => new Map() };
			},
			unconfirmed: ({ id }) => ({ id, text: 'to be asked for' }),
			subjectOf: ({ id, text }) => ({ key: id, marks: [text] }),
			payloadOf: ({ id, text }) => ({ id, text }),
			...changes,
		});
	}

	private async look(id: string): Promise<Message | undefined> {
		this.asked.push(id);
		if (this.isDown) throw new Error('the API is down');
		return id.startsWith('real') ? { id, text: this.confirmedText } : undefined;
	}

	/** What the sender is answered, and what a run would be started with. */
	async deliver(body: object | string, signature?: string) {
		const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
		const answers: Array<[status: number, body: IDataObject]> = [];
		const headers: IDataObject = {};
		let status = 0;
		const response = {
			headersSent: false,
			status: (code: number) => (status = code),
			setHeader: (name: string, value: string) => (headers[name] = value),
			json(told: IDataObject) {
				this.headersSent = true;
				answers.push([status, told]);
			},
		};
		const context = {
			getRequestObject: () => ({ rawBody }),
			getResponseObject: () => response,
			getHeaderData: () => ({ 'x-signature': signature }),
			getMode: () => this.mode,
			getNode: () => ({ id: 'node', name: 'Trigger' }),
			getWorkflow: () => ({ id: 'workflow' }),
			logger: { warn: (text: string) => this.warnings.push(text) },
		} as unknown as IWebhookFunctions;
		const { noWebhookResponse, workflowData } = await play(this.handle(context));
		expect(noWebhookResponse).toBe(true);
		expect(answers).toHaveLength(1);
		return { answer: answers[0], headers, run: workflowData?.[0]?.[0]?.json };
	}

	async deliverSigned(body: object | string) {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return await this.deliver(text, createHmac('sha256', SECRET).update(text).digest('hex'));
	}
}

const RECEIVED = [200, { received: true }];

describe('with a secret', () => {
	it('a signed delivery starts a run with what it tells, and costs no request', async () => {
		const scene = new Scene();
		const { answer, run } = await scene.deliverSigned({ id: 'a', text: 'signed' });
		expect(answer).toEqual(RECEIVED);
		expect(run).toMatchObject({ id: 'a', text: 'signed', repeated: false });
		expect([scene.asked, scene.warnings]).toEqual([[], []]);
	});

	it.each([undefined, '', 'ff'.repeat(32)])('the signature %p is refused', async (signature) => {
		const scene = new Scene();
		const { answer, run } = await scene.deliver({ id: 'a' }, signature);
		expect(answer).toEqual([401, { message: 'The signature is missing or wrong' }]);
		expect(run).toBeUndefined();
		expect(scene.warnings).toEqual([
			'Trigger: a delivery was answered with 401: The signature is missing or wrong',
		]);
	});

	it('an empty body is refused', async () => {
		const scene = new Scene();
		const { answer, run } = await scene.deliverSigned('');
		expect(answer).toEqual([401, { message: 'The body is empty or of a type that is not taken' }]);
		expect([run, scene.secretReads]).toEqual([undefined, 0]);
	});

	it('what is signed and tells of nothing is taken, and starts nothing', async () => {
		const scene = new Scene();
		const { answer, run } = await scene.deliverSigned({ test: true });
		expect([answer, run]).toEqual([RECEIVED, undefined]);
		expect(scene.warnings).toEqual([
			'Trigger: a delivery starts nothing: it is signed, but tells of nothing',
		]);
	});

	it('what the trigger is not set to is taken in silence', async () => {
		const scene = new Scene();
		const { answer, run } = await scene.deliverSigned({ id: 'a', text: 'unwanted' });
		expect([answer, run, scene.warnings]).toEqual([RECEIVED, undefined, []]);
	});

	it('the same within ten seconds is marked as a repeat, a test run is not', async () => {
		const scene = new Scene();
		const repeated = async (body: object) => (await scene.deliverSigned(body)).run?.repeated;
		const body = { id: 'a', text: 'one' };
		expect(await repeated(body)).toBe(false);
		expect(await repeated(body)).toBe(true);
		expect(await repeated({ id: 'a', text: 'two' })).toBe(false);
		expect(await repeated({ id: 'b', text: 'one' })).toBe(false);
		scene.mode = 'manual';
		expect(await repeated(body)).toBe(false);
		expect(await repeated({ id: 'c' })).toBe(false);
		scene.mode = 'trigger';
		expect(await repeated({ id: 'c' })).toBe(false);
		jest.advanceTimersByTime(10_001);
		expect(await repeated(body)).toBe(false);
	});

	it('the credential is read once in two seconds', async () => {
		const scene = new Scene();
		for (let delivery = 0; delivery < 3; delivery++) await scene.deliver({ id: 'a' });
		expect(scene.secretReads).toBe(1);
		jest.advanceTimersByTime(2_000);
		await scene.deliver({ id: 'a' });
		expect(scene.secretReads).toBe(2);
	});

	it('a credential that cannot be read is told in the log alone, and the sender may come again', async () => {
		const scene = new Scene();
		scene.secret = new Error('the key of n8n has changed');
		const { answer, headers, run } = await scene.deliver({ id: 'a' });
		const message = 'The trigger is not able to take deliveries';
		expect([answer, headers, run]).toEqual([
			[503, { message }],
			{ 'retry-after': '60' },
			undefined,
		]);
		expect(scene.warnings).toEqual([
			`Trigger: a delivery was answered with 503: ${message}: the key of n8n has changed`,
		]);
	});
});

describe('without a secret', () => {
	const open = (changes: Partial<Adapter> = {}) =>
		Object.assign(new Scene(changes), { secret: '' });

	it('a run gets what the API says, and nothing of the body', async () => {
		const scene = open();
		const { answer, run } = await scene.deliver({ id: 'real', text: 'forged' });
		expect(answer).toEqual(RECEIVED);
		expect(run).toMatchObject({ id: 'real', text: 'from the API', repeated: false });
		expect([scene.asked, scene.warnings]).toEqual([['real'], []]);
	});

	it('what the API does not know starts nothing, and its id is told', async () => {
		const scene = open();
		const { answer, run } = await scene.deliver({ id: 'invented' });
		expect([answer, run]).toEqual([RECEIVED, undefined]);
		expect(scene.warnings).toEqual([
			'Trigger: a delivery starts nothing: the API does not know it: invented',
		]);
	});

	it('what the API says decides whether it is wanted', async () => {
		const scene = open();
		scene.confirmedText = 'unwanted';
		const { answer, run } = await scene.deliver({ id: 'real' });
		expect([answer, run, scene.warnings]).toEqual([RECEIVED, undefined, []]);
	});

	it('it is asked whether it is wanted as it is delivered, and as the API says it', async () => {
		const asked: Array<[text: string, isConfirmed: boolean]> = [];
		const scene = open({
			isWanted: (_context, { text }, isConfirmed) => asked.push([text, isConfirmed]) > 0,
		});
		await scene.deliver({ id: 'real', text: 'delivered' });
		expect(asked).toEqual([
			['delivered', false],
			['from the API', true],
		]);
	});

	it('what is not wanted already as it is delivered costs no request', async () => {
		const scene = open();
		await scene.deliver({ id: 'real', text: 'unwanted' });
		expect(scene.asked).toEqual([]);
	});

	it('a run is to ask again when the API is down', async () => {
		const scene = open();
		scene.isDown = true;
		const { answer, run } = await scene.deliver({ id: 'real', text: 'forged' });
		expect(answer).toEqual(RECEIVED);
		expect(run).toMatchObject({ id: 'real', text: 'to be asked for' });
		expect(scene.warnings).toEqual([
			'Trigger: a delivery is not confirmed yet: real: the API is down',
		]);
	});

	it.each([
		['tells of nothing', { test: true }, 'The body tells of nothing'],
		['names nothing', { id: '' }, 'The body names nothing that could be looked up'],
	])('a body that %s is refused', async (_case, body, message) => {
		const scene = open();
		const { answer, run } = await scene.deliver(body);
		expect([answer, run, scene.asked]).toEqual([[401, { message }], undefined, []]);
	});

	it('what the API cannot tell is not asked for', async () => {
		const scene = open({
			unconfirmable: ({ id }) => (id === 'gone' ? 'it was deleted' : undefined),
		});
		const { answer, run } = await scene.deliver({ id: 'gone' });
		expect([answer, run, scene.asked]).toEqual([RECEIVED, undefined, []]);
		expect(scene.warnings).toEqual(['Trigger: a delivery starts nothing: it was deleted']);
		expect((await scene.deliver({ id: 'real' })).run).toMatchObject({ id: 'real' });
	});

	it('what is too large to wait for its look-up may come again', async () => {
		const scene = open();
		const { answer, headers, run } = await scene.deliver({
			id: 'real',
			text: ' '.repeat(64 * 2 ** 20),
		});
		const message = 'Too many deliveries wait for their confirmation by the API';
		expect([answer, headers, run]).toEqual([
			[503, { message }],
			{ 'retry-after': '60' },
			undefined,
		]);
	});

	it('the way to the API is opened once in two seconds', async () => {
		const scene = open();
		for (const id of ['real 1', 'real 2']) await scene.deliver({ id });
		expect(scene.opened).toBe(1);
		jest.advanceTimersByTime(2_000);
		await scene.deliver({ id: 'real 3' });
		expect(scene.opened).toBe(2);
	});
});
