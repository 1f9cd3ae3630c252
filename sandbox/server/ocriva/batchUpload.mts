import type { FastifyInstance } from 'fastify';
import { now } from '../shared/clock.mts';
import type { ReceivedFile } from '../shared/form.mts';
import { ApiError } from './answers.mts';
import { checkCredits, formOf, jsonField, take, templateOf, typeOf } from './intake.mts';
import { newId } from './organizations.mts';
import { callerOf, projectOf, type Parts } from './parts.mts';
import type { Batch, HistoryRecord } from './records.mts';
import { batchEntry } from './wire.mts';

/** Files in a request (documented). */
const mostFiles = 50;

/**
 * `POST /batch/upload`: one bad file refuses all (assumption). A project key stands for its
 * project.
 */
export function batchUploadRoute(app: FastifyInstance, parts: Parts): void {
	app.post('/batch/upload', { config: { route: 'batchUpload' } }, async (request, reply) => {
		const caller = await callerOf(request, parts);
		const form = formOf(request, caller);
		const files = form.files.filter(({ field }) => field === 'files');
		const metadata = jsonField(form.fields.metadata, 'metadata');
		const problems = [...metadata.problems];
		if (!form.fields.projectId && !caller.project) problems.push('projectId should not be empty');
		if (files.length === 0) problems.push('files should not be empty');
		if (problems.length > 0) throw new ApiError(400, problems);
		if (files.length > mostFiles)
			throw new ApiError(400, `At most ${mostFiles} files can be uploaded in a batch`);
		const project = projectOf(caller, form.fields.projectId);
		const template = templateOf(caller, project, form.fields.templateId);
		const typed: Array<{ file: ReceivedFile; type: string }> = [];
		for (const file of files) typed.push({ file, type: await typeOf(file) });
		checkCredits(caller, files.length, parts);

		const { account, organization } = caller;
		const createdAt = now(account);
		const batch: Batch = {
			id: newId(),
			accountId: account.id,
			projectId: project.id,
			name: form.fields.name || `Batch ${new Date(createdAt).toISOString().slice(0, 10)}`,
			template,
			metadata: metadata.value,
			uploadIds: [],
			createdAt,
			announced: false,
		};
		const records: HistoryRecord[] = [];
		for (const { file, type } of typed) {
			const intake = {
				fileName: file.name,
				fileType: type === 'application/pdf' ? 'pdf' : 'image',
				fileSize: String(file.size),
				mimeType: type,
			};
			records.push(
				await take(
					caller,
					project,
					file,
					type,
					{ ...intake, template, batchId: batch.id, uploadType: null, metadata: metadata.value },
					parts,
				),
			);
		}
		batch.uploadIds = records.map(({ uploadId }) => uploadId);
		await parts.records.saveBatch(batch);
		const answer = batchEntry(batch, organization, records, account.settings.uploadIds);
		void parts.webhooks.batch(account, organization, 'batch.uploaded', batch, records);
		for (const record of records) {
			void parts.webhooks.uploaded(account, organization, record);
			parts.processing.start(account, record);
		}
		return reply.code(201).send(answer);
	});
}
