import { ForeignAnswerFailure, ServiceFailure, toFailure } from '../../../shared/core/errors';
import { listProjects, listTemplates } from '../../api/catalog';
import { newestPages } from '../../api/listing';
import { lookUp } from '../../api/lookup';
import type { Ocriva } from '../../api/client';
import type { HistoryRecord } from '../../api/parse';
import { eventFromApi, type OcrivaEvent, topicOf } from '../event';

/**
 * What the API answers for an id that it does not know, or a project that the key does not reach
 * (401, documented).
 */
const UNKNOWN = new Set([400, 401, 404, 422]);
/** Pages of the newest records in which an upload is looked for. */
const MOST_PAGES = 2;
/** Pages of a batch's records; more than its 50 files could fill. */
const MOST_BATCH_PAGES = 10;

/**
 * What the API shows of an event: the event with its data from there, or undefined when it knows no
 * such thing. Only what selects is taken from the message: its type, id and project.
 *
 * @param projectId as the user has set it; empty where the message's counts
 * @param checkKey fails with a key that is not valid any more
 * @throws Failure when it could not be asked. What a signed delivery names in vain is one too; for
 * others it only counts as unknown.
 */
export async function askApi(
	service: Ocriva,
	event: OcrivaEvent,
	projectId: string,
	checkKey: () => Promise<unknown> = async () => await listProjects(service),
): Promise<OcrivaEvent | undefined> {
	const asked = { ...event, projectId: projectId || event.projectId };
	try {
		return await ASK[topicOf(event.type) ?? 'none'](service, asked);
	} catch (error) {
		if (
			event.source === 'delivery' ||
			!(error instanceof ServiceFailure) ||
			error instanceof ForeignAnswerFailure ||
			!UNKNOWN.has(error.status)
		)
			throw toFailure(error);
		// Anybody can name a project that is out of reach.
		if (error.status === 401) await checkKey();
		return undefined;
	}
}

type Question = (service: Ocriva, event: OcrivaEvent) => Promise<OcrivaEvent | undefined>;

const ASK: Record<'document' | 'batch' | 'template' | 'none', Question> = {
	document: askForDocument,
	batch: askForBatch,
	template: askForTemplate,
	none: async () => undefined,
};

async function askForDocument(
	service: Ocriva,
	{ type, id, projectId }: OcrivaEvent,
): Promise<OcrivaEvent | undefined> {
	// Which id a delivery names, the record's or the upload's, is not documented.
	const record = await lookUp(service, id, { projectId, mostPages: MOST_PAGES });
	return record instanceof ServiceFailure ? undefined : eventOf(record, type, projectId);
}

/**
 * The newest documents of a project that events tell of, each with its event; one page of the list.
 */
export async function newestEvents(
	service: Ocriva,
	projectId: string,
	events: readonly OcrivaEvent[],
): Promise<Array<[asked: OcrivaEvent, shown: OcrivaEvent]>> {
	const pages = newestPages(service, { projectId });
	const { value } = await pages.next();
	const records: HistoryRecord[] = value?.records ?? [];
	return events.flatMap((event): Array<[OcrivaEvent, OcrivaEvent]> => {
		const record = records.find(({ id, uploadId }) => id === event.id || uploadId === event.id);
		if (!record) return [];
		const shown = eventOf(record, event.type, projectId);
		// A list may lack the results: the run asks for it.
		const isWhole = record.phase !== 'done' || record.result !== null;
		return [[event, isWhole ? shown : { ...shown, source: 'open' }]];
	});
}

/** The record's own status says which event it was, except that one that is uploaded stays so. */
function eventOf(record: HistoryRecord, type: string, projectId: string): OcrivaEvent {
	const { phase } = record;
	const isEarly = phase === 'pending' && type !== 'document.uploaded';
	const ended = phase === 'done' ? 'document.processed' : 'document.failed';
	return eventFromApi({
		type: type === 'document.uploaded' || phase === 'pending' ? type : ended,
		source: isEarly ? 'early' : 'api',
		id: record.id,
		projectId: record.projectId ?? projectId,
		payload: record.raw,
	});
}

/**
 * A batch is known by its records; it is completed when all of them are at their end (assumption).
 */
async function askForBatch(
	service: Ocriva,
	{ type, id, projectId }: OcrivaEvent,
): Promise<OcrivaEvent | undefined> {
	const byId = new Map<string, HistoryRecord>();
	let pages = 0;
	for await (const page of newestPages(service, { projectId, batchId: id })) {
		for (const record of page.records) byId.set(record.id, record);
		if (++pages >= MOST_BATCH_PAGES) break;
	}
	const records = [...byId.values()];
	const [first] = records;
	if (!first) return undefined;
	const completedFiles = records.filter(({ phase }) => phase === 'done').length;
	const failedFiles = records.filter(({ phase }) => phase === 'failed').length;
	const isDone = completedFiles + failedFiles === records.length;
	const payload = {
		id,
		projectId: first.projectId ?? projectId,
		totalFiles: records.length,
		completedFiles,
		failedFiles,
		status: isDone ? 'completed' : 'processing',
		records: records.map(({ id: recordId, uploadId, fileName, state }) => ({
			id: recordId,
			uploadId,
			fileName,
			status: state,
		})),
	};
	return eventFromApi({
		type,
		source: isDone || type === 'batch.uploaded' ? 'api' : 'early',
		id,
		projectId: payload.projectId,
		payload,
	});
}

/**
 * A template that was never changed was not updated; one that is gone cannot be told from one that
 * never was.
 */
async function askForTemplate(
	service: Ocriva,
	{ type, id, projectId }: OcrivaEvent,
): Promise<OcrivaEvent | undefined> {
	if (type === 'template.deleted') return undefined;
	const template = (await listTemplates(service, '')).find((candidate) => candidate.id === id);
	if (
		!template ||
		(type === 'template.updated' && template.raw.updatedAt === template.raw.createdAt)
	)
		return undefined;
	return eventFromApi({
		type,
		source: 'api',
		id,
		projectId: template.projectId ?? projectId,
		payload: { id, ...template.raw },
	});
}
