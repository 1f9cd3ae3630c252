import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultInput, JournalEntry } from '../../sandbox/client.mts';
import { nodeFlow, resultItems } from '../lib/documentFlows.mts';
import { makePhotos, type Photos } from '../lib/files.mts';
import { seconds, type Goal, type Report } from '../lib/report.mts';
import { runFlow } from '../lib/run.mts';
import { startWorld, type Account, type World } from '../lib/world.mts';

const COUNT = 200;
const SETTINGS = { latency: 50, processingTime: 5_000 };
const REPEATS = 2;
/** Milliseconds after the start at which all requests are refused, for a second each. */
const BURSTS = [1_500, 5_000, 8_500];

type Faults = ReadonlyArray<Omit<FaultInput, 'token'>>;

const LOST: Faults = [{ route: '*', reset: 'after', probability: 0.02 }];
/** 5xx: a document was made, although the answer to its upload says otherwise. */
const MADE: Faults = [{ route: 'upload', status: 502, when: 'after', probability: 0.02 }];
/** 5xx: nothing was done. */
const NOT_MADE: Faults = [{ route: 'upload', status: 503, probability: 0.02 }];
const READS: Faults = ['list', 'get'].map((route) => ({ route, status: 503, probability: 0.02 }));

type Found = {
	wall: number;
	requests: number;
	/** How often each kind struck. */
	struck: { lost: number; broken: number; refused: number };
	/** Files that became one document, and files that became several. */
	once: number;
	several: number;
	results: number;
	errors: string[];
};

/** Whether anything is lost or paid twice when the service and the network fail. */
export async function faults(): Promise<Report> {
	const world = await startWorld();
	try {
		const photos = await makePhotos(world.filesFolder, COUNT);
		await runFlow(
			world,
			nodeFlow(await world.openAccount(), await makePhotos(world.filesFolder, 20)),
		);
		const clean = await measure(world, photos, []);
		const made: Found[] = [];
		const notMade: Found[] = [];
		for (let repeat = 0; repeat < REPEATS; repeat++) {
			made.push(await measure(world, photos, [...LOST, ...MADE, ...READS]));
			notMade.push(await measure(world, photos, [...LOST, ...NOT_MADE, ...READS]));
		}
		return {
			title: 'Under faults',
			setting: `${COUNT} documents, Document > Upload with its default options and On Error = Continue. ${SETTINGS.processingTime / 1000} s processing, ${SETTINGS.latency} ms before each answer. Faults: 2 % of all answers lost after the work was done; 2 % of all requests answered 5xx, uploads either after the document was made (A) or before (B); all requests refused with 429 and Retry-After for a second, ${BURSTS.length} times.`,
			tables: [table(clean, made, notMade)],
			goals: goals(made, notMade),
			remarks: [...new Set([...made, ...notMade].flatMap(({ errors }) => errors))].map(
				(error) => `Error of an item: ${error}`,
			),
		};
	} finally {
		await world.stop();
	}
}

function table(clean: Found, made: Found[], notMade: Found[]): Report['tables'][number] {
	const row = (name: string, of: (found: Found) => string | number): string[] => [
		name,
		...[clean, ...made, ...notMade].map((found) => String(of(found))),
	];
	return {
		columns: ['', 'clean', ...made.map(() => 'faults A'), ...notMade.map(() => 'faults B')],
		rows: [
			row('wall time', ({ wall }) => seconds(wall)),
			row('requests', ({ requests }) => requests),
			row(
				'lost answers, 5xx, 429',
				({ struck }) => `${struck.lost}, ${struck.broken}, ${struck.refused}`,
			),
			row('files that became one document', ({ once }) => once),
			row('files that became several', ({ several }) => several),
			row('results delivered', ({ results }) => results),
			row('items with an error', ({ errors }) => errors.length),
		],
	};
}

function goals(made: Found[], notMade: Found[]): Goal[] {
	const goal = (text: string, runs: Found[], of: (found: Found) => number): Goal => ({
		text,
		measured: runs.map((found) => `${of(found)} of ${COUNT}`).join(', '),
		met: runs.every((found) => of(found) === COUNT),
	});
	return [
		goal('A: every document exactly once', made, ({ once }) => once),
		goal('A: every result delivered', made, ({ results }) => results),
		goal('B: no document twice', notMade, ({ several }) => COUNT - several),
		goal(
			'B: every file either delivered or named in an error',
			notMade,
			({ results, errors }) => results + errors.length,
		),
	];
}

async function measure(world: World, photos: Photos, faulty: Faults): Promise<Found> {
	const account = await world.openAccount(SETTINGS);
	await add(world.sandbox, account.token, faulty);
	const workflow = nodeFlow(account, photos);
	for (const node of workflow.nodes) node.onError = 'continueRegularOutput';
	const [{ execution, wall }] = await Promise.all([
		runFlow(world, workflow),
		faulty.length > 0 && refuseInBursts(world, account, faulty),
	]);
	await world.sandbox.clearFaults(account.token);
	const requests = await account.requests();
	const documents = await world.sandbox.documents(account.token);
	const counts = photos.names.map(
		(name) => documents.filter(({ fileName }) => fileName === name).length,
	);
	const items = resultItems(execution);
	return {
		wall,
		requests: requests.length,
		struck: struckBy(requests),
		once: counts.filter((count) => count === 1).length,
		several: counts.filter((count) => count > 1).length,
		results: photos.names.filter(
			(name) => items.filter(({ json }) => json.text === `text of ${name}, page 1`).length === 1,
		).length,
		errors: items.flatMap(({ json }) =>
			json.error === undefined ? [] : [String(json.error).replace(/"[^"]*"/, '"..."')],
		),
	};
}

/**
 * The other faults rest meanwhile: a refusal that gets lost would count as a lost upload, although
 * nothing was done.
 */
async function refuseInBursts(
	{ sandbox }: World,
	{ token }: Account,
	faulty: Faults,
): Promise<void> {
	const start = Date.now();
	for (const at of BURSTS) {
		await sleep(Math.max(0, start + at - Date.now()));
		await sandbox.clearFaults(token);
		await sleep(4 * SETTINGS.latency);
		await sandbox.updateAccount(token, { settings: { rateLimit: { requests: 0, seconds: 1 } } });
		await sleep(1_000);
		await sandbox.updateAccount(token, { settings: { rateLimit: null } });
		await add(sandbox, token, faulty);
	}
}

async function add(sandbox: World['sandbox'], token: string, faulty: Faults): Promise<void> {
	for (const fault of faulty) await sandbox.addFault({ ...fault, token });
}

function struckBy(requests: JournalEntry[]): Found['struck'] {
	const count = (isStruck: (entry: JournalEntry) => boolean): number =>
		requests.filter(isStruck).length;
	return {
		lost: count(({ fault }) => fault?.startsWith('reset') === true),
		broken: count(({ fault }) => fault?.startsWith('5') === true),
		refused: count(({ status }) => status === 429),
	};
}
