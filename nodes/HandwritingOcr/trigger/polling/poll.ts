import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import {
	ConnectionFailure,
	ServiceFailure,
	toFailure,
	toNodeError,
} from '../../../shared/core/errors';
import { asItemJson } from '../../../shared/core/json';
import { connect } from '../../api/client';
import type { OcrDocument } from '../../api/parse';
import { begin, look } from './look';
import { memoryOf, type PollMemory } from './memory';
import { type PollState, readState } from './state';
import { readSettings } from '../settings';

/** Where the state stands in n8n's static data of the node. */
const KEY = 'polling';

/**
 * Gives the documents that have finished since the last poll, oldest first, with their results. n8n
 * calls it when the workflow is published, when n8n starts, and at the times that the user has set.
 * The first time of all it only takes note of what is there.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const memory = memoryOf(context);
	return await memory.inTurn(async () => await attempt(context, memory));
}

async function attempt(
	context: IPollFunctions,
	memory: PollMemory,
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const saved = readState(data[KEY]);
	const isFirst = !memory.hasLooked;
	memory.hasLooked = true;
	const keep = (state: PollState) => {
		memory.keep(state);
		data[KEY] = { ...state };
	};
	try {
		const service = await connect(context);
		const state = memory.newest(saved);
		if (!state) {
			keep(await begin(service));
			return null;
		}
		const settings = readSettings((name) => context.getNodeParameter(name, {}));
		const { next, found, failure } = await look({ context, service, settings, memory }, state);
		keep(next);
		if (failure) throw failure;
		return found.length > 0 ? [found.map(handOver)] : null;
	} catch (error) {
		// n8n gives up a trigger that fails a few times in a row while n8n starts, when the network may
		// not be up yet.
		if (isFirst && saved && isPassing(error)) {
			context.logger.warn(
				`${context.getNode().name}: the first poll is left to the next one: ${toFailure(error).message}`,
			);
			return null;
		}
		throw toNodeError(context.getNode(), error);
	}
}

function isPassing(error: unknown): boolean {
	return (
		error instanceof ConnectionFailure ||
		(error instanceof ServiceFailure && (error.status === 429 || error.status >= 500))
	);
}

/** The item that the run starts with; see pollEmit. */
function handOver({ id, fileName, action, raw }: OcrDocument): INodeExecutionData {
	return { json: { document: asItemJson({ ...raw, id }), fileName, action } };
}
