import { randomUUID } from 'crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { objectOf, textOf, type JsonObject } from '../core/json';

/** This process of n8n; with workers the run is in another one. */
const PROCESS = randomUUID();

/** What a run is told of the delivery, or the poll, that has started it. */
export interface HandedOver {
	/**
	 * The same in each run of one delivery, as when an execution that n8n did not survive is retried.
	 */
	deliveryId: string;
	/** Whether the same was delivered a moment ago, so that another run has it. */
	isRepeat: boolean;
	/**
	 * Whether the run is in the process that took the delivery: then no other one runs executions.
	 */
	isLocal: boolean;
	payload: JsonObject;
}

/** The item that a delivery or a poll starts its run with; {@link takeOver} reads it. */
export function handOver(payload: IDataObject, isRepeat = false): INodeExecutionData {
	return { json: { ...payload, process: PROCESS, deliveryId: randomUUID(), repeated: isRepeat } };
}

/**
 * What {@link handOver} put into an item; also for the empty item of a run that nothing delivered.
 */
export function takeOver(item: INodeExecutionData | undefined): HandedOver {
	const { process, deliveryId, repeated, ...payload } = objectOf(item?.json);
	return {
		deliveryId: textOf(deliveryId) ?? randomUUID(),
		isRepeat: repeated === true,
		isLocal: process === PROCESS,
		payload,
	};
}
