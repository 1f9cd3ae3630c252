import { accountView as commonView } from '../shared/accountView.mts';
import { now } from '../shared/clock.mts';
import { ControlError } from '../shared/controlError.mts';
import { timeOf } from '../shared/controlInput.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { finishInput, seedInput, webhookInput } from './controlInputs.mts';
import { fixedPages, fixedValue } from './fixedPages.mts';
import { newId, type Caller, type Format, type Template } from './organizations.mts';
import type { Parts } from './parts.mts';
import { outcomeOf, type HistoryRecord } from './records.mts';
import { resultOf } from './results.mts';
import { written } from './webhooks.mts';
import { finishedPayload } from './payloads.mts';
import { projectEntry, templateEntry } from './wire.mts';

const UNREADABLE = 'The document could not be read.';

/** Puts records in as described. */
export async function seedRecords(
	caller: Caller,
	inputs: JsonObject[],
	parts: Parts,
): Promise<JsonValue> {
	const seeds = inputs.map((input) => seeded(caller, input));
	const ids = seeds.map(({ id }) => id);
	if (new Set(ids).size < ids.length || ids.some((id) => parts.records.get(id)))
		throw new ControlError(409, 'an id is taken already');
	await Promise.all(seeds.map((record) => parts.records.add(record)));
	return seeds.map(view);
}

/** Ends the processing of a record at once; its webhooks go out when the status is final. */
export async function finishRecord(
	caller: Caller,
	input: JsonObject,
	parts: Parts,
): Promise<JsonValue> {
	const { id, status = 'completed', ...given } = finishInput(input);
	const record = ownRecord(caller, id, parts);
	parts.processing.cancel(record);
	const template =
		caller.organization.templates.find(
			({ templateId }) => templateId === record.template?.templateId,
		) ?? null;
	const made = status === 'completed' ? fixedResult(record.fileName, template) : null;
	const {
		processingResult = made ?? record.processingResult,
		error = status === 'failed' ? UNREADABLE : null,
	} = given;
	await parts.processing.settle(caller.account, record, { status, processingResult, error });
	return view(record);
}

/** Delivers a webhook now and answers with the receiver's answer. */
export async function sendWebhook(
	caller: Caller,
	input: JsonObject,
	parts: Parts,
): Promise<JsonValue> {
	const { account, organization, project } = caller;
	const {
		url = account.webhookUrl,
		documentId,
		eventType,
		eventId,
		payload,
		body,
		...given
	} = webhookInput(input);
	const switches = { ...account.settings.webhook, delay: 0, copies: 1, retries: 0, ...given };
	if (!url) throw new ControlError(422, 'there is no url to send to');
	const record = documentId === undefined ? undefined : ownRecord(caller, documentId, parts);
	if (!record && !payload && body === undefined)
		throw new ControlError(422, 'one of documentId, payload and body is needed');
	const event = {
		type: eventType ?? (record?.outcome === 'failed' ? 'document.failed' : 'document.processed'),
		id: eventId,
		projectId: record?.projectId ?? project?.id ?? organization.projects[0]?.id ?? '',
		payload: payload ?? (record ? finishedPayload(record, switches) : {}),
		recordId: record?.id ?? null,
	};
	const content = body ?? parts.webhooks.body(account, organization, event, switches);
	const text = typeof content === 'string' ? content : written(content, switches);
	const delivery = await parts.webhooks.send(account, url, text, switches, event.recordId);
	return delivery && { status: delivery.status, body: delivery.body, error: delivery.error };
}

/** A record as the control API shows it. */
export function view(record: HistoryRecord): JsonObject {
	return { ...record };
}

/**
 * What an account has more than those of other services; dates and the rest as in the API's own
 * answers.
 */
export type OrganizationView = {
	organizationId: string;
	projects: Array<{ id: string; name: string; token: string }>;
	templates: Array<{
		templateId: string;
		projectId: string;
		name: string;
		isActive: boolean;
		resultFormat: Format;
	}>;
};

/**
 * An account as the control API shows it; `token` is the organization's key, each project has its
 * own.
 */
export function accountView({
	account,
	organization,
}: Pick<Caller, 'account' | 'organization'>): JsonObject {
	return {
		...commonView(account),
		organizationId: organization.id,
		projects: organization.projects.map((project) => ({
			...projectEntry(project, organization),
			token: project.token,
		})),
		templates: organization.templates.map(templateEntry),
	};
}

function ownRecord({ account }: Caller, id: string, { records }: Parts): HistoryRecord {
	const record = records
		.of(account.id)
		.find((candidate) => candidate.id === id || candidate.uploadId === id);
	if (!record) throw new ControlError(404, 'the account has no such document');
	return record;
}

function seeded({ account, organization, project }: Caller, input: JsonObject): HistoryRecord {
	const { fileName = 'seeded.pdf', status = 'completed', templateId, ...given } = seedInput(input);
	const template =
		organization.templates.find((candidate) => candidate.templateId === templateId) ?? null;
	if (templateId !== undefined && !template)
		throw new ControlError(422, `there is no template "${templateId}"`);
	const projectId =
		given.projectId ?? template?.projectId ?? project?.id ?? organization.projects[0]?.id ?? '';
	if (!organization.projects.some(({ id }) => id === projectId))
		throw new ControlError(422, `there is no project "${projectId}"`);
	const createdAt = timeOf(given.createdAt) ?? now(account);
	const updatedAt = timeOf(given.updatedAt) ?? createdAt;
	const outcome = outcomeOf(status);
	const {
		processingResult = outcome === 'completed' ? fixedResult(fileName, template) : null,
		error = outcome === 'failed' ? UNREADABLE : null,
	} = given;
	return {
		id: given.id ?? newId(),
		uploadId: given.uploadId ?? newId(),
		accountId: account.id,
		projectId,
		userId: organization.userId,
		fileName,
		fileType: 'document',
		fileSize: given.fileSize ?? '0',
		mimeType: given.mimeType ?? 'application/pdf',
		contentType: null,
		status,
		outcome,
		template: template && {
			templateId: template.templateId,
			name: template.name,
			resultFormat: template.resultFormat,
		},
		batchId: given.batchId ?? null,
		uploadType: null,
		metadata: null,
		processingResult,
		error,
		paid: false,
		createdAt,
		startedAt: outcome === null && status !== 'in_progress' ? null : createdAt,
		completedAt: outcome === null ? null : updatedAt,
		updatedAt,
	};
}

function fixedResult(fileName: string, template: Template | null): JsonValue {
	return resultOf(template, fixedPages(fileName, 1), (key, type) =>
		fixedValue(fileName, key, type),
	);
}
