import { rename } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import { detectType } from '../../ocr/detectType.mts';
import { now } from '../shared/clock.mts';
import { htmlPage } from '../shared/faultAnswer.mts';
import { spelled } from '../shared/fileNames.mts';
import { readHead, type Form, type ReceivedFile } from '../shared/form.mts';
import { ApiError } from './answers.mts';
import { newId, type Caller, type Project } from './organizations.mts';
import type { Parts } from './parts.mts';
import { isFinal, type HistoryRecord } from './records.mts';
import type { JsonValue } from '../shared/json.mts';

/** Types that are taken: PDF, JPG, PNG, WebP, BMP (documented). */
const acceptedTypes: ReadonlySet<string> = new Set([
	'application/pdf',
	'image/jpeg',
	'image/png',
	'image/webp',
	'image/bmp',
]);

/** What an upload says of a file. */
export type Intake = Pick<
	HistoryRecord,
	| 'fileName'
	| 'fileType'
	| 'fileSize'
	| 'mimeType'
	| 'uploadType'
	| 'metadata'
	| 'template'
	| 'batchId'
>;

/**
 * The form of an upload.
 * @throws ApiError 413 when a file is too large, 400 when there is no form
 */
export function formOf(request: FastifyRequest, { account }: Caller): Form {
	const { form } = request.exchange;
	if (form?.tooLarge) {
		throw new ApiError(
			413,
			'File too large',
			account.settings.tooLargeBody === 'html' ? htmlPage(413) : undefined,
		);
	}
	if (!form) throw new ApiError(400, ['multipart/form-data is expected']);
	return form;
}

/** The type of a file by its bytes. @throws ApiError 400 when it is none that is taken */
export async function typeOf(file: ReceivedFile): Promise<string> {
	const type = detectType(await readHead(file.path));
	if (type === null || !acceptedTypes.has(type))
		throw new ApiError(
			400,
			`Unsupported file type: ${file.name}. Supported are PDF, JPG, PNG, WebP and BMP`,
		);
	return type;
}

/**
 * The template for an upload into a project; none when none is named.
 * @throws ApiError 400 when the project has no such template (assumption)
 */
export function templateOf(
	{ organization }: Caller,
	project: Project,
	templateId: string | undefined,
): HistoryRecord['template'] {
	if (!templateId) return null;
	const template = organization.templates.find(
		(candidate) => candidate.templateId === templateId && candidate.projectId === project.id,
	);
	if (!template) throw new ApiError(400, `Template ${templateId} was not found in the project`);
	return { templateId, name: template.name, resultFormat: template.resultFormat };
}

/** The value of a field with JSON text, or a problem with it. */
export function jsonField(
	text: string | undefined,
	field: string,
): { value: JsonValue; problems: string[] } {
	if (!text) return { value: null, problems: [] };
	try {
		return { value: JSON.parse(text) as JsonValue, problems: [] };
	} catch {
		return { value: null, problems: [`${field} must be a json string`] };
	}
}

/**
 * One credit a file (assumption; the service's price depends on its AI model), those in process
 * included.
 * @throws ApiError 402 or 400
 */
export function checkCredits({ account }: Caller, files: number, { records }: Parts): void {
	const promised = records
		.of(account.id)
		.filter(
			({ status, paid, contentType }) => contentType !== null && !paid && !isFinal(status),
		).length;
	if (account.balance - promised < files)
		throw new ApiError(account.settings.creditsStatus, 'Insufficient credits');
}

/** Keeps a file and its history record; processing starts with `Processing.start`. */
export async function take(
	caller: Caller,
	project: Project,
	file: ReceivedFile,
	contentType: string,
	intake: Intake,
	parts: Parts,
): Promise<HistoryRecord> {
	const { account, organization } = caller;
	const at = now(account);
	const record: HistoryRecord = {
		id: newId(),
		uploadId: newId(),
		accountId: account.id,
		projectId: project.id,
		userId: organization.userId,
		contentType,
		status: 'pending',
		outcome: null,
		processingResult: null,
		error: null,
		paid: false,
		createdAt: at,
		startedAt: null,
		completedAt: null,
		updatedAt: at,
		...intake,
		fileName: spelled(intake.fileName, account.settings.fileNames),
	};
	await rename(file.path, parts.records.filePath(record));
	await parts.records.add(record);
	return record;
}
