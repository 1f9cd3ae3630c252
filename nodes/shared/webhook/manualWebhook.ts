import type { IHookFunctions } from 'n8n-workflow';

import { toNodeError } from '../core/errors';

/** What n8n does with a webhook when a workflow is published and taken back. */
interface WebhookLifecycle {
	checkExists(this: IHookFunctions): Promise<boolean>;
	create(this: IHookFunctions): Promise<boolean>;
	delete(this: IHookFunctions): Promise<boolean>;
}

/**
 * The lifecycle of a webhook whose URL the user pastes, as the service has no API to register it.
 *
 * @param check looks at the credential and the settings when the workflow is published, so that
 * what is wrong shows
 */
export function manualWebhook(check: (context: IHookFunctions) => Promise<void>): WebhookLifecycle {
	return {
		async checkExists() {
			return false;
		},
		async create() {
			try {
				await check(this);
			} catch (error) {
				throw toNodeError(this.getNode(), error);
			}
			return true;
		},
		async delete() {
			return true;
		},
	};
}
