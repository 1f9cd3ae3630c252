import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../cancel';
import { toFailure } from '../errors';
import { Slots } from '../pool';

/** Entries that n8n keeps for a node to know repeats by. */
const RECORD: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };
const TRIES = 5;
/** Long enough for another process to finish its write. Milliseconds. */
export const MOMENT = 40;

interface Question {
	keys: readonly string[];
	answer: (fresh: string[]) => void;
	fail: (error: Error) => void;
}

/**
 * n8n's record of what a node has processed. n8n reads and writes it in two steps (seen in 2.40), so a process asks one question at a
 * time; runs that wait for their turn are asked for together, so that hundreds of them cost as many round trips as a few.
 */
export class ProcessedRecord {
	private readonly turns = new Slots(1);
	private readonly waiting: Question[] = [];

	/**
	 * Puts keys on record.
	 *
	 * @param keys each once
	 * @returns those that were not on it
	 */
	async add(context: IExecuteFunctions, keys: readonly string[]): Promise<string[]> {
		if (keys.length === 0) return [];
		const answered = new Promise<string[]>((answer, fail) => this.waiting.push({ keys, answer, fail }));
		const [fresh] = await Promise.all([answered, this.turns.run(async () => await this.ask(context))]);
		return fresh;
	}

	async remove(context: IExecuteFunctions, keys: readonly string[]): Promise<void> {
		await this.turns.run(async () => await patiently(async () => await context.helpers.removeProcessed([...keys], 'node', RECORD)));
	}

	/** Asks for all that wait; of equal keys the first gets it. */
	private async ask(context: IExecuteFunctions): Promise<void> {
		const questions = this.waiting.splice(0);
		if (questions.length === 0) return;
		const keys = [...new Set(questions.flatMap((question) => question.keys))];
		try {
			const { new: items } = await patiently(async () => await context.helpers.checkProcessedAndRecord(keys, 'node', RECORD));
			const fresh = new Set(items.map(String));
			for (const question of questions) question.answer(question.keys.filter((key) => fresh.delete(key)));
		} catch (error) {
			for (const { fail } of questions) fail(toFailure(error));
		}
	}
}

/** The first record of a node is an insert, which is refused when another process inserts at the same time. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt === TRIES) throw toFailure(error);
			await pause(MOMENT);
		}
	}
}
