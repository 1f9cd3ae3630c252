import { awaitConfirmed } from '../../shared/webhook/awaitConfirmed';
import type { Run } from '../actions/operation';
import { HandwritingOcrDocuments } from '../api/documentService';
import { type OcrDocument, readDocument } from '../api/parse';

/** The document as the API gives it once it is finished, done or failed. */
export async function finished({ context, service }: Run, id: string): Promise<OcrDocument> {
	const documents = new HandwritingOcrDocuments(service);
	return await awaitConfirmed(context, documents, readDocument({ id }), 'Document > Wait');
}
