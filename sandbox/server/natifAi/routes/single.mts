import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../../shared/accounts.mts';
import { notFound } from '../answers.mts';
import {
	accountOf,
	availableResults,
	processingOf,
	refuseFailed,
	stillRunning,
	type Parts,
} from '../parts.mts';
import type { Processing } from '../processings.mts';
import type { Settings } from '../settings.mts';
import { Validation } from '../validation.mts';
import type { ResultName } from '../workflows.mts';

/** A processing that is done, with the account that asks. */
export type Done = { account: Account<Settings>; processing: Processing };

type ById = FastifyRequest<{ Params: { id: string } }>;

/**
 * Answers with one result of a processing that is done; 202 while it runs. A request that is not
 * valid is told so first.
 * @param validation holds what is wrong with the rest of the request
 * @throws ApiError 401, 422, 404 (unknown, or not made by the workflow), 403, 500
 */
export async function single(
	request: ById,
	reply: FastifyReply,
	parts: Parts,
	{ name, validation = new Validation() }: { name: ResultName; validation?: Validation },
	send: (done: Done) => Promise<FastifyReply> | FastifyReply,
): Promise<FastifyReply> {
	const account = await accountOf(request, parts);
	const id = validation.uuid(request.params.id);
	validation.check();
	const processing = processingOf(account, id, parts);
	if (processing.status === 'running') return reply.code(202).send(stillRunning(processing));
	refuseFailed(processing);
	if (!availableResults(account, processing).includes(name)) throw notFound(`Result "${name}"`);
	return await send({ account, processing });
}
