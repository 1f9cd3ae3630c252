import type { Account } from '../shared/accounts.mts';
import { now } from '../shared/clock.mts';
import { ControlError } from '../shared/controlError.mts';
import { timeOf } from '../shared/controlInput.mts';
import { randomAlphanumeric } from '../shared/identifiers.mts';
import type { JsonObject, JsonValue } from '../shared/json.mts';
import { finishInput, seedInput, webhookInput } from './controlInputs.mts';
import { isFinal, type Document } from './documents.mts';
import { fixedResults } from './fixedResults.mts';
import type { Parts } from './parts.mts';
import type { Settings } from './settings.mts';

/** Puts documents in as described. */
export async function seedDocuments(
	account: Account<Settings>,
	inputs: JsonObject[],
	parts: Parts,
): Promise<JsonValue> {
	const documents = inputs.map((input) => seeded(account, input));
	const ids = documents.map(({ id }) => id);
	if (new Set(ids).size < ids.length || ids.some((id) => parts.documents.get(id)))
		throw new ControlError(409, 'an id is taken already');
	await Promise.all(documents.map((document) => parts.documents.add(document)));
	return documents.map(view);
}

/** Ends the processing of a document at once; its webhook goes out when the status is final. */
export async function finishDocument(
	account: Account<Settings>,
	input: JsonObject,
	parts: Parts,
): Promise<JsonValue> {
	const { id, status = 'processed', ...given } = finishInput(input);
	const document = ownDocument(account, id, parts);
	parts.processing.cancel(document);
	const { pageCount = document.pageCount } = given;
	const made =
		status === 'processed'
			? fixedResults({ ...document, pageCount }, account.settings.tableRows)
			: null;
	const failed = isFinal(status) && status !== 'processed';
	const { results = made, error = failed ? 'The document could not be read.' : null } = given;
	await parts.processing.settle(account, document, { status, results, error, pageCount });
	return view(document);
}

/** Delivers a webhook now and answers with the receiver's answer. */
export async function sendWebhook(
	account: Account<Settings>,
	input: JsonObject,
	parts: Parts,
): Promise<JsonValue> {
	const { url, documentId, body, ...given } = webhookInput(input);
	const switches = { ...account.settings.webhook, delay: 0, copies: 1, ...given };
	const document = documentId === undefined ? undefined : ownDocument(account, documentId, parts);
	const target = url ?? document?.webhookUrl ?? account.webhookUrl;
	if (!target) throw new ControlError(422, 'there is no url to send to');
	const payload = body ?? (document && parts.webhooks.payload(account, document, switches));
	if (payload === undefined) throw new ControlError(422, 'either documentId or body is needed');
	const delivery = await parts.webhooks.send(
		account,
		target,
		payload,
		switches,
		documentId ?? null,
	);
	return delivery && { status: delivery.status, body: delivery.body, error: delivery.error };
}

/** A document as the control API shows it. */
export function view(document: Document): JsonObject {
	return { ...document };
}

function ownDocument(account: Account<Settings>, id: string, { documents }: Parts): Document {
	const document = documents.get(id);
	if (document?.accountId !== account.id)
		throw new ControlError(404, 'the account has no such document');
	return document;
}

function seeded(account: Account<Settings>, input: JsonObject): Document {
	const {
		id,
		fileName = 'seeded.pdf',
		action = 'transcribe',
		status = 'processed',
		pageCount = 1,
		...given
	} = seedInput(input);
	const createdAt = timeOf(given.createdAt) ?? now(account);
	const made =
		status === 'processed'
			? fixedResults({ fileName, action, pageCount }, account.settings.tableRows)
			: null;
	return {
		id: id ?? randomAlphanumeric(account.settings.idLength),
		accountId: account.id,
		fileName,
		action,
		extractorId: given.extractorId ?? null,
		promptId: null,
		webhookUrl: given.webhookUrl ?? null,
		apiVersion: 3,
		status,
		pageCount,
		results: given.results === undefined ? made : given.results,
		error: given.error ?? null,
		mimeType: null,
		size: 0,
		creditsTaken: 0,
		createdAt,
		updatedAt: timeOf(given.updatedAt) ?? createdAt,
		deletesAt: timeOf(given.deletesAt) ?? createdAt + account.settings.deleteAfter * 1000,
	};
}
