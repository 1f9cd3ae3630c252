import { timeOf } from '../../shared/core/dates';
import type { InputFile } from '../../shared/http/multipart';
import type { Candidate, UploadAttempt } from '../../shared/upload/atMostOnceUploader';
import { withoutFingerprint } from '../../shared/upload/fingerprint';
import { accountMark } from '../../shared/http/accountMark';
import { ServiceClock } from '../../shared/http/serviceClock';
import { LARGEST_PAGE, listDocuments, uploadDocument, type UploadFields } from './documents';
import type { HandwritingOcr } from './client';
import { listedName, type OcrDocument } from './parse';

/** Of 200 documents each: more than the service can take in while an upload is under way. */
const MOST_PAGES = 25;

/**
 * An upload as the uploader sends it and, when its answer got lost, looks for it.
 *
 * @param services `sender` ends with the run, `service` goes on: a lost upload is looked for even then
 */
export function uploadAttempt(
	{ service, sender }: { service: HandwritingOcr; sender: HandwritingOcr },
	file: InputFile,
	fields: UploadFields,
): UploadAttempt<OcrDocument> {
	return {
		key: JSON.stringify([accountMark(service.client.service), file.name, fields.action]),
		fileName: withoutFingerprint(file.name),
		lookWith: 'Document > Get Many',
		resumeWith: 'the operation "Wait"',
		send: async () => await uploadDocument(sender, file, fields),
		recent: async (since) => await recentDocuments(service, file.name, fields.action, since),
		idOf: ({ id }) => id,
	};
}

/**
 * The newest documents of a name and action. The list is newest first, so reading ends at the first
 * page that reaches back far enough.
 */
async function recentDocuments(
	service: HandwritingOcr,
	name: string,
	action: string,
	since: number,
): Promise<Array<Candidate<OcrDocument>>> {
	const clock = new ServiceClock();
	const created = ({ createdAt }: OcrDocument) => clock.here(timeOf(createdAt ?? ''));
	const found: OcrDocument[] = [];
	for (let page = 1; page <= MOST_PAGES; page++) {
		const askedAt = Date.now();
		const { documents, headers, hasNext } = await listDocuments(service, page, LARGEST_PAGE);
		clock.observe(headers.date, askedAt, Date.now());
		found.push(
			...documents.filter(
				(document) => listedName(document) === name && document.action === action,
			),
		);
		const oldest = documents.at(-1);
		if (!hasNext || !oldest || created(oldest).latest < since) break;
	}
	return found.map((document) => ({ id: document.id, created: created(document), document }));
}
