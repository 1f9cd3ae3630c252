import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ApiClient, type RequestContext } from '../../shared/http/apiClient';
import type { RateLimiter } from '../../shared/concurrency/rateLimiter';
import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { describeError } from './errors';

export const CREDENTIAL = 'handwritingOcrApi';
export const SERVICE_NAME = 'Handwriting OCR';

/** The base URL chooses the API's dialect; nothing else does. */
export type Dialect = 'v2' | 'v3';

/** The service as one run sees it. */
export interface HandwritingOcr {
	client: ApiClient;
	dialect: Dialect;
	/** From the credential; empty when the user has set none. */
	webhookSecret: string;
}

/**
 * @param limiter shared by all requests of a run
 * @throws InputFailure when the credential's base URL is none
 */
export async function connect(
	context: RequestContext,
	limiter?: RateLimiter,
): Promise<HandwritingOcr> {
	const credential: ICredentialDataDecryptedObject = await context.getCredentials(CREDENTIAL);
	const baseUrl = checkedBaseUrl(
		credential.baseUrl,
		SERVICE_NAME,
		'https://api.handwritingocr.com/v3',
	);
	const webhookSecret = secretIn(credential);
	const secrets = [String(credential.apiToken ?? '').trim(), webhookSecret];
	return {
		client: new ApiClient(
			context,
			{ credentialType: CREDENTIAL, baseUrl, secrets, describeError },
			limiter,
		),
		dialect: baseUrl.endsWith('/v2') ? 'v2' : 'v3',
		webhookSecret,
	};
}

/**
 * The secret that deliveries are signed with, without a look at the rest of the credential; empty
 * when the user has set none.
 */
export async function webhookSecretOf(context: RequestContext): Promise<string> {
	return secretIn(await context.getCredentials(CREDENTIAL));
}

function secretIn({ webhookSecret }: ICredentialDataDecryptedObject): string {
	return String(webhookSecret ?? '').trim();
}
