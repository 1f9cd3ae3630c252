import { createHash } from 'crypto';
import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';

import { BoundedMap } from '../concurrency/boundedMap';
import { perNode } from '../concurrency/perNode';
import { Slots } from '../concurrency/pool';
import { pause } from '../core/cancel';
import { toFailure } from '../core/errors';
import type { HandedOver } from './handOver';

/** Entries that n8n keeps for a node to know repeats by; a document takes up to four of them. */
const RECORD: ICheckProcessedOptions = { mode: 'entries', maxEntries: 20_000 };
const TRIES = 5;
/** Long enough for another process to finish its write. */
const MOMENT_MS = 40;
/** Longer than another process, which is busy, takes from reading the record to writing it. */
const OTHERS_WRITE_MS = 250;
/** For so long, and so many, a process puts back whenever it writes. */
const RECENT_MS = 120_000;
const MOST_RECENT = 2_000;

/** What a delivery tells of, and how a repeat of it is known. */
export interface Subject {
	/** The document or event and how it ended. */
	key: string;
	/**
	 * When it ended and with what: one that is known makes a repeat, and as long as none is known it
	 * is another reading. Where a delivery tells neither, the key alone counts.
	 */
	marks: string[];
}

/** A mark of what was delivered, by which the same is known again. */
export function digestOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}

interface Question {
	texts: readonly string[];
	/** Whether a missing text counts as missing although this process has put it on record lately. */
	isCheck: boolean;
	answer: (missing: Set<string>) => void;
	fail: (error: unknown) => void;
}

/**
 * n8n reads and writes its record in two steps (seen in 2.40). So a process asks one question at a
 * time, for all runs that wait together; and as another process may write what it has read before,
 * each question puts back what this process has put on record lately.
 */
const processOf = perNode(() => ({
	turns: new Slots(1),
	waiting: new Array<Question>(),
	recent: new BoundedMap<number>(MOST_RECENT),
}));

/**
 * What one run has claimed for itself, so that no other run, of this process or another one, now
 * or after a restart, emits it too. Kept in n8n's own record of processed values.
 */
export class Deduplicator {
	private readonly claimed = new Set<string>();
	/** Whether an execution that n8n did not survive had claimed the same delivery. */
	private isResumed = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly delivery: Pick<HandedOver, 'deliveryId' | 'isLocal'>,
	) {}

	/** @returns those that no other delivery has claimed */
	async claim<Claimed extends Subject>(subjects: readonly Claimed[]): Promise<Claimed[]> {
		const { deliveryId } = this.delivery;
		const texts = subjects.flatMap(({ key, marks }) => [key, ...marks]);
		const fresh = await this.record([...new Set([deliveryId, ...texts])], false);
		const isTaken = (text: string) => !fresh.has(text) && !this.claimed.has(text);
		this.isResumed ||= isTaken(deliveryId);
		const passed = subjects.filter(
			({ key, marks }) => this.isResumed || !(marks.length > 0 ? marks : [key]).some(isTaken),
		);
		const own = passed.flatMap(({ key, marks }) => [key, ...marks]);
		for (const text of [deliveryId, ...own]) if (fresh.has(text)) this.claimed.add(text);
		return passed;
	}

	/** To be called when the items are there: another process may have written over the record. */
	async confirm(): Promise<void> {
		if (this.delivery.isLocal || this.claimed.size === 0) return;
		for (let attempt = 1; attempt <= TRIES; attempt++) {
			await pause(OTHERS_WRITE_MS * (1 + Math.random()));
			if ((await this.record([...this.claimed], true)).size === 0) return;
		}
	}

	/**
	 * To be called when the work failed, so that it can be done again: for all that was claimed, or
	 * for some of it. Never throws, as the failure of the work is the one to show.
	 */
	async release(subjects?: readonly Subject[]): Promise<void> {
		const texts = subjects?.flatMap(({ key, marks }) => [key, ...marks]) ?? [...this.claimed];
		const own = texts.filter((text) => this.claimed.delete(text));
		if (own.length === 0) return;
		for (const text of own) processOf(this.context).recent.delete(text);
		try {
			const { helpers } = this.context;
			await this.inTurn(
				async () => await patiently(async () => await helpers.removeProcessed(own, 'node', RECORD)),
			);
		} catch (error) {
			this.context.logger.error(
				`${this.context.getNode().name}: ${own.join(', ')} stays on n8n's record of what was passed on: ${toFailure(error).message}`,
			);
		}
	}

	/** Puts texts on record. @returns those that were missing */
	private async record(texts: readonly string[], isCheck: boolean): Promise<Set<string>> {
		const { waiting } = processOf(this.context);
		const answered = new Promise<Set<string>>((answer, fail) =>
			waiting.push({ texts, isCheck, answer, fail }),
		);
		const [missing] = await Promise.all([answered, this.inTurn(async () => await this.ask())]);
		return missing;
	}

	/** Asks for all that wait. Of equal texts the first run is given it. */
	private async ask(): Promise<void> {
		const { waiting, recent } = processOf(this.context);
		const questions = waiting.splice(0);
		if (questions.length === 0) return;
		const asked = new Set([...recent.keys(), ...questions.flatMap(({ texts }) => texts)]);
		try {
			const { helpers } = this.context;
			const { new: fresh } = await patiently(
				async () => await helpers.checkProcessedAndRecord([...asked], 'node', RECORD),
			);
			const missing = new Set(fresh.map(String));
			for (const { texts, isCheck, answer } of questions) {
				const own = texts.filter((text) => missing.has(text) && (isCheck || !recent.has(text)));
				if (!isCheck) for (const text of own) missing.delete(text);
				if (!this.delivery.isLocal) keep(recent, texts);
				answer(new Set(own));
			}
		} catch (error) {
			for (const { fail } of questions) fail(error);
		}
	}

	private async inTurn(work: () => Promise<void>): Promise<void> {
		await processOf(this.context).turns.run(work);
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
			await pause(MOMENT_MS);
		}
	}
}

function keep(recent: Map<string, number>, texts: readonly string[]): void {
	const now = Date.now();
	for (const text of texts) recent.set(text, now);
	for (const [oldest, since] of recent) {
		if (now - since < RECENT_MS) return;
		recent.delete(oldest);
	}
}
