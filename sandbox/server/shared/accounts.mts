import { Ajv, type ValidateFunction } from 'ajv';
import type { Clock } from './clock.mts';
import { ControlError } from './controlError.mts';
import { randomAlphanumeric } from './identifiers.mts';
import { isJsonObject, type JsonObject } from './json.mts';
import type { KeptFiles } from './keptFiles.mts';
import type { BaseSettings } from './settings.mts';

/**
 * An account of a service; the clock offset is part of it, so each account can live in its own
 * time.
 */
export type Account<Settings extends BaseSettings> = Clock & {
	id: string;
	token: string;
	name: string;
	email: string;
	/** Tier, such as `medium-monthly`. */
	plan: string;
	/** Page credits left. */
	balance: number;
	webhookUrl: string | null;
	webhookSecret: string | null;
	/** What deliveries are signed with while `webhookSecret` is null. */
	signingKey: string;
	settings: Settings;
	/** When credits were last bought, on the account's clock. */
	lastTopUpAt: number | null;
	updatedAt: number;
};

/** What can be said about an account when it is made or changed. */
export type AccountInput = {
	token?: string;
	name?: string;
	email?: string;
	plan?: string;
	balance?: number;
	webhookUrl?: string | null;
	webhookSecret?: string | null;
	settings?: JsonObject;
};

/** The accounts of one service, found by token. */
export class Accounts<Settings extends BaseSettings> {
	readonly #byToken = new Map<string, Account<Settings>>();
	readonly #defaults: Settings;
	readonly #isSettings: ValidateFunction<Settings>;
	readonly #files: KeptFiles;

	readonly #newToken: () => string;

	/**
	 * @param schema JSON Schema of the whole settings object
	 * @param newToken makes a token in the service's own form
	 */
	constructor(defaults: Settings, schema: object, files: KeptFiles, newToken: () => string) {
		this.#newToken = newToken;
		this.#defaults = defaults;
		this.#isSettings = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<Settings>(
			schema,
		);
		this.#files = files;
		for (const record of files.records('accounts')) {
			const account = record as Account<Settings>;
			account.settings = this.#merged(defaults, account.settings);
			this.#byToken.set(account.token, account);
		}
	}

	/** The account with this token. */
	byToken(token: string | undefined): Account<Settings> | undefined {
		return token === undefined ? undefined : this.#byToken.get(token);
	}

	/** The account with this token. @throws ControlError 404 */
	owner(token: string): Account<Settings> {
		const account = this.byToken(token);
		if (!account) throw new ControlError(404, 'no account has this token');
		return account;
	}

	/** All accounts. */
	all(): Iterable<Account<Settings>> {
		return this.#byToken.values();
	}

	/** Opens an account; what is not given gets a default: 1,000 credits, no webhook, a new token. */
	async create(input: AccountInput): Promise<Account<Settings>> {
		const token = input.token ?? this.#newToken();
		if (this.#byToken.has(token))
			throw new ControlError(409, 'an account with this token exists already');
		const account: Account<Settings> = {
			id: randomAlphanumeric(10),
			token,
			name: input.name ?? 'Test User',
			email: input.email ?? 'tester@example.com',
			plan: input.plan ?? 'medium-monthly',
			balance: input.balance ?? 1000,
			webhookUrl: input.webhookUrl ?? null,
			webhookSecret: input.webhookSecret ?? null,
			signingKey: randomAlphanumeric(40),
			settings: this.#merged(this.#defaults, input.settings ?? {}),
			lastTopUpAt: null,
			updatedAt: Date.now(),
			offset: 0,
		};
		this.#byToken.set(token, account);
		await this.save(account);
		return account;
	}

	/** Changes what is given; settings are merged into those that stand. */
	async update(account: Account<Settings>, input: AccountInput): Promise<void> {
		const { token: _token, settings, ...rest } = input;
		if (settings) account.settings = this.#merged(account.settings, settings);
		Object.assign(account, rest);
		await this.save(account);
	}

	/** Writes an account to disk, when things are kept. */
	save(account: Account<Settings>): Promise<void> {
		return this.#files.write(`accounts/${account.id}.json`, () => account);
	}

	#merged(current: Settings, patch: object): Settings {
		const merged: JsonObject = { ...current };
		for (const [key, value] of Object.entries(patch)) {
			const before = merged[key];
			merged[key] = isJsonObject(before) && isJsonObject(value) ? { ...before, ...value } : value;
		}
		if (!this.#isSettings(merged)) {
			const errors = this.#isSettings.errors ?? [];
			const texts = errors.map(
				({ instancePath, message, params }) =>
					`settings${instancePath} ${message} ${JSON.stringify(params)}`,
			);
			throw new ControlError(422, texts.join('; '));
		}
		return merged;
	}
}
