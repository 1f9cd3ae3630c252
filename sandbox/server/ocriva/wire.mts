import type { Account } from '../shared/accounts.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import type { Organization, Project, Template } from './organizations.mts';
import type { Batch, HistoryRecord } from './records.mts';
import type { Settings } from './settings.mts';

/** Where files lie; another host than the API at the real service. */
export function fileUrls(
	{ uploadId, fileName }: HistoryRecord,
	{ id }: Organization,
	baseUrl: string,
): { fileUrl: string; publicUrl: string } {
	const path = `${id}/${uploadId}/${encodeURIComponent(fileName)}`;
	return {
		fileUrl: `${baseUrl}/ocriva/storage/${path}`,
		publicUrl: `${baseUrl}/ocriva/storage/public/${path}`,
	};
}

/** A history record; all keys documented, which of them are missing before the end is not. */
export function historyEntry(
	record: HistoryRecord,
	organization: Organization,
	baseUrl: string,
	settings: Settings,
	withResult = true,
): JsonObject {
	const { id, uploadId, projectId, userId, fileName, fileSize, mimeType, status, template } =
		record;
	const later: JsonObject = {
		templateId: template?.templateId ?? null,
		templateName: template?.name ?? null,
		resultFormat: template?.resultFormat ?? null,
		...(withResult ? { processingResult: record.processingResult } : {}),
		startedAt: isoDate(record.startedAt),
		completedAt: isoDate(record.completedAt),
	};
	const shown = Object.entries(later).filter(
		([, value]) => value !== null || settings.absentFields === 'null',
	);
	return {
		id,
		uploadId,
		projectId,
		userId,
		fileName,
		fileUrl: fileUrls(record, organization, baseUrl).fileUrl,
		filePath: `${organization.id}/projects/${projectId}/${fileName}`,
		fileSize,
		mimeType,
		status,
		priority: 'medium',
		...Object.fromEntries(shown),
		...(settings.batchInRecords && record.batchId !== null ? { batchId: record.batchId } : {}),
		...(record.error !== null && settings.errorKey !== 'none'
			? { [settings.errorKey]: record.error }
			: {}),
		createdAt: isoDate(record.createdAt),
		updatedAt: isoDate(record.updatedAt),
	};
}

/** A project of the list. */
export function projectEntry(
	{ id, name, description, createdAt }: Project,
	organization: Organization,
): JsonObject {
	return {
		id,
		name,
		description,
		organizationId: organization.id,
		isActive: true,
		createdAt: isoDate(createdAt),
		updatedAt: isoDate(createdAt),
	};
}

/** A template of the list. Its id stands under `templateId`, as documented. */
export function templateEntry({ createdAt, instructions, ...template }: Template): JsonObject {
	return {
		...template,
		...(instructions === null ? {} : { instructions }),
		extractionMode: 'structured',
		createdAt: isoDate(createdAt),
		updatedAt: isoDate(createdAt),
	};
}

function ordered(ids: string[], order: Settings['uploadIds']): string[] {
	if (order === 'same') return ids.map(() => ids[0] ?? '');
	return order === 'reversed' ? ids.toReversed() : ids;
}

/** A batch with its counts. */
export function batchEntry(
	batch: Batch,
	organization: Organization,
	records: readonly HistoryRecord[],
	order: Settings['uploadIds'] = 'inOrder',
): JsonObject {
	const completedFiles = records.filter(({ outcome }) => outcome === 'completed').length;
	const failedFiles = records.filter(({ outcome }) => outcome === 'failed').length;
	const done = completedFiles + failedFiles;
	const totalFiles = batch.uploadIds.length;
	return {
		id: batch.id,
		name: batch.name,
		projectId: batch.projectId,
		organizationId: organization.id,
		userId: organization.userId,
		...(batch.template
			? { templateId: batch.template.templateId, templateName: batch.template.name }
			: {}),
		totalFiles,
		completedFiles,
		failedFiles,
		status: done === totalFiles ? 'completed' : 'processing',
		progress: totalFiles === 0 ? 100 : Math.round((done / totalFiles) * 100),
		...(order !== 'none' && {
			uploadIds: ordered(batch.uploadIds, order),
		}),
		createdAt: isoDate(batch.createdAt),
	};
}

/** Who an access token is for. */
export function tokenInfo(
	account: Account<Settings>,
	organization: Organization,
	project: Project | null,
): JsonObject {
	return {
		name: account.name,
		type: project ? 'project' : 'organization',
		organizationId: organization.id,
		...(project ? { projectId: project.id } : {}),
	};
}

/** ISO 8601 in UTC with milliseconds, as documented. */
export function isoDate(milliseconds: number | null): Extract<JsonValue, string | null> {
	return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
