import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { ServiceFailure } from '../../shared/core/errors';
import { type ApiAnswer, ApiClient, type RequestContext } from '../../shared/http/apiClient';
import { describeError } from './errors';

export const CREDENTIAL = 'natifAiApi';
export const SERVICE_NAME = 'Natif.ai';
export const BASE_URL = 'https://api.natif.ai';

/**
 * 500 says that the processing failed (documented), so it is asked about once more and not again
 * and again.
 */
const VERDICTS = [500];

/** The service as one run sees it. */
export interface NatifAi {
	client: ApiClient;
}

/** @throws InputFailure when the credential's base URL is none */
export async function connect(context: RequestContext): Promise<NatifAi> {
	const credential: ICredentialDataDecryptedObject = await context.getCredentials(CREDENTIAL);
	const baseUrl = checkedBaseUrl(credential.baseUrl, SERVICE_NAME, BASE_URL);
	const secrets = [String(credential.apiKey ?? '').trim()];
	return {
		client: new ApiClient(context, {
			credentialType: CREDENTIAL,
			baseUrl,
			secrets,
			describeError,
			finalStatuses: VERDICTS,
		}),
	};
}

/** Named in messages about broken connections. */
export function hostOf({ client }: NatifAi): string {
	return new URL(client.service.baseUrl).host;
}

/**
 * The JSON of an answer.
 * @throws ServiceFailure when a web page or a text came, as from an address that is not the API's
 */
export function jsonOf({ status, body }: ApiAnswer): unknown {
	if (typeof body === 'object' && body !== null) return body;
	throw new ServiceFailure(
		'The service answered with something else than a result',
		`Check the Base URL in the credential, such as ${BASE_URL}.`,
		status,
		body,
	);
}
