import type { IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../../core/cancel';
import { toFailure } from '../../core/errors';
import { perNode } from '../../concurrency/perNode';
import { DedupStore } from './dedupStore';

const TRIES = 5;
/**
 * Longer than another process, which is busy, takes from reading the record to writing it.
 * Milliseconds.
 */
const OTHERS_WRITE = 250;

const records = perNode(() => new DedupStore());

/**
 * What one run of a trigger has claimed for itself, so that no other run, of this process or of
 * another one, now or after a restart, emits it too. Kept in n8n's own record of processed values.
 */
export class Deduplicator {
	private readonly keys: string[] = [];
	private readonly record: DedupStore;

	/** @param alone whether no other process runs executions */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly alone = false,
	) {
		this.record = records(context);
	}

	/** @returns false when another run has it */
	async claim(key: string): Promise<boolean> {
		return (await this.takeAll([key])).length > 0;
	}

	/**
	 * @param keys each once
	 * @returns those that no other run has
	 */
	async takeAll(keys: readonly string[]): Promise<string[]> {
		const run = this.context.getExecutionId();
		const fresh = new Set(await this.record.add(this.context, keys, { run, watched: !this.alone }));
		const taken = keys.filter((key) => fresh.has(key));
		this.keys.push(...taken);
		return taken;
	}

	/**
	 * To be called when the work is done: another process may have written its own record over ours
	 * meanwhile.
	 */
	async confirm(): Promise<void> {
		if (this.alone || this.keys.length === 0) return;
		for (let attempt = 1; attempt <= TRIES; attempt++) {
			await pause(OTHERS_WRITE * (1 + Math.random()));
			if (!(await this.record.restore(this.context, this.keys))) return;
		}
	}

	/**
	 * To be called when the work failed, so that it can be done again. Never throws, as the failure
	 * of the work is the one to show.
	 */
	async release(): Promise<void> {
		if (this.keys.length === 0) return;
		try {
			await this.record.remove(this.context, this.keys);
		} catch (error) {
			this.context.logger.error(
				`${this.context.getNode().name}: ${this.keys.join(', ')} stays on n8n's record of what was passed on: ${toFailure(error).message}`,
			);
		}
	}
}
