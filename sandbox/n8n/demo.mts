import type { DemoAccount } from '../launch/account.mts';
import type { Credential, Owner } from './client.mts';

/** The login of the local n8n. It listens on this machine only. */
export const owner: Owner = { email: 'owner@example.com', password: 'Handwriting-1', firstName: 'Sandbox', lastName: 'Owner' };

/** The credentials that the example workflows use. */
export function demoCredentials(sandboxUrl: string, account: DemoAccount): Credential[] {
	return [
		{
			name: 'Handwriting OCR sandbox',
			type: 'handwritingOcrApi',
			data: { apiToken: account.token, baseUrl: `${sandboxUrl}/v3`, webhookSecret: account.webhookSecret },
		},
	];
}
