import { sandboxClient } from '../client.mts';
import type { DemoAccounts } from '../launch/account.mts';
import type { Credential, Owner, Workflow } from './client.mts';
import { triggerUrl } from './examples.mts';
import { nodeType } from '../launch/packages.mjs';

/** The login of the local n8n. It listens on this machine only. */
export const owner: Owner = {
	email: 'owner@example.com',
	password: 'Handwriting-1',
	firstName: 'Sandbox',
	lastName: 'Owner',
};

/**
 * The credentials that the example workflows use, one a service.
 * @param known names of n8n's credential types; n8n refuses credentials of others
 */
export function demoCredentials(
	sandboxUrl: string,
	accounts: DemoAccounts,
	known: ReadonlySet<string>,
): Credential[] {
	const credentials = [
		{
			name: 'Handwriting OCR sandbox',
			type: 'handwritingOcrApi',
			data: {
				apiToken: accounts.handwritingOcr.token,
				baseUrl: `${sandboxUrl}/v3`,
				webhookSecret: accounts.handwritingOcr.webhookSecret,
			},
		},
		{
			name: 'Natif.ai sandbox',
			type: 'natifAiApi',
			data: { apiKey: accounts.natifAi.token, baseUrl: `${sandboxUrl}/natif-ai` },
		},
		{
			name: 'Ocriva sandbox',
			type: 'ocrivaApi',
			data: {
				apiKey: accounts.ocriva.projectKey,
				baseUrl: `${sandboxUrl}/ocriva/v1`,
				webhookSecret: accounts.ocriva.webhookSecret,
			},
		},
	];
	return credentials.filter(({ type }) => known.has(type));
}

/**
 * Pastes the URL of Ocriva's trigger in the examples where its users do: in the settings of their
 * organization.
 */
export async function pasteWebhookUrl(
	sandboxUrl: string,
	token: string,
	examples: Map<string, Workflow>,
	n8nUrl: string,
): Promise<void> {
	const webhookUrl = triggerUrl(examples, nodeType('ocrivaTrigger'), n8nUrl, 'ocriva');
	await sandboxClient(sandboxUrl, 'ocriva').updateAccount(token, { webhookUrl });
}
