import type { INodeParameters } from 'n8n-workflow';
import { ALL, type TriggerFixture, openTrigger, SECRET, useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const BATCH = 'batch000000000000000000b1';

/** What can happen in an organization, each with the delivery that tells of it. */
async function happenings(fixture: TriggerFixture): Promise<Record<string, object>> {
	const { account } = fixture;
	const done = await fixture.seed({ fileName: 'invoice.pdf', batchId: BATCH });
	const failed = await fixture.seed({
		fileName: 'dark.pdf',
		status: 'failed',
		error: 'too dark',
		batchId: BATCH,
	});
	const fresh = await fixture.seed({ fileName: 'fresh.pdf', status: 'pending' });
	const template = { id: account.templates[0]?.templateId };
	const batch = {
		id: BATCH,
		totalFiles: 2,
		completedFiles: 1,
		failedFiles: 1,
		status: 'completed',
	};
	return {
		'document.uploaded': {
			id: fresh.uploadId,
			processingHistoryId: fresh.id,
			fileName: 'fresh.pdf',
			fileSize: 7,
			status: 'uploaded',
		},
		'document.processed': {
			id: done.uploadId,
			processingHistoryId: done.id,
			fileName: 'invoice.pdf',
			status: 'completed',
			processingResult: { total: 12 },
		},
		'document.failed': {
			id: failed.uploadId,
			processingHistoryId: failed.id,
			fileName: 'dark.pdf',
			status: 'failed',
			error: 'too dark',
		},
		'batch.uploaded': { ...batch, status: 'processing' },
		'batch.completed': batch,
		'template.created': template,
		'template.updated': template,
		'template.deleted': template,
	};
}

/** Delivers everything; gives the events that started a run, with the items of each. */
async function started(fixture: TriggerFixture) {
	const seen: Array<[string, unknown]> = [];
	for (const [type, payload] of Object.entries(await happenings(fixture))) {
		const { status, run } = await fixture.deliver(fixture.event(type, payload));
		expect(status).toBe(200);
		const result = await run;
		expect(result?.error).toBeUndefined();
		if (result) seen.push([type, result.items.map(({ json }) => json)]);
	}
	return seen;
}

type Row = [name: string, parameters: INodeParameters, passes: string[]];

const rows: Row[] = [
	['nothing set', {}, ['document.processed', 'document.failed']],
	['all', { events: ALL }, ALL],
	...ALL.map((event): Row => [event, { events: [event] }, [event]]),
];

describe('deliveries that are signed', () => {
	it.each(rows)('pass by events: %s', async (_name, parameters, passes) => {
		const fixture = await openTrigger(world, { webhookSecret: SECRET, parameters });
		expect((await started(fixture)).map(([type]) => type)).toEqual(passes);
		expect(await fixture.calls()).toEqual([]);
	});

	it('of batches and templates pass as they were delivered', async () => {
		const fixture = await openTrigger(world, {
			webhookSecret: SECRET,
			parameters: { events: ALL, output: 'rows' },
		});
		for (const type of ALL.filter((event) => !event.startsWith('document'))) {
			const event = fixture.event(type, {
				id: 'unknown to the API'.replaceAll(' ', '-'),
				own: { kept: [1, null] },
			});
			expect(await fixture.emitted(event)).toEqual([{ json: event, pairedItem: { item: 0 } }]);
		}
		const nameless = fixture.event('batch.completed', { totalFiles: 3 });
		expect(await fixture.emitted(nameless)).toMatchObject([{ json: nameless }]);
		expect(await fixture.calls()).toEqual([]);
	});
});

/** A template of the sandbox was never changed, and a deleted one is not shown. */
const UNCONFIRMED = ['template.updated', 'template.deleted'];

describe.each(['organization', 'project'] as const)(
	'deliveries that are not signed, with the key of the %s',
	(key) => {
		it.each(rows)('pass by events: %s', async (_name, parameters, passes) => {
			if (parameters.events && String(parameters.events) === 'template.deleted')
				return await expect(openTrigger(world, { parameters, key })).rejects.toThrow(
					'cannot be confirmed',
				);
			const fixture = await openTrigger(world, { parameters, key });
			const seen = await started(fixture);
			expect(seen.map(([type]) => type)).toEqual(
				passes.filter((type) => !UNCONFIRMED.includes(type)),
			);
			expect((await fixture.calls()).length).toBeLessThanOrEqual(passes.length);
		});
	},
);

describe('without a secret the API tells', () => {
	const open = async () => await openTrigger(world, { parameters: { events: ALL } });

	it('a batch with its records', async () => {
		const fixture = await open();
		const records = [
			await fixture.seed({ batchId: BATCH, fileName: 'a.pdf' }),
			await fixture.seed({ batchId: BATCH, fileName: 'b.pdf', status: 'failed' }),
		];
		const [item, ...others] = await fixture.emitted(
			fixture.event('batch.completed', { id: BATCH, totalFiles: 99, injected: 'forged' }),
		);
		expect(others).toEqual([]);
		expect(item?.json).toEqual({
			eventType: 'batch.completed',
			eventId: null,
			timestamp: null,
			organizationId: null,
			projectId: fixture.account.project,
			payload: {
				id: BATCH,
				projectId: fixture.account.project,
				totalFiles: 2,
				completedFiles: 1,
				failedFiles: 1,
				status: 'completed',
				records: expect.arrayContaining(
					records.map(({ id, uploadId, fileName, status }) => ({ id, uploadId, fileName, status })),
				),
			},
		});
		expect(await fixture.calls()).toEqual(['list']);
	});

	it('a batch that is not completed yet is waited for', async () => {
		const fixture = await open();
		await fixture.seed({ batchId: BATCH });
		const { id } = await fixture.seed({ batchId: BATCH, status: 'in_progress' });
		const running = fixture.run(fixture.event('batch.completed', { id: BATCH }));
		await until(async () => (await fixture.calls()).length >= 2);
		await world.control.finishDocument(fixture.account.token, { id });
		const { error, items } = await running;
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{ json: { payload: { status: 'completed', completedFiles: 2 } } },
		]);
	});

	it('a template', async () => {
		const fixture = await open();
		const [template] = fixture.account.templates;
		const [item] = await fixture.emitted(
			fixture.event('template.created', { id: template?.templateId, name: 'forged' }),
		);
		expect(item?.json).toMatchObject({
			eventType: 'template.created',
			payload: { id: template?.templateId, name: template?.name },
		});
		expect(await fixture.calls()).toEqual(['templates']);
	});

	it('nothing of a deleted template, which the log says once', async () => {
		const fixture = await open();
		const firstLog = world.engine.logs.length;
		for (const id of ['deleted01', 'deleted02', String(fixture.account.templates[0]?.templateId)]) {
			const { status, started: isStarted } = await fixture.deliver(
				fixture.event('template.deleted', { id }),
			);
			expect([status, isStarted]).toEqual([200, false]);
		}
		expect(world.engine.logs.slice(firstLog)).toMatchObject([
			{ level: 'warn', message: expect.stringMatching(/webhook secret.*"template.deleted"/) },
		]);
		expect(await fixture.calls()).toEqual([]);
	});

	it('what became of a document, whatever the delivery says', async () => {
		const fixture = await open();
		const { id } = await fixture.seed({ status: 'failed', error: 'too dark' });
		expect(await fixture.emitted(fixture.event('document.processed', { id }))).toMatchObject([
			{ json: { eventType: 'document.failed', status: 'failed', failureReason: 'too dark' } },
		]);
	});

	it('that a document became what the trigger is not set to', async () => {
		const fixture = await openTrigger(world, { parameters: { events: ['document.processed'] } });
		const { id } = await fixture.seed({ status: 'failed' });
		const { status, started: isStarted } = await fixture.deliver(
			fixture.event('document.processed', { id }),
		);
		expect([status, isStarted]).toEqual([200, false]);
	});
});

describe('with a project', () => {
	const parametersFor = (value: string): INodeParameters => ({
		projectId: { __rl: true, mode: 'id', value },
	});

	it.each([
		['signed', SECRET],
		['not signed', undefined],
	])('events of others start nothing, when they are %s', async (_name, webhookSecret) => {
		const fixture = await openTrigger(world, { webhookSecret });
		const other = fixture.account.otherProject;
		const trigger = world.engine.trigger({
			type: 'ocrivaTrigger',
			parameters: parametersFor(fixture.account.project),
			credentials: fixture.account.credentials,
		});
		const elsewhere = await fixture.seed({ projectId: other });
		const here = await fixture.seed();
		for (const [record, passes] of [
			[elsewhere, false],
			[here, true],
		] as const) {
			const sent = await world.control.sendWebhook(fixture.account.token, {
				url: trigger.url,
				documentId: record.id,
			});
			expect(sent?.status).toBe(200);
			const [run] = await trigger
				.waitForDeliveries(passes ? 2 : 1)
				.then((deliveries) => Promise.all(deliveries.slice(-1).map(({ run: last }) => last)));
			expect(run?.items.map(({ json }) => json.id)).toEqual(passes ? [record.id] : undefined);
		}
	});

	it('that an unsigned delivery hides, the record is held against it', async () => {
		const fixture = await openTrigger(world);
		const trigger = world.engine.trigger({
			type: 'ocrivaTrigger',
			parameters: parametersFor(fixture.account.project),
			credentials: fixture.account.credentials,
		});
		const { id } = await fixture.seed({ projectId: fixture.account.otherProject });
		const { status, started: isStarted } = await trigger.deliver({
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ eventType: 'document.processed', payload: { id } }),
		});
		expect([status, isStarted]).toEqual([200, false]);
	});
});

it('a setting that cannot be read is shown by the run', async () => {
	const fixture = await openTrigger(world, { webhookSecret: SECRET });
	const trigger = world.engine.trigger({
		type: 'ocrivaTrigger',
		parameters: { output: '={{ "sheets" }}' },
		credentials: fixture.account.credentials,
	});
	await fixture.seed({ id: 'abc123' });
	await world.control.sendWebhook(fixture.account.token, {
		url: trigger.url,
		documentId: 'abc123',
	});
	const [delivery] = await trigger.waitForDeliveries(1);
	expect((await delivery?.run)?.error).toMatchObject({
		message: expect.stringContaining('"sheets" is not a valid value for "Output"'),
	});
});
