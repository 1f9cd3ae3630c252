import type { SettingsInput } from '../../sandbox/client.mts';
import type { Workflow } from '../../sandbox/n8n/client.mts';
import { checkResults } from './documentFlows.mts';
import type { Photos } from './files.mts';
import { median, runFlow } from './run.mts';
import type { Account, World } from './world.mts';

/** One run over documents. Times in milliseconds since its start. */
export type Found = {
	wall: number;
	/** When the last upload was answered. */
	uploaded: number;
	/** When the sandbox had the last result. */
	finished: number;
	requests: number;
};

/**
 * Runs a flow in an account of its own, checks that each result came, and reads the sandbox's
 * journal.
 */
export async function measureRun(
	world: World,
	photos: Photos,
	settings: SettingsInput,
	make: (account: Account, photos: Photos) => Workflow,
): Promise<Found> {
	const account = await world.openAccount(settings);
	const { execution, wall } = await runFlow(world, make(account, photos));
	checkResults(execution, photos);
	const start = Date.parse(execution.startedAt ?? '');
	const requests = await account.requests();
	const uploads = requests
		.filter(({ route }) => route === 'upload')
		.map(({ at, duration }) => Date.parse(at) + (duration ?? 0));
	const documents = await world.sandbox.documents(account.token);
	return {
		wall,
		uploaded: Math.max(...uploads) - start,
		finished: Math.max(...documents.map(({ updatedAt }) => updatedAt)) - start,
		requests: requests.length,
	};
}

/** The median of each number. */
export function middle(runs: Found[]): Found {
	const of = (name: keyof Found): number => median(runs.map((run) => run[name]));
	return {
		wall: of('wall'),
		uploaded: of('uploaded'),
		finished: of('finished'),
		requests: of('requests'),
	};
}
