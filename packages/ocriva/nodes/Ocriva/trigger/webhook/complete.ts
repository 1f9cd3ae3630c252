import { InputFailure, ServiceFailure } from '../../../shared/core/errors';
import { textOf } from '../../../shared/core/json';
import type { Watched } from '../../../shared/waiting/documentStatus';
import { awaitConfirmed } from '../../../shared/webhook/awaitConfirmed';
import type { Run } from '../../actions/operation';
import { FOR_A_REQUEST_MS } from '../../api/documentService';
import { type OcrivaEvent, payloadOf, recordOf, topicOf } from '../event';
import type { TriggerSettings } from '../settings';
import { askApi } from './ask';

/**
 * The event with its data: as it was delivered where that is enough, else from the API once that
 * shows it.
 */
export async function complete(
	run: Run,
	event: OcrivaEvent,
	settings: TriggerSettings,
): Promise<OcrivaEvent> {
	if (!needsApi(event, settings)) return event;
	const { type, id, source } = event;
	if (id === '')
		throw new InputFailure(
			`The event "${type}" names no record`,
			'Its result is not in the delivery either. Find the document with Record > Get Many.',
		);
	const { event: shown } = await awaitConfirmed<WatchedEvent>(
		run.context,
		{
			status: async () => await look(run, event, settings.projectId),
			spacing: () => FOR_A_REQUEST_MS,
		},
		{ id, phase: 'pending', state: 'unknown', event },
		'Record > Get',
	);
	// A signed delivery stays known by its event.
	return source === 'delivery'
		? { ...event, ...withData(event, shown), projectId: shown.projectId }
		: shown;
}

/** What an event tells of, and the event with what the API shows of it. */
interface WatchedEvent extends Watched {
	event: OcrivaEvent;
}

/** The head of the delivery with the data of the API. */
function withData(
	{ envelope }: OcrivaEvent,
	{ type, id, envelope: shown }: OcrivaEvent,
): Pick<OcrivaEvent, 'type' | 'id' | 'envelope'> {
	return { type, id, envelope: { ...envelope, eventType: type, payload: shown.payload } };
}

async function look(
	{ service }: Run,
	event: OcrivaEvent,
	projectId: string,
): Promise<WatchedEvent> {
	const { id } = event;
	const shown = await askApi(service, event, projectId);
	// The record is made after the upload.
	if (!shown && event.source === 'delivery' && event.type === 'document.uploaded')
		return { id, phase: 'pending', state: 'uploaded', event };
	if (!shown)
		throw new ServiceFailure(
			`The API does not know what "${event.type}" tells of: ${event.id}`,
			'It may be gone, or the API key does not reach its project.',
			404,
			null,
		).with({ id: event.id });
	return {
		id,
		phase: shown.source === 'early' ? 'pending' : 'done',
		state: textOf(payloadOf(shown).status) ?? 'unknown',
		event: shown,
	};
}

function needsApi(event: OcrivaEvent, { confirmWithApi, output }: TriggerSettings): boolean {
	if (event.source !== 'delivery') return event.source !== 'api';
	if (topicOf(event.type) !== 'document') return false;
	return (
		confirmWithApi ||
		(event.type === 'document.processed' && output !== 'raw' && recordOf(event).result === null)
	);
}
