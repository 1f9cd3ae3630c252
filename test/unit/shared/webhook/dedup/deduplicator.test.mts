import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { MemoryDeduplicator } from '../../../../engine/harness/deduplicator.mts';

type ClaimsModule = typeof import('../../../../../nodes/shared/webhook/dedup/deduplicator.ts');

/** The module as another process has it: a memory of its own. */
async function startProcess(): Promise<ClaimsModule> {
	let loaded: ClaimsModule | undefined;
	await jest.isolateModulesAsync(async () => {
		loaded = await import('../../../../../nodes/shared/webhook/dedup/deduplicator.ts');
	});
	if (!loaded) throw new Error('not loaded');
	return loaded;
}

/** A run of one node, as far as claims need it, on a database that processes share. */
function contextOf(database: MemoryDeduplicator, nodeId = 'node'): IExecuteFunctions {
	const node = { id: nodeId, name: 'Trigger' };
	const workflow = { id: 'workflow' };
	const where = { node, workflow } as Parameters<MemoryDeduplicator['removeProcessed']>[2];
	const helpers = {
		checkProcessedAndRecord: async (
			...[items, scope, options]: Parameters<
				IExecuteFunctions['helpers']['checkProcessedAndRecord']
			>
		) => await database.checkProcessedAndRecord(items, scope, where, options),
		removeProcessed: async (
			...[items, scope, options]: Parameters<IExecuteFunctions['helpers']['removeProcessed']>
		) => await database.removeProcessed(items, scope, where, options),
	};
	const run = randomUUID();
	return {
		helpers,
		getNode: () => node,
		getWorkflow: () => workflow,
		getExecutionId: () => run,
	} as unknown as IExecuteFunctions;
}

const keys = Array.from({ length: 100 }, (_, index) => `document ${index}`);

it('gives a key to one of many runs at the same moment, also for the first record of a node', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const race = async (key: string) =>
		(
			await Promise.all(
				Array.from({ length: 20 }, () => new Deduplicator(contextOf(database)).claim(key)),
			)
		).filter(Boolean);
	expect(await race('first')).toEqual([true]);
	expect(await race('second')).toEqual([true]);
});

it('forgets no key of runs that overlap', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const take = async () =>
		await Promise.all(keys.map((key) => new Deduplicator(contextOf(database)).claim(key)));
	expect(new Set(await take())).toEqual(new Set([true]));
	expect(new Set(await take())).toEqual(new Set([false]));
});

it('asks for runs that overlap together', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const asked = jest.spyOn(database, 'checkProcessedAndRecord');
	expect(
		new Set(await Promise.all(keys.map((key) => new Deduplicator(contextOf(database)).claim(key)))),
	).toEqual(new Set([true]));
	expect(asked.mock.calls.map(([items]) => items.length)).toEqual([1, keys.length - 1]);
});

it('knows keys of another process and after a restart', async () => {
	const database = new MemoryDeduplicator();
	expect(await new (await startProcess()).Deduplicator(contextOf(database)).claim('key')).toBe(
		true,
	);
	expect(await new (await startProcess()).Deduplicator(contextOf(database)).claim('key')).toBe(
		false,
	);
});

it('puts back what another process has written over', async () => {
	const database = new MemoryDeduplicator();
	const { Deduplicator } = await startProcess();
	const processes = [await startProcess(), await startProcess(), await startProcess()];
	const work = async (key: string, index: number) => {
		const claims = new (processes[index % 3]?.Deduplicator ?? Deduplicator)(contextOf(database));
		expect(await claims.claim(key)).toBe(true);
		await claims.confirm();
	};
	await Promise.all(keys.map(work));
	const repeats = keys.map(async (key) => await new Deduplicator(contextOf(database)).claim(key));
	expect((await Promise.all(repeats)).filter(Boolean)).toEqual([]);
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
	const workers = [await startProcess(), await startProcess()];
	const work = async (key: string, index: number) => {
		await sleep(index * 10);
		const claims = workers.map(({ Deduplicator }) => new Deduplicator(context))[index % 2];
		expect(await claims?.claim(key)).toBe(true);
		await claims?.confirm();
	};
	await Promise.all(keys.map(work));
	expect(keys.filter((key) => !values.includes(key))).toEqual([]);
});

it('looks once when no other process writes', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const asked = jest.spyOn(database, 'checkProcessedAndRecord');
	const claims = new Deduplicator(contextOf(database), true);
	expect(await claims.claim('key')).toBe(true);
	await claims.confirm();
	expect(asked).toHaveBeenCalledTimes(1);
});

it('gives a key back when the work failed', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const first = new Deduplicator(contextOf(database));
	expect(await first.claim('key')).toBe(true);
	await first.release();
	const second = new Deduplicator(contextOf(database));
	expect(await second.claim('key')).toBe(true);
	const third = new Deduplicator(contextOf(database));
	expect(await third.claim('key')).toBe(false);
	await third.release();
	expect(await new Deduplicator(contextOf(database)).claim('key')).toBe(false);
});

it('gives a key again to the same execution, which n8n may run a node in twice', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const run = contextOf(database);
	expect(await new Deduplicator(run, true).claim('key')).toBe(true);
	expect(await new Deduplicator(run, true).claim('key')).toBe(true);
	expect(await new Deduplicator(contextOf(database), true).claim('key')).toBe(false);
});

it('keeps nodes apart', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	expect(await new Deduplicator(contextOf(database, 'one')).claim('key')).toBe(true);
	expect(await new Deduplicator(contextOf(database, 'other')).claim('key')).toBe(true);
});

it('tells when n8n cannot keep a record', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	let asked = 0;
	database.checkProcessedAndRecord = async () => {
		asked++;
		throw new Error('the database is gone');
	};
	await expect(new Deduplicator(contextOf(database)).claim('key')).rejects.toThrow(
		'the database is gone',
	);
	expect(asked).toBeGreaterThan(1);
});

it('tells every run that waited', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	database.checkProcessedAndRecord = async () => {
		throw new Error('the database is gone');
	};
	const runs = await Promise.allSettled(
		keys.map((key) => new Deduplicator(contextOf(database)).claim(key)),
	);
	expect(runs.map(({ status }) => status)).toEqual(keys.map(() => 'rejected'));
});

it('a record that cannot be taken back is told in the log, not instead of the failure', async () => {
	const { Deduplicator } = await startProcess();
	const database = new MemoryDeduplicator();
	const errors: string[] = [];
	const context = contextOf(database);
	const claims = new Deduplicator({
		...context,
		logger: { error: (text: string) => errors.push(text) },
	} as unknown as IExecuteFunctions);
	expect(await claims.claim('key')).toBe(true);
	database.removeProcessed = async () => {
		throw new Error('the database is gone');
	};
	await claims.release();
	expect(errors).toEqual([expect.stringMatching(/key.*the database is gone/)]);
});
