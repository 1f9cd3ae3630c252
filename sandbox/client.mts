import type {
	SeedInput,
	FinishInput,
	WebhookInput,
} from './server/handwritingOcr/controlInputs.mts';
import type { Document } from './server/handwritingOcr/documents.mts';
import type { DeliverySwitches, Settings } from './server/handwritingOcr/settings.mts';
import type {
	FinishInput as NatifAiFinishInput,
	SeedInput as NatifAiSeedInput,
} from './server/natifAi/controlInputs.mts';
import type { ProcessingView } from './server/natifAi/controls.mts';
import type { Settings as NatifAiSettings } from './server/natifAi/settings.mts';
import type {
	FinishInput as OcrivaFinishInput,
	SeedInput as OcrivaSeedInput,
	WebhookInput as OcrivaWebhookInput,
} from './server/ocriva/controlInputs.mts';
import type { OrganizationView } from './server/ocriva/controls.mts';
import type { HistoryRecord } from './server/ocriva/records.mts';
import type {
	DeliverySwitches as OcrivaSwitches,
	Settings as OcrivaSettings,
} from './server/ocriva/settings.mts';
import type { AccountInput } from './server/shared/accounts.mts';
import type { Fault, FaultInput } from './server/shared/faults.mts';
import type { JournalEntry } from './server/shared/journal.mts';
import type { Delivery } from './server/shared/webhookSender.mts';

export type {
	Delivery,
	DeliverySwitches,
	Document,
	Fault,
	FaultInput,
	FinishInput,
	JournalEntry,
	SeedInput,
	Settings,
	WebhookInput,
};

/** Settings of Handwriting OCR to change; those not named stay as they are. */
export type SettingsInput = Partial<Omit<Settings, 'webhook'>> & {
	webhook?: Partial<DeliverySwitches>;
};

/**
 * What is a service's own in the control API. `settingsInput` are the settings that can be given,
 * the others its documents and what is said of them; `account` is what an account has more.
 */
export type ServiceTypes = {
	settings: object;
	settingsInput: object;
	document: object;
	seed: object;
	finish: object;
	webhook: object;
	account?: object;
};

/** The services of the sandbox, by name. */
export type Services = {
	handwritingOcr: {
		settings: Settings;
		settingsInput: SettingsInput;
		document: Document;
		seed: SeedInput;
		finish: FinishInput;
		webhook: WebhookInput;
	};
	natifAi: {
		settings: NatifAiSettings;
		settingsInput: Partial<NatifAiSettings>;
		document: ProcessingView;
		seed: NatifAiSeedInput;
		finish: NatifAiFinishInput;
		/** There are none. */
		webhook: never;
	};
	ocriva: {
		settings: OcrivaSettings;
		settingsInput: Partial<Omit<OcrivaSettings, 'webhook'>> & { webhook?: Partial<OcrivaSwitches> };
		document: HistoryRecord;
		seed: OcrivaSeedInput;
		finish: OcrivaFinishInput;
		webhook: OcrivaWebhookInput;
		account: OrganizationView;
	};
};

export type ServiceName = keyof Services;

/** The types of Handwriting OCR, which are meant where nothing else is said. */
export type HandwritingOcrTypes = Services['handwritingOcr'];

/** How to open or change an account. */
export type NewAccount<Types extends ServiceTypes = HandwritingOcrTypes> = Omit<
	AccountInput,
	'settings'
> & { settings?: Types['settingsInput'] };

/** An account as the control API shows it. */
export type SandboxAccount<Types extends ServiceTypes = HandwritingOcrTypes> = Required<
	Omit<AccountInput, 'settings'>
> & {
	id: string;
	settings: Types['settings'];
	clockOffset: number;
} & (Types extends { account: infer More } ? More : object);

/** A refusal of the control API. */
export class SandboxError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(`sandbox answers ${status}: ${message}`);
		this.status = status;
	}
}

/**
 * The control API of a running sandbox. Every call rejects with {@link SandboxError} when the
 * sandbox refuses it.
 */
export type SandboxClient<Types extends ServiceTypes = HandwritingOcrTypes> = {
	url: string;
	/**
	 * Opens an account of the client's service; without `token` it gets a new one, without `balance`
	 * 1,000 credits.
	 */
	createAccount: (input?: NewAccount<Types>) => Promise<SandboxAccount<Types>>;
	updateAccount: (token: string, input: NewAccount<Types>) => Promise<SandboxAccount<Types>>;
	/**
	 * Puts the account's clock forward by milliseconds: documents expire, the wait between purchases
	 * passes.
	 */
	advanceClock: (token: string, milliseconds: number) => Promise<SandboxAccount<Types>>;
	addFault: (fault: FaultInput) => Promise<Fault>;
	clearFaults: (token?: string) => Promise<void>;
	requests: (token?: string) => Promise<JournalEntry[]>;
	clearRequests: (token?: string) => Promise<void>;
	/** Oldest first. */
	documents: (token: string) => Promise<Array<Types['document']>>;
	seedDocuments: (
		token: string,
		documents: Array<Types['seed']>,
	) => Promise<Array<Types['document']>>;
	finishDocument: (token: string, input: Types['finish']) => Promise<Types['document']>;
	/** The receiver's answer; null when `copies` is 0. */
	sendWebhook: (
		token: string,
		input: Types['webhook'],
	) => Promise<Pick<Delivery, 'status' | 'body' | 'error'> | null>;
	deliveries: (token: string) => Promise<Delivery[]>;
};

/**
 * Speaks to the sandbox at `url`, such as `http://127.0.0.1:4810`. Accounts are opened at
 * `service`; everything else goes by the account's token, whose service is the same.
 */
export function sandboxClient<Name extends ServiceName = 'handwritingOcr'>(
	url: string,
	service?: Name,
): SandboxClient<Services[Name]> {
	/** The answer's shape is the server's own type; both sides are compiled from the same files. */
	const call = async <Answer,>(method: string, path: string, body?: object): Promise<Answer> => {
		const headers = body ? { 'content-type': 'application/json' } : undefined;
		const response = await fetch(`${url}/_sandbox${path}`, {
			method,
			headers,
			body: body && JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new SandboxError(response.status, text);
		return (text === '' ? undefined : JSON.parse(text)) as Answer;
	};
	const query = (token: string | undefined): string =>
		token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
	return {
		url,
		createAccount: (input = {}) =>
			call('POST', '/accounts', { ...input, service: service ?? 'handwritingOcr' }),
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
