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
	serviceName: 'Ocriva',
	baseUrl: 'https://api.ocriva.com/v1',
	secret: {
		word: 'key',
		label: 'API Key',
		field: 'apiKey',
		header: 'X-API-Key',
		scheme: '',
	},
};

export class OcrivaApi implements ICredentialType {
	name = 'ocrivaApi';

	displayName = 'Ocriva API';

	icon: Icon = { light: 'file:../icons/ocriva.svg', dark: 'file:../icons/ocriva.dark.svg' };

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-ocriva';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Make it in the Ocriva web app under Organization → API Tokens, or in a project under API Tokens; it begins with ocr_',
			description:
				'The key of an organization reaches all its projects, and its operations ask for the project. The key of a project reaches that project alone.',
		},
		baseUrlProperty(KIND, 'Change it only if you use a server of your own'),
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Only for the Ocriva Trigger; may stay empty',
			description:
				'The secret of the webhook endpoint in Organization Settings → Webhooks. With it, deliveries without a valid signature are turned away.',
		},
	];

	authenticate: IAuthenticate = async (credential, request) =>
		authenticated(KIND, credential, request);

	// Needs no project, so it works with either kind of key.
	test = testOf(KIND, { url: '/openapi/projects', encoding: 'text' }, [
		refusal(
			401,
			'The API key is not valid or has expired. Copy it anew, or make one in the Ocriva web app under API Tokens.',
		),
		refusal(
			403,
			'The API key is known, but may not be used: it lacks the permission, or the address of this n8n is not on its allow list.',
		),
		refusal(
			404,
			'There is no API at the Base URL. It has to end in /v1, such as https://api.ocriva.com/v1.',
		),
		...noList(foreignAnswerText(KIND)),
	]);
}
