import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { ApiClient } from '../../shared/http/apiClient';
import type { RequestContext } from '../../shared/http/service';
import { credentialOf, pastedSecret } from '../../shared/http/secrets';
import { describeError, meaningOf } from './errors';

const CREDENTIAL = 'natifAiApi';
export const SERVICE_NAME = 'Natif.ai';
const BASE_URL = 'https://api.natif.ai';

/**
 * 500 says that the processing failed (documented), so it is asked about once more and not again
 * and again.
 */
const FINAL_STATUSES = [500];

/** The service as one run sees it. */
export interface NatifAi {
	client: ApiClient;
}

/** @throws InputFailure when the credential's base URL is none */
export async function connect(context: RequestContext): Promise<NatifAi> {
	const credential = await credentialOf(context, CREDENTIAL);
	const baseUrl = checkedBaseUrl(credential.baseUrl, SERVICE_NAME, BASE_URL);
	const secrets = [pastedSecret(credential.apiKey)];
	return {
		client: new ApiClient(context, {
			credentialType: CREDENTIAL,
			baseUrl,
			addressHint: `it is usually ${BASE_URL}.`,
			secrets,
			describeError,
			meaningOf,
			finalStatuses: FINAL_STATUSES,
		}),
	};
}
