import type { FastifyInstance } from 'fastify';
import type { ReceivedFile } from '../shared/form.mts';
import { ApiError } from './answers.mts';
import {
	checkCredits,
	formOf,
	jsonField,
	take,
	templateOf,
	typeOf,
	type Intake,
} from './intake.mts';
import { callerOf, projectOf, type Parts } from './parts.mts';
import { fileUrls } from './wire.mts';

const fileTypes: readonly string[] = ['pdf', 'image', 'document'];

/** `POST /upload`: six fields are required, `projectId` with either kind of key (documented). */
export function uploadRoute(app: FastifyInstance, parts: Parts): void {
	app.post('/upload', { config: { route: 'upload' } }, async (request, reply) => {
		const caller = await callerOf(request, parts);
		const { fields, files } = formOf(request, caller);
		const { file, intake } = checkedForm(
			fields,
			files.find(({ field }) => field === 'file'),
		);
		const project = projectOf(caller, fields.projectId);
		const template = templateOf(caller, project, fields.templateId);
		const batchId = fields.batchId || null;
		const batch = batchId === null ? null : parts.records.batch(batchId);
		if (batch === undefined || (batch && batch.projectId !== project.id))
			throw new ApiError(400, `Batch ${batchId} was not found in the project`);
		const contentType = await typeOf(file);
		checkCredits(caller, 1, parts);

		const record = await take(
			caller,
			project,
			file,
			contentType,
			{ ...intake, template, batchId },
			parts,
		);
		if (batch) {
			Object.assign(batch, { uploadIds: [...batch.uploadIds, record.uploadId], announced: false });
			await parts.records.saveBatch(batch);
		}
		const { account, organization } = caller;
		void parts.webhooks.uploaded(account, organization, record);
		const answer = {
			id: account.settings.uploadIdIs === 'history' ? record.id : record.uploadId,
			fileName: record.fileName,
			...fileUrls(record, organization, parts.context.baseUrl()),
			status: 'uploaded',
			...(template ? { templateId: template.templateId } : {}),
		};
		parts.processing.start(account, record);
		return reply.code(201).send(answer);
	});
}

function checkedForm(
	fields: Record<string, string>,
	file: ReceivedFile | undefined,
): { file: ReceivedFile; intake: Omit<Intake, 'template' | 'batchId'> } {
	const { fileName = '', fileType = '', fileSize = '', mimeType = '' } = fields;
	const problems: string[] = [];
	if (!file) problems.push('file is required');
	for (const field of ['fileName', 'fileType', 'fileSize', 'mimeType', 'projectId']) {
		if (!fields[field]) problems.push(`${field} should not be empty`);
	}
	if (fileType && !fileTypes.includes(fileType))
		problems.push(`fileType must be one of the following values: ${fileTypes.join(', ')}`);
	if (fileSize && !/^\d+$/.test(fileSize)) problems.push('fileSize must be a decimal string');
	const metadata = jsonField(fields.metadata, 'metadata');
	problems.push(...metadata.problems);
	if (!file || problems.length > 0) throw new ApiError(400, problems);
	return {
		file,
		intake: {
			fileName,
			fileType,
			fileSize,
			mimeType,
			uploadType: fields.uploadType || null,
			metadata: metadata.value,
		},
	};
}
