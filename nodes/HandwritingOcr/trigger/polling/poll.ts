import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { isTransient, toFailure, toNodeError } from '../../../shared/core/errors';
import { perNode } from '../../../shared/concurrency/perNode';
import { Slots } from '../../../shared/concurrency/pool';
import { accountMark } from '../../../shared/http/accountMark';
import { handOver } from '../../../shared/webhook/handOver';
import { connect } from '../../api/client';
import { payloadOf } from '../handOver';
import { readSettings, type TriggerSettings } from '../settings';
import { begin, look } from './look';
import { type Entry, type PollState, readState } from './state';

/** Where the state stands in n8n's static data of the node. */
const KEY = 'polling';
/** So often a run may give a document back. */
const PATIENCE = 10;

/** What a polling trigger remembers while this n8n process lives, and may forget. */
class PollMemory {
	/** Whether this process has looked before. */
	hasLooked = false;
	/** n8n saves the state only when documents are passed on; until then this one is ahead. */
	private latest: PollState | undefined;
	/** What the last polls have passed on, and what their runs gave back. */
	private handed = new Map<string, Entry>();
	private returned: readonly Entry[] = [];
	private readonly slot = new Slots(1);
	private looks = 0;

	/**
	 * One look at a time: n8n starts the next one when the last is not over. Not more than one waits
	 * for its turn.
	 *
	 * @returns null when one waits already
	 */
	async inTurn<Result>(work: () => Promise<Result>): Promise<Result | null> {
		if (this.looks > 1) return null;
		this.looks++;
		try {
			return await this.slot.run(work);
		} finally {
			this.looks--;
		}
	}

	/** The state to go on from, with what runs gave back. */
	newest(saved: PollState | null): PollState | null {
		const state = saved && this.latest?.revision === saved.revision ? this.latest : saved;
		return state && { ...state, waiting: [...state.waiting, ...this.returned] };
	}

	/** @param from the state that it was made of */
	keep(next: PollState, from: PollState | null): void {
		this.latest = next;
		this.returned = this.returned.filter((entry) => !from?.waiting.includes(entry));
	}

	hand(entries: readonly Entry[]): void {
		this.handed = new Map(entries.map((entry) => [entry.id, entry]));
	}

	/** A run could not give this document. @returns whether a later poll passes it on again */
	takeBack(id: string): boolean {
		const entry = this.handed.get(id);
		if (!entry || entry.tries >= PATIENCE) return false;
		this.returned = [...this.returned, { ...entry, tries: entry.tries + 1 }];
		return this.handed.delete(id);
	}
}

export const memoryOf = perNode(() => new PollMemory());

/**
 * Gives the documents that have finished since the last poll, oldest first, with their results. n8n
 * calls it when the workflow is published, when n8n starts, and at the times that the user has set.
 * The first time of all it only takes note of what is there.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const memory = memoryOf(context);
	return await memory.inTurn(async () => await attempt(context, memory));
}

async function attempt(
	context: IPollFunctions,
	memory: PollMemory,
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const saved = readState(data[KEY]);
	const isFirst = !memory.hasLooked;
	memory.hasLooked = true;
	try {
		const service = await connect(context);
		const account = accountMark(service.client.service);
		const state = memory.newest(saved);
		const { next, found, failure } = state
			? await look({ context, service, settings: settingsOf(context) }, state, account)
			: { next: await begin(service, account), found: [] };
		memory.keep(next, state);
		data[KEY] = { ...next };
		if (failure) throw failure;
		if (found.length === 0) return null;
		memory.hand(found.map(({ entry }) => entry));
		return [found.map(({ document }) => handOver(payloadOf(document)))];
	} catch (error) {
		// n8n gives up a trigger that fails a few times in a row while n8n starts, when the network may
		// not be up yet.
		if (isFirst && saved && isTransient(error)) {
			context.logger.warn(
				`${context.getNode().name}: the first poll is left to the next one: ${toFailure(error).message}`,
			);
			return null;
		}
		throw toNodeError(context.getNode(), error);
	}
}

function settingsOf(context: IPollFunctions): TriggerSettings {
	return readSettings((name) => context.getNodeParameter(name, {}));
}
