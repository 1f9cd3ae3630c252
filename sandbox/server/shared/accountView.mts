import type { Account } from './accounts.mts';
import type { JsonObject } from './json.mts';
import type { BaseSettings } from './settings.mts';

/** An account as the control API shows it. */
export function accountView<Settings extends BaseSettings>(account: Account<Settings>): JsonObject {
	const { id, token, name, email, plan, balance, webhookUrl, webhookSecret, settings, offset } =
		account;
	return {
		id,
		token,
		name,
		email,
		plan,
		balance,
		webhookUrl,
		webhookSecret,
		settings: { ...settings },
		clockOffset: offset,
	};
}
