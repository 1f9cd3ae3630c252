import type { FastifyRequest } from 'fastify';
import { now } from '../shared/clock.mts';
import type { ServiceContext } from '../shared/service.mts';
import { ApiError, outOfScope } from './answers.mts';
import type { Caller, Organizations, Project } from './organizations.mts';
import type { Processing } from './processing.mts';
import type { HistoryRecord, Records } from './records.mts';
import type { Webhooks } from './webhooks.mts';

/** What the routes work with. */
export type Parts = {
	context: ServiceContext;
	organizations: Organizations;
	records: Records;
	processing: Processing;
	webhooks: Webhooks;
};

/** A query; a key that is repeated has several values. */
export type Query = Record<string, string | string[] | undefined>;

const day = 24 * 3600 * 1000;

/**
 * Who asks; files whose time has come are removed first.
 * @throws ApiError 401 without a valid key, 403 when it may not do anything
 */
export async function callerOf(request: FastifyRequest, parts: Parts): Promise<Caller> {
	const { token } = request.exchange;
	const caller = parts.organizations.caller(token);
	if (!caller)
		throw new ApiError(401, token === undefined ? 'API key is required' : 'Invalid API key');
	const { account } = caller;
	if (account.settings.keys === 'expired') throw new ApiError(401, 'API key has expired');
	if (account.settings.keys === 'forbidden')
		throw new ApiError(403, 'The API key lacks the permission for this request');
	await expireFiles(caller, parts);
	return caller;
}

/** Applies the retention of files to an account. */
export async function expireFiles(
	{ account }: Pick<Caller, 'account'>,
	{ records }: Parts,
): Promise<void> {
	const { fileRetentionDays } = account.settings;
	const at = now(account);
	if (fileRetentionDays > 0) await records.expire(account.id, at - fileRetentionDays * day, at);
}

/**
 * The project that a request is about: that of a project key, else the named one.
 * @throws ApiError 400 when the organization's key names none, 401 when the key does not reach the
 * named one
 */
export function projectOf(
	{ organization, project }: Caller,
	projectId: string | undefined,
): Project {
	if (!projectId) {
		if (project) return project;
		throw new ApiError(400, 'projectId is required when an organization token is used');
	}
	const named = organization.projects.find(({ id }) => id === projectId);
	if (!named || (project && project.id !== named.id)) throw outOfScope('project');
	return named;
}

/**
 * A record of the project.
 * @throws ApiError 404 when there is none or it is another project's, 401 when the key does not
 * reach it
 */
export function recordOf(
	caller: Caller,
	project: Project,
	id: string,
	{ records }: Parts,
): HistoryRecord {
	const record = records.get(id);
	if (!record) throw new ApiError(404, 'Processing history not found');
	if (record.accountId !== caller.account.id) throw outOfScope('record');
	if (record.projectId === project.id) return record;
	throw caller.project ? outOfScope('record') : new ApiError(404, 'Processing history not found');
}

/**
 * The one value of a query's key; undefined when it is absent or empty.
 * @throws ApiError 400 when it is repeated
 */
export function only(query: Query, key: string): string | undefined {
	const value = query[key];
	if (Array.isArray(value)) throw new ApiError(400, [`${key} must be a string`]);
	return value === '' ? undefined : value;
}
