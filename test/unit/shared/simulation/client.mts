import type { HandwritingOcr } from '../../../../nodes/HandwritingOcr/api/client.ts';
import { describeError } from '../../../../nodes/HandwritingOcr/api/errors.ts';
import type { RateLimiter } from '../../../../nodes/shared/concurrency/rateLimiter.ts';
import { ApiClient } from '../../../../nodes/shared/http/apiClient.ts';
import type { RequestContext, Service } from '../../../../nodes/shared/http/service.ts';
import type { InputFile } from '../../../../nodes/shared/http/multipart.ts';
import type { SimulatedService, UploadPlan } from './service.mts';

export interface ClientOptions {
	/** Whom the service's journal shall name. */
	sender?: string;
	/** What becomes of this client's upload. */
	plan?: UploadPlan;
	/** Shared by the requests of a run. */
	gate?: RateLimiter;
	/** Of a service that tells of the window of its rate limit. */
	rateWindow?: Service['rateWindow'];
	signal?: AbortSignal;
	/** False for an n8n that lets requests of a canceled execution go on. */
	abortsRequests?: boolean;
}

/** The node's own client, with its retries and its gate, on a simulated service. */
export function clientOf(
	service: Pick<SimulatedService, 'answer'>,
	{ sender = 'run', plan, gate, rateWindow, signal, abortsRequests = true }: ClientOptions = {},
): HandwritingOcr {
	const context = {
		helpers: {
			httpRequestWithAuthentication: async (
				_credential: string,
				options: Parameters<SimulatedService['answer']>[0],
			) => await service.answer(options, sender, plan, abortsRequests ? signal : undefined),
		},
		getExecutionCancelSignal: () => signal,
	} as unknown as RequestContext;
	const client = new ApiClient(
		context,
		{
			credentialType: 'handwritingOcrApi',
			baseUrl: 'https://service.test/v3',
			addressHint: 'it has to end in /v3.',
			secrets: [],
			describeError,
			...(rateWindow && { rateWindow }),
		},
		{ limiter: gate },
	);
	return { client, dialect: 'v3', webhookSecret: '' };
}

export function fileNamed(name: string): InputFile {
	return {
		field: 'data',
		name,
		mimeType: 'image/png',
		size: 1,
		open: async () => new Uint8Array(1),
	};
}
