import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { pause } from '../../core/cancel';
import { toFailure } from '../../core/errors';
import { Slots } from '../../concurrency/pool';

/** Entries that n8n keeps for a node to know repeats by. */
const RECORD: ICheckProcessedOptions = { mode: 'entries', maxEntries: 10_000 };
const TRIES = 5;
/** Long enough for another process to finish its write. Milliseconds. */
const MOMENT = 40;
/** For so long a process puts its own keys back on record whenever it writes, in milliseconds. */
const WATCHED_FOR = 120_000;
const MOST_WATCHED = 1_000;

interface Question {
	keys: readonly string[];
	answer: (missing: Set<string>) => void;
	fail: (error: Error) => void;
}

/**
 * n8n's record of what a node has processed, as this process sees it. n8n reads and writes it in
 * two steps (seen in 2.40). So a process asks one question at a time; runs that wait for their turn
 * are asked for together, so that hundreds of them cost as many round trips as a few. And as
 * another process may write what it has read before, each question puts back the keys that this
 * process has put on record lately.
 */
export class DedupStore {
	private readonly turns = new Slots(1);
	private readonly waiting: Question[] = [];
	/** Keys of this process, and when they came. */
	private readonly own = new Map<string, number>();
	/** Which execution of this process has put a key on record lately. */
	private readonly runs = new Map<string, string>();

	/**
	 * Puts keys on record.
	 *
	 * @param keys each once
	 * @param run id of the execution: n8n runs a node twice in one with the setting "Retry On Fail",
	 * also when it finds `error` in an item
	 * @param watched whether to put them back when another process writes over them
	 * @returns those that were not on it, or that the same execution has put there
	 */
	async add(
		context: IExecuteFunctions,
		keys: readonly string[],
		{ run, watched }: { run: string; watched: boolean },
	): Promise<string[]> {
		const again = keys.filter((key) => this.runs.get(key) === run);
		const others = keys.filter((key) => !again.includes(key));
		if (others.length === 0) return again;
		const missing = await this.question(context, others);
		const fresh = others.filter((key) => !this.own.has(key) && missing.delete(key));
		for (const key of fresh) {
			this.remember(key, run);
			if (watched) this.watch(key);
		}
		return [...again, ...fresh];
	}

	/** Puts watched keys back on record. @returns whether one was missing */
	async restore(context: IExecuteFunctions, keys: readonly string[]): Promise<boolean> {
		if (keys.length === 0) return false;
		const missing = await this.question(context, keys);
		return keys.some((key) => missing.has(key));
	}

	async remove(context: IExecuteFunctions, keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			this.own.delete(key);
			this.runs.delete(key);
		}
		await this.turns.run(
			async () =>
				await patiently(
					async () => await context.helpers.removeProcessed([...keys], 'node', RECORD),
				),
		);
	}

	/**
	 * @returns those keys that were not on record, to be taken from: of equal keys the first gets it.
	 * They are on it now.
	 */
	private async question(
		context: IExecuteFunctions,
		keys: readonly string[],
	): Promise<Set<string>> {
		const answered = new Promise<Set<string>>((answer, fail) =>
			this.waiting.push({ keys, answer, fail }),
		);
		const [missing] = await Promise.all([
			answered,
			this.turns.run(async () => await this.ask(context)),
		]);
		return missing;
	}

	/** Asks for all that wait. */
	private async ask(context: IExecuteFunctions): Promise<void> {
		const questions = this.waiting.splice(0);
		if (questions.length === 0) return;
		const keys = [
			...new Set([...this.own.keys(), ...questions.flatMap((question) => question.keys)]),
		];
		try {
			const { new: items } = await patiently(
				async () => await context.helpers.checkProcessedAndRecord(keys, 'node', RECORD),
			);
			const missing = new Set(items.map(String));
			for (const { answer } of questions) answer(missing);
		} catch (error) {
			for (const { fail } of questions) fail(toFailure(error));
		}
	}

	private remember(key: string, run: string): void {
		this.runs.set(key, run);
		const [oldest] = this.runs.keys();
		if (this.runs.size > MOST_WATCHED && oldest !== undefined) this.runs.delete(oldest);
	}

	private watch(key: string): void {
		const now = Date.now();
		this.own.set(key, now);
		for (const [oldest, since] of this.own) {
			if (now - since < WATCHED_FOR && this.own.size <= MOST_WATCHED) return;
			this.own.delete(oldest);
		}
	}
}

/**
 * The first record of a node is an insert, which is refused when another process inserts at the
 * same time.
 */
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
