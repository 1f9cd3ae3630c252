import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { redirects, refusal } from '../nodes/shared/http/credentialTest';

export class HandwritingOcrApi implements ICredentialType {
	name = 'handwritingOcrApi';

	displayName = 'Handwriting OCR API';

	icon: Icon = {
		light: 'file:../icons/handwritingOcr.svg',
		dark: 'file:../icons/handwritingOcr.dark.svg',
	};

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-handwriting-ocr';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Made on the API tab of <a href="https://app.handwritingocr.com/settings?tab=api" target="_blank">your Handwriting OCR settings</a>',
			description:
				'There is one active token an account: making a new one ends the old one everywhere',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.handwritingocr.com/v3',
			description:
				'Leave as it is unless you use the earlier API version, whose URL ends in /v2, or a server of your own',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Only for the Handwriting OCR Trigger; may stay empty',
			description:
				'The secret that stands beside the webhook URL in your Handwriting OCR settings. With it, deliveries without a valid signature are turned away.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{$credentials.apiToken.trim()}}' },
		},
	};

	// The account route is documented for v3 only; v2 has the list.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: '={{/\\/v2\\/*$/.test($credentials.baseUrl.trim()) ? "/documents?per_page=1" : "/users/me"}}',
			headers: { Accept: 'application/json' },
			// n8n would send the token on to the redirect's target.
			disableFollowRedirect: true,
		},
		rules: [
			...redirects('token', 'https://api.handwritingocr.com/v3'),
			refusal(
				401,
				'The API token is not valid. Make or copy it at app.handwritingocr.com/settings?tab=api; a newer token ends the older one.',
			),
			refusal(404, 'There is no API at the Base URL. It has to end in /v3 or /v2.'),
		],
	};
}
