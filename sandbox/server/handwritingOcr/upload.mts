import { rename } from 'node:fs/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { detectType } from '../../ocr/detectType.mts';
import type { Account } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import { htmlPage } from '../shared/faultAnswer.mts';
import { spelled } from '../shared/fileNames.mts';
import { readHead, type Form, type ReceivedFile } from '../shared/form.mts';
import { randomAlphanumeric } from '../shared/identifiers.mts';
import { pageCountOf } from '../shared/pageCount.mts';
import { ApiError, notValid } from './answers.mts';
import { actions, isFinal, type Document } from './documents.mts';
import { acceptedTypes } from './pages.mts';
import { accountOf, type Mount, type Parts } from './parts.mts';
import type { Settings } from './settings.mts';

const deleteAfterRange = { smallest: 300, largest: 1_209_600 };

type UploadFields = Pick<Document, 'action' | 'extractorId' | 'promptId' | 'webhookUrl'> & {
	deleteAfter: number | null;
};

/** `POST /documents` */
export function uploadRoute(app: FastifyInstance, parts: Parts, mount: Mount): void {
	app.post('/documents', { config: { route: 'upload' } }, async (request, reply) => {
		const account = await accountOf(request, parts);
		const { form, file } = await checkedForm(request, account.settings);
		const fields = checkedFields(form.fields, mount);
		const mimeType = detectType(await readHead(file.path));
		if (mimeType === null || !acceptedTypes.has(mimeType))
			throw new ApiError(415, { message: 'Unsupported media type.' });
		const pageCount = await pageCountOf(file.path, mimeType);
		if (pageCount > creditsFree(account, parts))
			throw new ApiError(403, { error: 'Insufficient page credits' });

		const document = newDocument(account, parts, {
			...fields,
			fileName: spelled(file.name, account.settings.fileNames),
			mimeType,
			size: file.size,
			pageCount,
			apiVersion: mount.version,
		});
		await rename(file.path, parts.documents.filePath(document));
		await parts.documents.add(document);
		const answer = {
			[mount.version === 2 ? account.settings.v2UploadKey : 'id']: document.id,
			status: document.status,
		};
		parts.processing.start(account, document);
		return reply.code(201).send(answer);
	});
}

async function checkedForm(
	request: FastifyRequest,
	settings: Settings,
): Promise<{ form: Form; file: ReceivedFile }> {
	const { form } = request.exchange;
	if (form?.tooLarge)
		throw new ApiError(
			413,
			settings.tooLargeBody === 'html' ? htmlPage(413) : { message: 'The file is too large.' },
		);
	const file = form?.files.find(({ field }) => field === 'file');
	if (!form || !file) throw new ApiError(400, { error: 'The file field is required.' });
	if (!form.fields.action) throw new ApiError(400, { error: 'The action field is required.' });
	return { form, file };
}

/**
 * Fields of the form; empty ones count as absent, as in Laravel (assumption), unknown ones are
 * ignored.
 */
function checkedFields(fields: Record<string, string>, { version }: Mount): UploadFields {
	const errors: Record<string, string> = {};
	const action = actions.find((known) => known === fields.action);
	if (!action) errors.action = 'The selected action is invalid.';
	const deleteAfter = fields.delete_after ? Number(fields.delete_after) : null;
	if (deleteAfter !== null && !isDeleteAfter(deleteAfter)) {
		errors.delete_after = `The delete after field must be an integer between ${deleteAfterRange.smallest} and ${deleteAfterRange.largest}.`;
	}
	if (action === 'extractor' && !fields.extractor_id)
		errors.extractor_id = 'The extractor id field is required when action is extractor.';
	const webhookUrl = (version === 3 && fields.webhook_url) || null;
	if (webhookUrl !== null && !isHttpUrl(webhookUrl))
		errors.webhook_url = 'The webhook url field must be a valid URL.';
	const promptId = (version === 2 && fields.prompt_id) || null;
	if (!action || Object.keys(errors).length > 0) throw notValid(errors);
	return { action, deleteAfter, extractorId: fields.extractor_id || null, promptId, webhookUrl };
}

function isDeleteAfter(seconds: number): boolean {
	return (
		Number.isInteger(seconds) &&
		seconds >= deleteAfterRange.smallest &&
		seconds <= deleteAfterRange.largest
	);
}

function isHttpUrl(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/**
 * Credits that no document in process will take (assumption: the service only names the balance).
 */
function creditsFree(account: Account<Settings>, { documents }: Parts): number {
	const pending = documents
		.of(account.id)
		.filter(({ status, mimeType }) => mimeType !== null && !isFinal(status));
	return account.balance - pending.reduce((pages, { pageCount }) => pages + pageCount, 0);
}

type Received = UploadFields &
	Pick<Document, 'fileName' | 'mimeType' | 'size' | 'pageCount' | 'apiVersion'>;

function newDocument(
	account: Account<Settings>,
	{ documents }: Parts,
	{ deleteAfter, ...received }: Received,
): Document {
	const at = now(account);
	let id = randomAlphanumeric(account.settings.idLength);
	while (documents.get(id)) id = randomAlphanumeric(account.settings.idLength);
	return {
		id,
		accountId: account.id,
		status: account.settings.firstStatus,
		results: null,
		error: null,
		creditsTaken: 0,
		createdAt: at,
		updatedAt: at,
		deletesAt: at + (deleteAfter ?? account.settings.deleteAfter) * 1000,
		...received,
	};
}
