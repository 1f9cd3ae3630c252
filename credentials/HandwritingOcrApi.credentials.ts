import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

const refusal = (status: number, message: string): ICredentialTestRequest['rules'] extends Array<infer Rule> | undefined ? Rule : never => ({ type: 'responseCode', properties: { value: status, message } });

export class HandwritingOcrApi implements ICredentialType {
	name = 'handwritingOcrApi';

	displayName = 'Handwriting OCR API';

	icon: Icon = { light: 'file:../icons/handwritingOcr.svg', dark: 'file:../icons/handwritingOcr.dark.svg' };

	documentationUrl = 'https://www.handwritingocr.com/api/docs';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Made on the API tab of your settings at app.handwritingocr.com/settings?tab=api. There is one active token an account: making a new one ends the old one everywhere.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.handwritingocr.com/v3',
			description: 'Leave as it is unless you use the earlier API version, whose URL ends in /v2, or a server of your own',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for the trigger: the secret that stands beside the webhook URL in your settings. With it, deliveries without a valid signature are turned away.',
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
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'The API token is not valid. Make or copy it at app.handwritingocr.com/settings?tab=api; a newer token ends the older one.' },
			},
			{ type: 'responseCode', properties: { value: 404, message: 'There is no API at the Base URL. It has to end in /v3 or /v2.' } },
		],
	};
}
