import { randomUUID } from 'node:crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { withClock } from '../../../engine/harness/clock.mts';
import { MemoryDeduplicator } from '../../../engine/harness/deduplicator.mts';
import { contextOf } from '../simulation/recordedRun.mts';

type DeduplicatorModule = typeof import('../../../../nodes/shared/webhook/deduplicator.ts');

/** The module as another process has it: a memory of its own. */
async function startProcess(): Promise<DeduplicatorModule> {
	let loaded: DeduplicatorModule | undefined;
	await jest.isolateModulesAsync(async () => {
		loaded = await import('../../../../nodes/shared/webhook/deduplicator.ts');
	});
	if (!loaded) throw new Error('not loaded');
	return loaded;
}

/** A run with a delivery of its own, unless it repeats one. */
function start(
	{ Deduplicator }: DeduplicatorModule,
	context: IExecuteFunctions,
	delivery: { deliveryId?: string; isLocal?: boolean } = {},
) {
	const deduplicator = new Deduplicator(context, {
		deliveryId: randomUUID(),
		isLocal: false,
		...delivery,
	});
	return {
		claim: async (key: string, ...marks: string[]) =>
			(await deduplicator.claim([{ key, marks }])).length > 0,
		claimAll: async (keys: string[]) =>
			(await deduplicator.claim(keys.map((key) => ({ key, marks: [] })))).map(({ key }) => key),
		confirm: async () => await deduplicator.confirm(),
		release: async (...keys: string[]) =>
			await deduplicator.release(
				keys.length > 0 ? keys.map((key) => ({ key, marks: [] })) : undefined,
			),
	};
}

const keys = Array.from({ length: 100 }, (_, index) => `document ${index}`);

it('gives a key to one of many runs at the same moment, also for the first record of a node', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	const race = async (key: string) => {
		const runs = Array.from({ length: 20 }, async () => await start(here, context).claim(key));
		return (await Promise.all(runs)).filter(Boolean);
	};
	expect(await race('first')).toEqual([true]);
	expect(await race('second')).toEqual([true]);
});

it('forgets no key of runs that overlap', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	const take = async () =>
		await Promise.all(keys.map(async (key) => await start(here, context).claim(key)));
	expect(new Set(await take())).toEqual(new Set([true]));
	expect(new Set(await take())).toEqual(new Set([false]));
});

it('knows keys of another process and after a restart', async () => {
	const context = contextOf(new MemoryDeduplicator());
	expect(await start(await startProcess(), context).claim('key')).toBe(true);
	expect(await start(await startProcess(), context).claim('key')).toBe(false);
});

it('looks once, where no other process writes', async () => {
	const database = new MemoryDeduplicator();
	const asked = jest.spyOn(database, 'checkProcessedAndRecord');
	const run = start(await startProcess(), contextOf(database), { isLocal: true });
	expect(await run.claim('key')).toBe(true);
	await run.confirm();
	expect(asked).toHaveBeenCalledTimes(1);
});

it('loses no key of workers that read and write the record slowly', async () => {
	let values: string[] = [];
	// What n8n does on a busy machine: whoever writes last writes what it read before.
	const checkProcessedAndRecord = async (items: string[]) => {
		const known = values;
		await sleep(10 + Math.random() * 40);
		const fresh = items.filter((item) => !known.includes(item));
		values = [...known, ...fresh];
		return { new: fresh, processed: [] };
	};
	const context = {
		...contextOf(new MemoryDeduplicator()),
		helpers: { checkProcessedAndRecord },
	} as unknown as IExecuteFunctions;
	const [one, other] = [await startProcess(), await startProcess()];
	const work = async (key: string, index: number) => {
		await sleep(index * 10);
		const run = start(index % 2 === 0 ? one : other, context);
		expect(await run.claim(key)).toBe(true);
		await run.confirm();
	};
	// On a clock of their own: a machine that stands still for long lets timers end in another order.
	await withClock({}, async () => await Promise.all(keys.map(work)));
	expect(keys.filter((key) => !values.includes(key))).toEqual([]);
});

describe('another reading of a document', () => {
	it('passes when neither its time nor its content is known', async () => {
		const here = await startProcess();
		const context = contextOf(new MemoryDeduplicator());
		const claim = async (...marks: string[]) => await start(here, context).claim('key', ...marks);
		expect(await claim('time 1', 'content 1')).toBe(true);
		expect(await claim('time 1', 'content 2')).toBe(false);
		expect(await claim('time 2', 'content 1')).toBe(false);
		expect(await claim('time 3', 'content 3')).toBe(true);
		expect(await claim('time 3')).toBe(false);
		expect(await claim()).toBe(false);
	});

	it('is a repeat where a run finds that another one has it', async () => {
		const here = await startProcess();
		const context = contextOf(new MemoryDeduplicator());
		const [first, second] = [start(here, context), start(here, context)];
		expect(await first.claim('key', 'time 1')).toBe(true);
		expect(await second.claim('key', 'time 2')).toBe(true);
		expect(await second.claim('key', 'time 2', 'content')).toBe(true);
		expect(await first.claim('key', 'time 2', 'content')).toBe(false);
	});
});

it('gives a key back when the work failed, and those of other runs not', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	const first = start(here, context);
	expect(await first.claim('key')).toBe(true);
	await first.release();
	expect(await start(here, context).claim('key')).toBe(true);
	const third = start(here, context);
	expect(await third.claim('key')).toBe(false);
	await third.release();
	expect(await start(here, context).claim('key')).toBe(false);
});

it('gives back some of what it has claimed', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	const first = start(here, context);
	expect(await first.claimAll(['one', 'two', 'three'])).toEqual(['one', 'two', 'three']);
	await first.release('two');
	expect(await start(here, context).claimAll(['one', 'two', 'three'])).toEqual(['two']);
});

it('gives a key again to the same delivery, as when n8n did not survive its execution', async () => {
	const context = contextOf(new MemoryDeduplicator());
	const delivery = { deliveryId: 'delivery 1' };
	expect(await start(await startProcess(), context, delivery).claim('key')).toBe(true);
	const later = await startProcess();
	expect(await start(later, context).claim('key')).toBe(false);
	expect(await start(later, context, delivery).claim('key')).toBe(true);
});

it('gives back nothing that another run has claimed', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	expect(await start(here, context).claim('key')).toBe(true);
	await start(here, context).release('key');
	expect(await start(here, context).claim('key')).toBe(false);
});

it('gives a key to one of many runs where n8n has one process', async () => {
	const here = await startProcess();
	const context = contextOf(new MemoryDeduplicator());
	const runs = Array.from({ length: 20 }, () => start(here, context, { isLocal: true }));
	const claims = await Promise.all(runs.map(async (run) => await run.claim('key')));
	expect(claims.filter(Boolean)).toEqual([true]);
});

describe('a record that another process has written over', () => {
	/** A run that has claimed a key, and what loses it; how often n8n is asked from then on. */
	async function lost(losses: number) {
		const database = new MemoryDeduplicator();
		const context = contextOf(database);
		const here = await startProcess();
		const run = start(here, context);
		expect(await run.claim('key')).toBe(true);
		const record = database.checkProcessedAndRecord.bind(database);
		let asked = 0;
		database.checkProcessedAndRecord = async (...question) => {
			if (asked++ < losses) await database.clearAllProcessedItems(question[1], question[2]);
			return await record(...question);
		};
		return { here, context, run, asked: () => asked };
	}

	it.each([
		['once where nothing is lost', 0, 1],
		['until nothing is missing', 2, 3],
		['five times at most', 100, 5],
	])('is put right: asked %s', async (_case, losses, times) => {
		const { run, asked } = await lost(losses);
		await withClock({ speed: 20 }, async () => await run.confirm());
		expect(asked()).toBe(times);
	});

	it('gives no key a second time', async () => {
		const { here, context } = await lost(1);
		expect(await start(here, context).claim('key')).toBe(false);
		expect(await start(await startProcess(), context).claim('key')).toBe(false);
	});
});

it('asks for nothing where nothing is claimed', async () => {
	const database = new MemoryDeduplicator();
	const asked = jest.spyOn(database, 'checkProcessedAndRecord');
	await start(await startProcess(), contextOf(database)).confirm();
	expect(asked).not.toHaveBeenCalled();
});

it('tries five times, as n8n refuses the first record of a node when two write it', async () => {
	const database = new MemoryDeduplicator();
	const record = database.checkProcessedAndRecord.bind(database);
	let failures = 4;
	database.checkProcessedAndRecord = async (...question) => {
		if (failures-- > 0) throw new Error('a key is twice');
		return await record(...question);
	};
	expect(await start(await startProcess(), contextOf(database)).claim('key')).toBe(true);
});

it('marks what was delivered by its content, in sixteen characters', async () => {
	const { digestOf } = await startProcess();
	expect(digestOf({ id: 'a', text: 'Dear' })).toMatch(/^[\w-]{16}$/);
	expect(digestOf({ id: 'a' })).toBe(digestOf({ id: 'a' }));
	expect(digestOf({ id: 'a' })).not.toBe(digestOf({ id: 'b' }));
});

it('keeps nodes apart', async () => {
	const here = await startProcess();
	const database = new MemoryDeduplicator();
	expect(await start(here, contextOf(database, 'one')).claim('key')).toBe(true);
	expect(await start(here, contextOf(database, 'other')).claim('key')).toBe(true);
});

it('tells every run when n8n cannot keep a record', async () => {
	const here = await startProcess();
	const database = new MemoryDeduplicator();
	database.checkProcessedAndRecord = async () => {
		throw new Error('the database is gone');
	};
	const context = contextOf(database);
	const runs = [1, 2].map(async () => await start(here, context).claim('key'));
	for (const run of runs) await expect(run).rejects.toThrow('the database is gone');
});

it('a record that cannot be taken back is told in the log, not instead of the failure', async () => {
	const database = new MemoryDeduplicator();
	const errors: string[] = [];
	const logger = { error: (text: string) => errors.push(text) };
	const context = { ...contextOf(database), logger } as unknown as IExecuteFunctions;
	const run = start(await startProcess(), context);
	expect(await run.claim('key')).toBe(true);
	database.removeProcessed = async () => {
		throw new Error('the database is gone');
	};
	await run.release();
	expect(errors).toEqual([expect.stringMatching(/key.*the database is gone/)]);
});
