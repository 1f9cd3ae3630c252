import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../../../nodes/shared/core/errors.ts';
import { errorItem } from '../../../../nodes/shared/operations/forEachItem.ts';
import { handingOver, RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

interface Place {
	execution?: string | undefined;
	node?: string;
	workflow?: string;
	runIndex?: number;
	retries?: boolean;
	isTool?: boolean;
}

/** A try of a node, by default of one that n8n repeats. */
function contextOf({
	node = 'node',
	workflow = 'workflow',
	runIndex = 0,
	retries = true,
	isTool = false,
	...place
}: Place = {}): IExecuteFunctions {
	const execution = 'execution' in place ? place.execution : '1';
	return {
		getNode: () => ({
			id: node,
			name: 'Node',
			type: isTool ? 'ocrTool' : 'ocr',
			retryOnFail: retries,
		}),
		getWorkflow: () => ({ id: workflow }),
		getExecutionId: () => execution,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
	} as unknown as IExecuteFunctions;
}

/** A failed try that has paid for a document, and whether a later one is given it. */
function isGiven(first: Place, later: Place): boolean {
	const memory = new RetryMemory<string>();
	const one = memory.openTry(contextOf(first));
	one?.record('file', { value: 'document' });
	one?.handOver();
	return memory.openTry(contextOf(later))?.earlier('file') !== undefined;
}

describe('the next try of a node is given what a failed one has paid for', () => {
	it.each<[string, Place, Place, boolean]>([
		['in the same run', {}, {}, true],
		['in another execution', {}, { execution: '2' }, false],
		['in another node', {}, { node: 'other' }, false],
		['in the next round of a loop', {}, { runIndex: 1 }, false],
		['where nothing repeats the node', { retries: false }, { retries: false }, false],
		['in no execution', { execution: undefined }, { execution: undefined }, false],
	])('%s', (_case, first, later, expected) => {
		expect(isGiven(first, later)).toBe(expected);
	});

	const tool = { isTool: true, retries: false };
	it.each<[string, Place, Place, boolean]>([
		['that a model repeats', tool, { ...tool, runIndex: 1 }, true],
		[
			'of a client of an MCP server',
			{ ...tool, execution: undefined },
			{ ...tool, execution: undefined },
			true,
		],
		['of another execution', tool, { ...tool, execution: '2' }, false],
		['of another node', tool, { ...tool, node: 'other' }, false],
		['of another workflow', tool, { ...tool, workflow: 'other' }, false],
	])('a call %s', (_case, first, later, expected) => {
		expect(isGiven(first, later)).toBe(expected);
	});
});

it('a node that nothing repeats remembers nothing', () => {
	const memory = new RetryMemory<string>();
	expect(memory.openTry(contextOf({ retries: false }))).toBeUndefined();
	expect(memory.openTry(contextOf({ execution: undefined }))).toBeUndefined();
});

it('a try takes over what it is given, and hands it on', () => {
	const memory = new RetryMemory<string>();
	const outcome = { value: 'document' };
	const tries = [1, 2, 3].map(() => memory.openTry(contextOf()));
	tries[0]?.record('file', outcome);
	tries[0]?.handOver();
	expect(tries[1]?.earlier('file')).toEqual(outcome);
	expect(memory.openTry(contextOf())?.earlier('file')).toBeUndefined();
	tries[1]?.handOver();
	expect(tries[2]?.earlier('file')).toEqual(outcome);
	expect(tries[2]?.earlier('another file')).toBeUndefined();
});

it('a failure is remembered too, until it is to be tried again', () => {
	const memory = new RetryMemory<string>();
	const failure = new Failure('not confirmed', '');
	const [first, second] = [1, 2].map(() => memory.openTry(contextOf()));
	first?.record('open', { failure });
	first?.record('failed', { failure });
	first?.forget('failed');
	first?.handOver();
	expect(second?.earlier('open')).toEqual({ failure });
	expect(second?.earlier('failed')).toBeUndefined();
});

it('after an hour nothing is remembered', () => {
	const memory = new RetryMemory<string>();
	const later = (ms: number) => {
		const first = memory.openTry(contextOf());
		first?.record('file', { value: 'document' });
		first?.handOver();
		jest.advanceTimersByTime(ms);
		return memory.openTry(contextOf())?.earlier('file');
	};
	expect(later(3_599_999)).toEqual({ value: 'document' });
	expect(later(3_600_000)).toBeUndefined();
});

it('at most 10,000 outcomes are kept, the newest', () => {
	const memory = new RetryMemory<number>();
	const first = memory.openTry(contextOf());
	for (let file = 0; file <= 10_000; file++) first?.record(String(file), { value: file });
	first?.handOver();
	const second = memory.openTry(contextOf());
	expect(second?.earlier('0')).toBeUndefined();
	expect(second?.earlier('1')).toEqual({ value: 1 });
	expect(second?.earlier('10000')).toEqual({ value: 10_000 });
});

describe('a try hands over', () => {
	const context = contextOf();
	const ends = async (run: () => Promise<INodeExecutionData[]>) => {
		const memory = new RetryMemory<string>();
		const remembered = memory.openTry(context);
		remembered?.record('file', { value: 'document' });
		const end = await handingOver(remembered, run).catch((error: Error) => error.message);
		return { end, isKept: memory.openTry(context)?.earlier('file') !== undefined };
	};

	it('nothing when it ends well', async () => {
		const items = [{ json: { error: 'a word of the document' } }];
		expect(await ends(async () => items)).toEqual({ end: items, isKept: false });
	});

	it('what it has when one of its items fails', async () => {
		const items = [{ json: {} }, errorItem(context, new Error('no'))];
		expect(await ends(async () => items)).toEqual({ end: items, isKept: true });
	});

	it('what it has when it fails', async () => {
		const run = async () => {
			throw new Error('no');
		};
		expect(await ends(run)).toEqual({ end: 'no', isKept: true });
		await expect(handingOver(undefined, run)).rejects.toThrow('no');
	});
});
