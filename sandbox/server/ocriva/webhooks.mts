import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../shared/accounts.mts';
import { now, sleep } from '../shared/clock.mts';
import { randomAlphanumeric } from '../shared/identifiers.mts';
import type { JsonObject } from '../shared/json.mts';
import { sendOnce, type Delivery } from '../shared/webhookSender.mts';
import type { EventType } from './events.mts';
import type { Organization, Template } from './organizations.mts';
import { finishedPayload, templatePayload, uploadedPayload } from './payloads.mts';
import type { Batch, HistoryRecord } from './records.mts';
import type { DeliverySwitches, Settings } from './settings.mts';
import { batchEntry } from './wire.mts';

const keptDeliveries = 2000;

/** An event as it happened; `recordId` is for the list of deliveries only. */
export type Event = {
	type: string;
	id?: string;
	projectId: string;
	payload: JsonObject;
	recordId: string | null;
};

/**
 * `X-Webhook-Signature`: HMAC-SHA-256 over the raw body in hex, keyed with the secret as UTF-8
 * (documented; the text form is an assumption).
 */
export function signature(body: string, secret: string): string {
	return createHmac('sha256', secret).update(body, 'utf8').digest('hex');
}

/** Sends the webhooks of all accounts. */
export class Webhooks {
	readonly #stop = new AbortController();
	readonly #log = new Map<string, Delivery[]>();

	uploaded(
		account: Account<Settings>,
		organization: Organization,
		record: HistoryRecord,
	): Promise<void> {
		return this.#announce(
			account,
			organization,
			'document.uploaded',
			record.projectId,
			uploadedPayload(record),
			record.id,
		);
	}

	finished(
		account: Account<Settings>,
		organization: Organization,
		record: HistoryRecord,
	): Promise<void> {
		const type = record.outcome === 'completed' ? 'document.processed' : 'document.failed';
		return this.#announce(
			account,
			organization,
			type,
			record.projectId,
			finishedPayload(record, account.settings.webhook),
			record.id,
		);
	}

	batch(
		account: Account<Settings>,
		organization: Organization,
		type: EventType,
		batch: Batch,
		records: readonly HistoryRecord[],
	): Promise<void> {
		return this.#announce(
			account,
			organization,
			type,
			batch.projectId,
			batchEntry(batch, organization, records),
			null,
		);
	}

	template(
		account: Account<Settings>,
		organization: Organization,
		template: Template,
	): Promise<void> {
		return this.#announce(
			account,
			organization,
			'template.created',
			template.projectId,
			templatePayload(template),
			null,
		);
	}

	/** The body of a delivery: the envelope is the same for every event (documented). */
	body(
		account: Account<Settings>,
		organization: Organization,
		event: Event,
		switches: DeliverySwitches,
	): string {
		const at = now(account);
		const envelope: JsonObject = {
			eventType: event.type,
			eventId: event.id ?? `evt_${at}_${randomAlphanumeric(6).toLowerCase()}`,
			timestamp: new Date(at).toISOString(),
			organizationId: organization.id,
			projectId: event.projectId,
			payload: {
				...event.payload,
				...(switches.nonAscii ? { note: 'Größe 5 €, 東京, naïve ✓ 😀' } : {}),
			},
		};
		return written(envelope, switches);
	}

	/**
	 * Sends a body as the switches say and answers with the last delivery, or null when there was
	 * none to send.
	 */
	async send(
		account: Account<Settings>,
		url: string,
		body: string,
		switches: DeliverySwitches,
		recordId: string | null,
	): Promise<Delivery | null> {
		await sleep(switches.delay, this.#stop.signal);
		let last: Delivery | null = null;
		for (let copy = 0; copy < switches.copies; copy += 1) {
			for (
				let attempt = 0;
				attempt <= switches.retries && !this.#stop.signal.aborted;
				attempt += 1
			) {
				if (attempt > 0) await sleep(switches.retryDelay, this.#stop.signal);
				last = await this.#post(account, url, body, switches, recordId);
				if (last.status !== null && last.status >= 200 && last.status < 300) break;
			}
		}
		return last;
	}

	/** What was delivered for an account, oldest first. */
	deliveries(accountId: string): Delivery[] {
		return this.#log.get(accountId) ?? [];
	}

	/** Gives up what is under way. */
	close(): void {
		this.#stop.abort();
	}

	async #announce(
		account: Account<Settings>,
		organization: Organization,
		type: EventType,
		projectId: string,
		payload: JsonObject,
		recordId: string | null,
	): Promise<void> {
		const { webhookUrl, settings } = account;
		if (!webhookUrl || !settings.webhookEvents.includes(type)) return;
		const body = this.body(
			account,
			organization,
			{ type, projectId, payload, recordId },
			settings.webhook,
		);
		await this.send(account, webhookUrl, body, settings.webhook, recordId);
	}

	async #post(
		account: Account<Settings>,
		url: string,
		body: string,
		switches: DeliverySwitches,
		recordId: string | null,
	): Promise<Delivery> {
		const headers = {
			'content-type': 'application/json',
			'user-agent': 'ocriva-sandbox',
			...signatureHeader(account, body, switches),
		};
		const delivery = await sendOnce(url, body, headers, recordId, this.#stop.signal);
		const log = this.#log.get(account.id) ?? [];
		this.#log.set(account.id, log);
		log.push(delivery);
		if (log.length > keptDeliveries) log.shift();
		return delivery;
	}
}

/** JSON as the switches want it written. */
export function written(value: JsonObject, { spacing }: Pick<DeliverySwitches, 'spacing'>): string {
	return spacing === 'compact'
		? JSON.stringify(value)
		: `\r\n${JSON.stringify(value, null, 3).replaceAll('\n', '\r\n\t')} \r\n`;
}

function signatureHeader(
	{ webhookSecret }: Account<Settings>,
	body: string,
	switches: DeliverySwitches,
): Record<string, string> {
	if (webhookSecret === null || switches.signature === 'none') return {};
	const hex = signature(
		body,
		switches.signature === 'wrongSecret' ? randomBytes(16).toString('hex') : webhookSecret,
	);
	const forms = {
		valid: hex,
		wrongSecret: hex,
		prefixed: `sha256=${hex}`,
		upperCase: hex.toUpperCase(),
	};
	return { 'X-Webhook-Signature': forms[switches.signature] };
}
