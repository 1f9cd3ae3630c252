import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	authenticated,
	baseUrlProperty,
	type CredentialKind,
	refusal,
	foreignAnswerText,
	testOf,
} from '../nodes/shared/http/credentialTest';
import { noList } from '../nodes/shared/http/noList';

const KIND: CredentialKind = {
	serviceName: 'Natif.ai',
	baseUrl: 'https://api.natif.ai',
	secret: {
		word: 'key',
		label: 'API Key',
		field: 'apiKey',
		header: 'Authorization',
		scheme: 'ApiKey ',
	},
};

export class NatifAiApi implements ICredentialType {
	name = 'natifAiApi';

	displayName = 'Natif.ai API';

	icon: Icon = { light: 'file:../icons/natifAi.svg', dark: 'file:../icons/natifAi.dark.svg' };

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-natif-ai';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Make it in the API Hub of the Natif.ai web app, where it is shown once',
			description:
				'A key ends at 00:00 UTC of its expiry date, and works for the whole organization until then',
		},
		baseUrlProperty(
			KIND,
			"Change it only if you reach Natif.ai under another address, such as a partner's",
		),
	];

	authenticate: IAuthenticate = async (credential, request) =>
		authenticated(KIND, credential, request);

	// Processes nothing and costs nothing (assumption).
	test = testOf(KIND, { url: '/processing/workflows?limit=1', encoding: 'text' }, [
		refusal(
			401,
			'The API key is not valid: it is mistyped, revoked, or past its expiry date. Make a new one in the API Hub of the Natif.ai web app.',
		),
		refusal(
			403,
			'The API key is known but not allowed to use the API. Ask the administrator of your Natif.ai organization.',
		),
		refusal(404, 'There is no Natif.ai API at the Base URL. Set it to https://api.natif.ai.'),
		...noList(foreignAnswerText(KIND)),
	]);
}
