import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../cancel';
import { toFailure } from '../errors';
import { perNode } from '../perNode';
import { Slots } from '../pool';

/** Entries that n8n keeps for a node to know repeats by. */
const RECORD: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };
const TRIES = 5;
/** Long enough for another process to finish its write. Milliseconds. */
const MOMENT = 40;

/** n8n reads and writes its record in two steps (seen in 2.40), so within a process one run does it at a time. */
const turns = perNode(() => new Slots(1));

/**
 * What one run of a trigger has claimed for itself, so that no other run, of this process or of another one, now or after a restart,
 * emits it too. Kept in n8n's own record of processed values.
 */
export class Claims {
	private readonly keys: string[] = [];

	constructor(private readonly context: IExecuteFunctions) {}

	/** @returns false when another run has it */
	async take(key: string): Promise<boolean> {
		return (await this.takeAll([key])).length > 0;
	}

	/**
	 * @param keys each once
	 * @returns those that no other run has
	 */
	async takeAll(keys: readonly string[]): Promise<string[]> {
		const fresh = await this.record(keys);
		this.keys.push(...fresh);
		return fresh;
	}

	/** To be called when the work is done: another process may have written its own record over ours meanwhile. */
	async keep(): Promise<void> {
		for (let attempt = 1; attempt < TRIES && (await this.record(this.keys)).length > 0; attempt++) await pause(Math.random() * MOMENT);
	}

	/** To be called when the work failed, so that it can be done again. Never throws, as the failure of the work is the one to show. */
	async release(): Promise<void> {
		if (this.keys.length === 0) return;
		try {
			await this.inTurn(async () => await this.context.helpers.removeProcessed(this.keys, 'node', RECORD));
		} catch (error) {
			this.context.logger.error(`${this.context.getNode().name}: ${this.keys.join(', ')} stays on n8n's record of what was passed on: ${toFailure(error).message}`);
		}
	}

	/** @returns the keys that were not on record */
	private async record(keys: readonly string[]): Promise<string[]> {
		if (keys.length === 0) return [];
		const { new: fresh } = await this.inTurn(async () => await this.context.helpers.checkProcessedAndRecord([...keys], 'node', RECORD));
		return fresh.map(String);
	}

	/** The first record of a node is an insert, which is refused when another process inserts at the same time. */
	private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		return await turns(this.context).run(async () => {
			for (let attempt = 1; ; attempt++) {
				try {
					return await work();
				} catch (error) {
					if (attempt === TRIES) throw toFailure(error);
					await pause(MOMENT);
				}
			}
		});
	}
}
