import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { ApiClient } from '../../shared/http/apiClient';
import type { RequestContext } from '../../shared/http/service';
import { credentialOf, pastedSecret, webhookSecretIn } from '../../shared/http/secrets';
import { describeError } from './errors';
import { rateWindow } from './rateWindow';

const CREDENTIAL = 'ocrivaApi';
export const SERVICE_NAME = 'Ocriva';
const BASE_URL = 'https://api.ocriva.com/v1';

/** The service as one run sees it. */
export interface Ocriva {
	client: ApiClient;
	/** From the credential; empty when the user has set none. */
	webhookSecret: string;
	/** Entries of a list page that are asked for; falls when the service refuses so many. */
	pageSize: number;
}

/** The largest `limit` is not documented: 100 (assumption), and less when that is refused. */
const LARGEST_PAGE = 100;

/** @throws InputFailure when the credential's base URL is none */
export async function connect(context: RequestContext): Promise<Ocriva> {
	const credential = await credentialOf(context, CREDENTIAL);
	const baseUrl = checkedBaseUrl(credential.baseUrl, SERVICE_NAME, BASE_URL);
	const webhookSecret = webhookSecretIn(credential);
	const secrets = [pastedSecret(credential.apiKey), webhookSecret];
	return {
		client: new ApiClient(context, {
			credentialType: CREDENTIAL,
			baseUrl,
			addressHint: `it has to end in /v1, such as ${BASE_URL}.`,
			secrets,
			describeError,
			// The documented limit is 60 requests a minute for a key.
			rateWindow,
		}),
		webhookSecret,
		pageSize: LARGEST_PAGE,
	};
}

/**
 * The secret that deliveries are signed with, without a look at the rest of the credential; empty
 * when the user has set none.
 */
export async function webhookSecretOf(context: RequestContext): Promise<string> {
	return webhookSecretIn(await credentialOf(context, CREDENTIAL));
}

/** What a request says, without what is not set. */
export function withoutEmpty<Value>(
	values: Record<string, Value | undefined>,
): Record<string, Value> {
	return Object.fromEntries(
		Object.entries(values).filter(
			(entry): entry is [string, Value] => entry[1] !== undefined && entry[1] !== '',
		),
	);
}
