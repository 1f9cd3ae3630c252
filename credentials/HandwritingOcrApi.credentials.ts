import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import {
	authenticated,
	baseUrlProperty,
	type CredentialKind,
	missing,
	refusal,
	foreignAnswerText,
	testOf,
} from '../nodes/shared/http/credentialTest';

const KIND: CredentialKind = {
	serviceName: 'Handwriting OCR',
	baseUrl: 'https://api.handwritingocr.com/v3',
	secret: {
		word: 'token',
		label: 'API Token',
		field: 'apiToken',
		header: 'Authorization',
		scheme: 'Bearer ',
	},
};

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
			hint: 'Find it on the API tab of <a href="https://app.handwritingocr.com/settings?tab=api" target="_blank">your Handwriting OCR settings</a>',
			description: 'There is one token per account: creating a new one ends the old one everywhere',
		},
		baseUrlProperty(
			KIND,
			'Change it only if you use the earlier API version, whose URL ends in /v2, or a server of your own',
		),
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

	authenticate: IAuthenticate = async (credential, request) =>
		authenticated(KIND, credential, request);

	// The account route is documented for v3 only, which stands beside v2 on the same host.
	test = testOf(
		KIND,
		{ url: '={{/v2\\W*$/.test($credentials.baseUrl) ? "/../v3/users/me" : "/users/me"}}' },
		[
			refusal(
				401,
				'The API token is not valid. Copy it again from the API tab of your Handwriting OCR settings (link below). Creating a new token ends the old one.',
			),
			refusal(404, 'There is no API at the Base URL. It has to end in /v3 or /v2.'),
			missing('balance', foreignAnswerText(KIND)),
		],
	);
}
