import { ApiClient } from '../../shared/http/apiClient';
import type { RequestContext } from '../../shared/http/service';
import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { credentialOf, pastedSecret, webhookSecretIn } from '../../shared/http/secrets';
import { describeError } from './errors';

const CREDENTIAL = 'handwritingOcrApi';
export const SERVICE_NAME = 'Handwriting OCR';

const BASE_URL = 'https://api.handwritingocr.com/v3';

/** The base URL chooses the API's dialect; nothing else does. */
type Dialect = 'v2' | 'v3';

/** The service as one run sees it. */
export interface HandwritingOcr {
	client: ApiClient;
	dialect: Dialect;
	/** From the credential; empty when the user has set none. */
	webhookSecret: string;
}

/** @throws InputFailure when the credential's base URL is none */
export async function connect(context: RequestContext): Promise<HandwritingOcr> {
	const credential = await credentialOf(context, CREDENTIAL);
	const baseUrl = checkedBaseUrl(credential.baseUrl, SERVICE_NAME, BASE_URL);
	const webhookSecret = webhookSecretIn(credential);
	const secrets = [pastedSecret(credential.apiToken), webhookSecret];
	return {
		client: new ApiClient(context, {
			credentialType: CREDENTIAL,
			baseUrl,
			addressHint: `it has to end in /v3 or /v2, such as ${BASE_URL}.`,
			secrets,
			describeError,
		}),
		dialect: baseUrl.endsWith('/v2') ? 'v2' : 'v3',
		webhookSecret,
	};
}

/**
 * The secret that deliveries are signed with, without a look at the rest of the credential; empty
 * when the user has set none.
 */
export async function webhookSecretOf(context: RequestContext): Promise<string> {
	return webhookSecretIn(await credentialOf(context, CREDENTIAL));
}
