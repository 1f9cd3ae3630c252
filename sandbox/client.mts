import type { SeedInput, FinishInput, WebhookInput } from './server/handwritingOcr/controlInputs.mts';
import type { Document } from './server/handwritingOcr/documents.mts';
import type { DeliverySwitches, Settings } from './server/handwritingOcr/settings.mts';
import type { AccountInput } from './server/shared/accounts.mts';
import type { Fault, FaultInput } from './server/shared/faults.mts';
import type { JournalEntry } from './server/shared/journal.mts';
import type { Delivery } from './server/shared/webhookSender.mts';

export type { Delivery, DeliverySwitches, Document, Fault, FaultInput, FinishInput, JournalEntry, SeedInput, Settings, WebhookInput };

/** Settings to change; those not named stay as they are. */
export type SettingsInput = Partial<Omit<Settings, 'webhook'>> & { webhook?: Partial<DeliverySwitches> };

/** How to open or change an account. */
export type NewAccount = Omit<AccountInput, 'settings'> & { settings?: SettingsInput };

/** An account as the control API shows it. */
export type SandboxAccount = Required<Omit<AccountInput, 'settings'>> & { id: string; settings: Settings; clockOffset: number };

/** A refusal of the control API. */
export class SandboxError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(`sandbox answers ${status}: ${message}`);
		this.status = status;
	}
}

/** The control API of a running sandbox. Every call rejects with {@link SandboxError} when the sandbox refuses it. */
export type SandboxClient = {
	url: string;
	/** Opens an account; without `token` it gets a new one, without `balance` 1,000 credits. */
	createAccount: (input?: NewAccount) => Promise<SandboxAccount>;
	updateAccount: (token: string, input: NewAccount) => Promise<SandboxAccount>;
	/** Puts the account's clock forward by milliseconds: documents expire, the wait between purchases passes. */
	advanceClock: (token: string, milliseconds: number) => Promise<SandboxAccount>;
	addFault: (fault: FaultInput) => Promise<Fault>;
	clearFaults: (token?: string) => Promise<void>;
	requests: (token?: string) => Promise<JournalEntry[]>;
	clearRequests: (token?: string) => Promise<void>;
	/** Oldest first. */
	documents: (token: string) => Promise<Document[]>;
	seedDocuments: (token: string, documents: SeedInput[]) => Promise<Document[]>;
	finishDocument: (token: string, input: FinishInput) => Promise<Document>;
	/** The receiver's answer; null when `copies` is 0. */
	sendWebhook: (token: string, input: WebhookInput) => Promise<Pick<Delivery, 'status' | 'body' | 'error'> | null>;
	deliveries: (token: string) => Promise<Delivery[]>;
};

/** Speaks to the sandbox at `url`, such as `http://127.0.0.1:4810`. */
export function sandboxClient(url: string): SandboxClient {
	/** The answer's shape is the server's own type; both sides are compiled from the same files. */
	const call = async <Answer,>(method: string, path: string, body?: object): Promise<Answer> => {
		const headers = body ? { 'content-type': 'application/json' } : undefined;
		const response = await fetch(`${url}/_sandbox${path}`, { method, headers, body: body && JSON.stringify(body) });
		const text = await response.text();
		if (!response.ok) throw new SandboxError(response.status, text);
		return (text === '' ? undefined : JSON.parse(text)) as Answer;
	};
	const query = (token: string | undefined): string => (token === undefined ? '' : `?token=${encodeURIComponent(token)}`);
	return {
		url,
		createAccount: (input = {}) => call('POST', '/accounts', input),
		updateAccount: (token, input) => call('POST', '/accounts/update', { ...input, token }),
		advanceClock: (token, advance) => call('POST', '/clock', { token, advance }),
		addFault: (fault) => call('POST', '/faults', fault),
		clearFaults: (token) => call('DELETE', `/faults${query(token)}`),
		requests: (token) => call('GET', `/requests${query(token)}`),
		clearRequests: (token) => call('DELETE', `/requests${query(token)}`),
		documents: (token) => call('GET', `/documents${query(token)}`),
		seedDocuments: (token, documents) => call('POST', '/documents', { token, documents }),
		finishDocument: (token, input) => call('POST', '/documents/finish', { ...input, token }),
		sendWebhook: (token, input) => call('POST', '/webhooks/send', { ...input, token }),
		deliveries: (token) => call('GET', `/webhooks${query(token)}`),
	};
}
