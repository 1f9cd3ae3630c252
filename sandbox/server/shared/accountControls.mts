import type { Account, Accounts } from './accounts.mts';
import { accountView } from './accountView.mts';
import type { SandboxService } from './service.mts';
import type { BaseSettings } from './settings.mts';

type AccountControls = Pick<
	SandboxService,
	'owns' | 'createAccount' | 'updateAccount' | 'advanceClock'
>;

/**
 * What the control API does with accounts that have one token each.
 *
 * @param expire removes what is due once an account's clock has moved
 */
export function accountControls<Settings extends BaseSettings>(
	accounts: Accounts<Settings>,
	expire?: (account: Account<Settings>) => Promise<void>,
): AccountControls {
	return {
		owns: (token) => accounts.byToken(token) !== undefined,
		createAccount: async (input) => accountView(await accounts.create(input)),
		updateAccount: async (token, input) => {
			const account = accounts.owner(token);
			await accounts.update(account, input);
			return accountView(account);
		},
		advanceClock: async (token, milliseconds) => {
			const account = accounts.owner(token);
			account.offset += milliseconds;
			await accounts.save(account);
			await expire?.(account);
			return accountView(account);
		},
	};
}
