import type { FastifyRequest } from 'fastify';
import type { Account, Accounts } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import type { ServiceContext } from '../shared/service.mts';
import { ApiError, notFound } from './answers.mts';
import type { PageImages } from './images.mts';
import type { Processing, Processings } from './processings.mts';
import type { Runs } from './runs.mts';
import type { Settings } from './settings.mts';
import { resultsOf, workflowOf, type ResultName, type Workflow } from './workflows.mts';

/** What the routes work with. */
export type Parts = {
	context: ServiceContext;
	accounts: Accounts<Settings>;
	processings: Processings;
	images: PageImages;
	runs: Runs;
};

/**
 * The account of a request, its outdated results removed.
 * @throws ApiError 401 when there is no valid key
 */
export async function accountOf(
	request: FastifyRequest,
	{ accounts, processings }: Parts,
): Promise<Account<Settings>> {
	const account = accounts.byToken(request.exchange.token);
	if (!account) throw new ApiError(401, 'Could not validate credentials');
	const { keepResults } = account.settings;
	if (keepResults !== null)
		await processings.removeOlder(account.id, now(account) - keepResults * 1000);
	return account;
}

/**
 * A processing of the account.
 * @param id a UUID, checked already
 * @throws ApiError 404 when there is none, 403 when it is somebody else's
 */
export function processingOf(
	account: Account<Settings>,
	id: string,
	{ processings }: Parts,
): Processing {
	const processing = processings.get(id);
	if (!processing) throw notFound();
	if (processing.accountId !== account.id)
		throw new ApiError(403, 'Not authorized to access this processing');
	return processing;
}

/** @throws ApiError 404 */
export function knownWorkflow(id: string): Workflow {
	const workflow = workflowOf(id);
	if (!workflow) throw notFound('Workflow');
	return workflow;
}

/** What can be fetched of a processing. */
export function availableResults(
	{ settings }: Account<Settings>,
	{ workflow }: Processing,
): ResultName[] {
	return resultsOf(knownWorkflow(workflow), settings);
}

/** @throws ApiError 500 when the processing failed */
export function refuseFailed({ status, error }: Processing): void {
	if (status === 'failed') throw new ApiError(500, error ?? 'The processing failed');
}

/** The answer while a processing runs; `url` is relative as in the service's own example. */
export function stillRunning({ id }: Processing): { processing_id: string; url: string } {
	return { processing_id: id, url: `/processing/results/${id}` };
}
