import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../shared/accounts.mts';
import { sleep } from '../shared/clock.mts';
import type { JsonObject } from '../shared/json.mts';
import { phpJson } from '../shared/phpJson.mts';
import { sendOnce, type Delivery } from '../shared/webhookSender.mts';
import type { Document } from './documents.mts';
import type { DeliverySwitches, Settings } from './settings.mts';
import { detail } from './wire.mts';

const keptDeliveries = 2000;

/**
 * `X-Signature`: HMAC-SHA-256 over the raw body, keyed with the secret as UTF-8 (observed in
 * receivers, not documented).
 */
export function signature(body: string, secret: string): string {
	return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`;
}

/** Sends the webhooks of all accounts. */
export class Webhooks {
	readonly #apiRoot: () => string;
	readonly #stop = new AbortController();
	readonly #log = new Map<string, Delivery[]>();

	/** @param apiRoot address that thumbnails in payloads stand below */
	constructor(apiRoot: () => string) {
		this.#apiRoot = apiRoot;
	}

	/**
	 * Delivers a document that is finished, or about to be; the address of the upload wins over the
	 * account's.
	 */
	async announce(account: Account<Settings>, document: Document): Promise<void> {
		const url = document.webhookUrl ?? account.webhookUrl;
		const switches = account.settings.webhook;
		if (!url || (document.status !== 'processed' && !switches.failures)) return;
		await this.send(account, url, this.payload(account, document, switches), switches, document.id);
	}

	/** The payload of a delivery: the detail answer of v3 (observed in receivers). */
	payload(account: Account<Settings>, document: Document, switches: DeliverySwitches): JsonObject {
		const shown = { ...account, settings: { ...account.settings, error: switches.error } };
		const { results, ...rest } = detail(document, shown, this.#apiRoot());
		return {
			...rest,
			...(switches.status === null ? {} : { status: switches.status }),
			...(switches.results && results !== undefined ? { results } : {}),
		};
	}

	/**
	 * Sends a body as the switches say and answers with the last delivery, or null when there was
	 * none to send.
	 * @param body a text goes out as it is, an object as PHP would write it
	 */
	async send(
		account: Account<Settings>,
		url: string,
		body: JsonObject | string,
		switches: DeliverySwitches,
		documentId: string | null,
	): Promise<Delivery | null> {
		await sleep(switches.delay, this.#stop.signal);
		if (switches.forged)
			await this.#post(
				account,
				url,
				forgery(body),
				{ ...switches, signature: 'wrongSecret' },
				documentId,
			);
		const text = typeof body === 'string' ? body : phpJson(body);
		let last: Delivery | null = null;
		for (let copy = 0; copy < switches.copies; copy += 1)
			last = await this.#post(account, url, text, switches, documentId);
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

	async #post(
		account: Account<Settings>,
		url: string,
		body: string,
		switches: DeliverySwitches,
		documentId: string | null,
	): Promise<Delivery> {
		const headers = {
			'content-type': 'application/json',
			'user-agent': 'handwriting-ocr-sandbox',
			...signatureHeader(account, body, switches),
		};
		const delivery = await sendOnce(url, body, headers, documentId, this.#stop.signal);
		const log = this.#log.get(account.id) ?? [];
		this.#log.set(account.id, log);
		log.push(delivery);
		if (log.length > keptDeliveries) log.shift();
		return delivery;
	}
}

function signatureHeader(
	account: Account<Settings>,
	body: string,
	switches: DeliverySwitches,
): Record<string, string> {
	if (switches.signature === 'none') return {};
	const wrong = switches.signature === 'wrongSecret';
	const value = signature(
		body,
		wrong ? randomBytes(20).toString('hex') : (account.webhookSecret ?? account.signingKey),
	);
	if (switches.signature === 'noPrefix') return { 'x-signature': value.slice('sha256='.length) };
	if (switches.signature === 'upperCase')
		return { 'x-signature': `sha256=${value.slice('sha256='.length).toUpperCase()}` };
	return { 'x-signature': value };
}

function forgery(body: JsonObject | string): string {
	const results = [{ page_number: 1, transcript: 'forged text', extractions: [], tables: [] }];
	return phpJson({
		...(typeof body === 'string' ? { id: 'forged0000', action: 'transcribe' } : body),
		status: 'processed',
		results,
	});
}
