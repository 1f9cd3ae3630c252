import type { INodeExecutionData } from 'n8n-workflow';

import { InputFailure } from '../../../shared/core/errors';
import type { Run } from '../../actions/operation';
import { getDocument, LARGEST_PAGE } from '../../api/documents';
import { allDocuments } from '../../api/listing';
import { withKnownName } from '../handOver';
import { itemsOf } from '../items';
import { matches, type TriggerSettings } from '../settings';

/** How far back a sample is looked for. */
const MOST_DOCUMENTS = 1_000;

/**
 * What a test from the editor shows: the newest finished document that the trigger is set to. It
 * stays at the service.
 */
export async function sample(run: Run, settings: TriggerSettings): Promise<INodeExecutionData[]> {
	let count = 0;
	for await (const listed of allDocuments(run.service, LARGEST_PAGE)) {
		if (listed.phase !== 'pending' && matches(settings, listed)) {
			const document = withKnownName(await getDocument(run.service, listed.id), listed);
			return (await itemsOf(run, document, settings)).items;
		}
		if (++count === MOST_DOCUMENTS) break;
	}
	const where =
		count < MOST_DOCUMENTS
			? 'The account has no finished document'
			: `The newest ${MOST_DOCUMENTS} documents of the account have none`;
	throw new InputFailure(
		`${where} that this trigger is set to`,
		'A test shows the newest one as a sample. Upload a document and test again when it is finished, or check "Trigger On" and "Filters".',
	);
}
