import { createHash } from 'node:crypto';
import type { Account } from '../shared/accounts.mts';
import { Background } from '../shared/background.mts';
import { now, sleep } from '../shared/clock.mts';
import type { Organizations } from './organizations.mts';
import type { Outcome, Reading } from './reading.mts';
import { isFinal, outcomeOf, type HistoryRecord, type Records } from './records.mts';
import type { Settings } from './settings.mts';
import type { Webhooks } from './webhooks.mts';

/** What the processing works with. */
export type ProcessingParts = {
	organizations: Organizations;
	records: Records;
	reading: Reading;
	webhooks: Webhooks;
	/** Milliseconds from upload to result, where the account says nothing else. */
	processingTime: number;
};

/** Walks records from `pending` through `queued` and `in_progress` to `completed` or `failed`. */
export class Processing {
	readonly #parts: ProcessingParts;
	readonly #background = new Background();

	constructor(parts: ProcessingParts) {
		this.#parts = parts;
	}

	/** Sends a record on its way; nothing happens in an account that is set to `manual`. */
	start(account: Account<Settings>, record: HistoryRecord): void {
		if (account.settings.processing === 'manual') return;
		this.#background.start(record.id, async (signal) => await this.#walk(account, record, signal));
	}

	/** Ends the automatic processing of a record. */
	cancel(record: HistoryRecord): void {
		this.#background.cancel(record.id);
	}

	/** Ends everything under way. */
	close(): void {
		this.#background.close();
	}

	/** Puts a record into a status; an end is announced, that of its batch too. */
	async settle(
		account: Account<Settings>,
		record: HistoryRecord,
		{ status, processingResult, error }: Outcome,
	): Promise<void> {
		const { organizations, records, webhooks } = this.#parts;
		const organization = organizations.of(account);
		const at = now(account);
		const outcome = outcomeOf(status, record.outcome);
		const settled: HistoryRecord = {
			...record,
			status,
			outcome,
			processingResult,
			error,
			startedAt: record.startedAt ?? (outcome === null && status !== 'in_progress' ? null : at),
			completedAt: outcome === null ? null : at,
			updatedAt: at,
		};
		const { early } = account.settings.webhook;
		const announced = status === 'completed' || status === 'failed';
		if (announced && early > 0) {
			void webhooks.finished(account, organization, settled);
			await sleep(early);
		}
		this.#pay(account, settled);
		Object.assign(record, settled);
		await Promise.all([records.save(record), organizations.accounts.save(account)]);
		if (announced && early === 0) void webhooks.finished(account, organization, { ...record });
		if (announced && record.batchId !== null) await this.#announceBatch(account, record.batchId);
	}

	async #walk(
		account: Account<Settings>,
		record: HistoryRecord,
		signal: AbortSignal,
	): Promise<void> {
		const { settings } = account;
		const { organizations, records, reading, processingTime } = this.#parts;
		const third =
			((settings.processingTime ?? processingTime) +
				settings.processingSpread * shareOf(record.fileName)) /
			3;
		await sleep(third, signal);
		if (signal.aborted) return;
		await this.#enter(account, record, 'queued');
		await sleep(third, signal);
		await this.#background.queueOf(account).run(async () => {
			if (signal.aborted) return;
			record.startedAt = now(account);
			this.#pay(account, record);
			await Promise.all([
				this.#enter(account, record, 'in_progress'),
				organizations.accounts.save(account),
			]);
			const template = organizations
				.of(account)
				.templates.find(({ templateId }) => templateId === record.template?.templateId);
			const [outcome] = await Promise.all([
				reading.read(record, template ?? null, records.filePath(record), signal),
				sleep(third, signal),
			]);
			if (!signal.aborted) await this.settle(account, record, outcome);
		});
	}

	async #enter(account: Account<Settings>, record: HistoryRecord, status: string): Promise<void> {
		Object.assign(record, { status, updatedAt: now(account) });
		await this.#parts.records.save(record);
	}

	/** Credits are taken when a file is processed (documented); seeded records cost nothing. */
	#pay(account: Account<Settings>, record: HistoryRecord): void {
		if (
			record.paid ||
			record.contentType === null ||
			!(isFinal(record.status) || record.startedAt !== null)
		)
			return;
		record.paid = true;
		account.balance -= 1;
	}

	async #announceBatch(account: Account<Settings>, batchId: string): Promise<void> {
		const { organizations, records, webhooks } = this.#parts;
		const batch = records.batch(batchId);
		const members = records.of(account.id).filter((record) => record.batchId === batchId);
		if (
			!batch ||
			batch.announced ||
			members.length < batch.uploadIds.length ||
			members.some(({ outcome }) => outcome === null)
		)
			return;
		batch.announced = true;
		await records.saveBatch(batch);
		void webhooks.batch(account, organizations.of(account), 'batch.completed', batch, members);
	}
}

/** From 0 to 1, always the same for a name and evenly spread over names. */
function shareOf(fileName: string): number {
	return createHash('sha256').update(fileName).digest().readUInt32BE(0) / 2 ** 32;
}
