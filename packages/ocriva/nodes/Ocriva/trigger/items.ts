import type { INodeExecutionData } from 'n8n-workflow';

import { failureReason } from '../../shared/core/documentResult';
import { documentItem } from '../../shared/core/documentViews';
import { asItemJson } from '../../shared/core/json';
import { toItems } from '../../shared/operations/toItems';
import type { Run } from '../actions/operation';
import { OcrivaRecords } from '../api/documentService';
import { toDocumentResult, summaryOf } from '../api/result/toDocumentResult';
import { type OcrivaEvent, recordOf, topicOf } from './event';
import type { TriggerSettings } from './settings';

/**
 * The items that an event starts the flow with: a document as the trigger is set, everything else
 * as its envelope.
 */
export function itemsOf(
	run: Run,
	event: OcrivaEvent,
	{ output }: TriggerSettings,
): INodeExecutionData[] {
	if (output === 'raw' || topicOf(event.type) !== 'document')
		return [{ json: asItemJson(event.envelope) }];
	const { type: eventType } = event;
	const record = recordOf(event);
	if (output === 'document')
		return [{ json: { ...documentItem(toDocumentResult(record)), eventType } }];
	if (eventType === 'document.processed')
		return toItems(run.context, new OcrivaRecords(run.service), { document: record, mode: output });
	// Without a result there are no pages and no rows: one item says which document it is and, if so,
	// why it failed.
	return [
		{
			json: {
				...summaryOf(record),
				eventType,
				...(eventType === 'document.failed' && failureReason(record.failure)),
			},
		},
	];
}
