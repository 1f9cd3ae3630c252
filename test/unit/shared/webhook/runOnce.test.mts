import { randomUUID } from 'node:crypto';
import type {
	ICheckProcessedContextData,
	IExecuteFunctions,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { runOnce } from '../../../../nodes/shared/webhook/runOnce.ts';
import { MemoryDeduplicator } from '../../../engine/harness/deduplicator.mts';
import { contextOf } from '../simulation/recordedRun.mts';

type Delivery = Partial<Parameters<typeof runOnce>[1]>;
type Work = Parameters<typeof runOnce>[2];

const ITEMS = [{ json: { id: 'a' } }];
const subject = { key: 'a', marks: ['first reading'] };

/** A node that is handed deliveries of the same document, unless one says otherwise. */
class Scene {
	worked = 0;
	mode: WorkflowExecuteMode = 'trigger';
	private readonly database = new MemoryDeduplicator();
	/** Nodes are told apart by their id, and what a process knows of them is kept. */
	private readonly nodeId = randomUUID();

	/** Another process writes over the record what it has read before. */
	async forget(): Promise<void> {
		await this.database.clearAllProcessedItems('node', this.where);
	}

	/** How many values are on record. */
	async recorded(): Promise<number> {
		return await this.database.getProcessedDataCount('node', this.where);
	}

	private get where() {
		const { getNode, getWorkflow } = contextOf(this.database, this.nodeId);
		return { node: getNode(), workflow: getWorkflow() } as ICheckProcessedContextData;
	}

	async deliver(delivery: Delivery = {}, work: Work = async () => ITEMS) {
		const context: IExecuteFunctions = {
			...contextOf(this.database, this.nodeId),
			getMode: () => this.mode,
		};
		const handedOver = { deliveryId: randomUUID(), isLocal: true, isRepeat: false, payload: {} };
		const settings = { ...handedOver, subject, ignoresRepeats: true, ...delivery };
		return await runOnce(context, settings, async (claim) => {
			this.worked++;
			return await work(claim);
		});
	}
}

it('gives the items of a document once', async () => {
	const scene = new Scene();
	expect([await scene.deliver(), await scene.deliver()]).toEqual([ITEMS, []]);
	expect(scene.worked).toBe(1);
});

it('gives them each time where the user wants repeats, or tests the workflow', async () => {
	const scene = new Scene();
	const wanted = { ignoresRepeats: false };
	expect([await scene.deliver(wanted), await scene.deliver(wanted)]).toEqual([ITEMS, ITEMS]);
	scene.mode = 'manual';
	expect([await scene.deliver(), await scene.deliver()]).toEqual([ITEMS, ITEMS]);
	// None of them counts as passed on.
	scene.mode = 'trigger';
	expect(await scene.deliver()).toEqual(ITEMS);
});

it('gives nothing for what was a repeat as it came in', async () => {
	const scene = new Scene();
	expect(await scene.deliver({ isRepeat: true })).toEqual([]);
	expect([scene.worked, await scene.deliver()]).toEqual([0, ITEMS]);
});

it('lets the work claim what it finds out', async () => {
	const scene = new Scene();
	const claims: boolean[] = [];
	const deliver = async (marks: string[]) =>
		await scene.deliver({ subject: undefined }, async (claim) => {
			claims.push(await claim({ key: 'a', marks }));
			return ITEMS;
		});
	await deliver(['first']);
	await deliver(['first']);
	await deliver(['second']);
	expect(claims).toEqual([true, false, true]);
});

it('lets the work claim all where repeats are wanted', async () => {
	const scene = new Scene();
	const claims: boolean[] = [];
	const claimed: Work = async (claim) => {
		claims.push(await claim(subject));
		return ITEMS;
	};
	await scene.deliver({ ignoresRepeats: false }, claimed);
	await scene.deliver({ ignoresRepeats: false }, claimed);
	expect(claims).toEqual([true, true]);
});

it('gives a document again when its work failed', async () => {
	const scene = new Scene();
	const failing = scene.deliver({}, async () => {
		throw new Error('the API is down');
	});
	await expect(failing).rejects.toThrow('the API is down');
	expect([await scene.deliver(), await scene.deliver()]).toEqual([ITEMS, []]);
});

it('confirms that a document was passed on, where other processes write too', async () => {
	const scene = new Scene();
	const forgetting: Work = async () => {
		await scene.forget();
		return ITEMS;
	};
	expect(await scene.deliver({ isLocal: true }, forgetting)).toEqual(ITEMS);
	expect(await scene.recorded()).toBe(0);
	await scene.deliver({ isLocal: false, subject: { key: 'b', marks: [] } }, forgetting);
	expect(await scene.recorded()).toBeGreaterThan(0);
});
