import type { INode, IWorkflowDataProxyData } from 'n8n-workflow';

import { InputFailure, ServiceFailure } from '../../../../nodes/shared/core/errors.ts';
import { errorItem } from '../../../../nodes/shared/operations/forEachItem.ts';
import { handingOver, RetryMemory } from '../../../../nodes/shared/upload/retryMemory.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const node: INode = {
	id: 'node',
	name: 'Upload',
	type: 'test.upload',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	retryOnFail: true,
};

interface Call {
	node?: Partial<INode>;
	execution?: string | undefined;
	run?: number;
}

/** A run of a node as n8n tells of it; the one of a tool has no execution under an MCP server. */
const call = ({ node: more = {}, run = 0, ...rest }: Call = {}) => ({
	getNode: () => ({ ...node, ...more }),
	getWorkflow: () => ({ id: 'workflow', active: true }),
	getExecutionId: () => ('execution' in rest ? rest.execution : '7') as string,
	getWorkflowDataProxy: () => ({ $runIndex: run }) as unknown as IWorkflowDataProxyData,
});

const item = (json: Record<string, string>) => ({ json });
const fail = async () => await Promise.reject(new InputFailure('failed', ''));

/** A try that pays for something under a key and then fails. */
async function failedTry(memory: RetryMemory<string>, from = call()): Promise<void> {
	const remembered = memory.openTry(from);
	remembered?.record('letter', { value: 'document 1' });
	await expect(handingOver(remembered, fail)).rejects.toThrow('failed');
}

it('hands on what a failed try has paid, once', async () => {
	const memory = new RetryMemory<string>();
	await failedTry(memory);
	const next = memory.openTry(call());
	expect(next?.earlier('another letter')).toBeUndefined();
	expect(next?.earlier('letter')).toMatchObject({ value: 'document 1' });
	expect(next?.earlier('letter')).toBeUndefined();
});

it('hands on over several tries that fail', async () => {
	const memory = new RetryMemory<string>();
	await failedTry(memory);
	const second = memory.openTry(call());
	second?.earlier('letter');
	await expect(handingOver(second, fail)).rejects.toThrow();
	expect(memory.openTry(call())?.earlier('letter')).toMatchObject({ value: 'document 1' });
});

it('hands on where an item alone failed', async () => {
	const memory = new RetryMemory<string>();
	const first = memory.openTry(call());
	first?.record('letter', { value: 'document 1' });
	const items = [item({ id: '1' }), errorItem(call(), new InputFailure('failed', ''))];
	expect(await handingOver(first, async () => items)).toBe(items);
	expect(memory.openTry(call())?.earlier('letter')).toMatchObject({ value: 'document 1' });
});

it('leaves nothing behind a try that ends well, or that forgot what it paid', async () => {
	const memory = new RetryMemory<string>();
	const well = memory.openTry(call());
	well?.record('letter', { value: 'document 1' });
	await handingOver(well, async () => [item({ id: '1', error: 'a column of a table' })]);
	const forgetful = memory.openTry(call());
	forgetful?.record('form', { value: 'document 2' });
	forgetful?.forget('form');
	await expect(handingOver(forgetful, fail)).rejects.toThrow();
	const next = memory.openTry(call());
	expect(next?.earlier('letter')).toBeUndefined();
	expect(next?.earlier('form')).toBeUndefined();
});

it('forgets after an hour', async () => {
	const memory = new RetryMemory<string>();
	await failedTry(memory);
	jest.advanceTimersByTime(3_599_999);
	expect(memory.openTry(call())?.earlier('letter')).toBeDefined();
	await failedTry(memory);
	jest.advanceTimersByTime(3_600_000);
	expect(memory.openTry(call())?.earlier('letter')).toBeUndefined();
});

it('keeps what two calls at the same moment have paid under one key', async () => {
	const memory = new RetryMemory<string>();
	for (const tries of [1, 2, 3]) {
		const calls = [memory.openTry(call()), memory.openTry(call())];
		const [one, two] = calls.map((remembered, index) => {
			const earlier = remembered?.earlier('letter');
			if (!earlier) remembered?.record('letter', { value: `document ${index} of try ${tries}` });
			return earlier;
		});
		for (const remembered of calls)
			await expect(handingOver(remembered, fail)).rejects.toThrow('failed');
		expect([one, two]).toEqual(
			tries === 1
				? [undefined, undefined]
				: [
						expect.objectContaining({ value: 'document 0 of try 1' }),
						expect.objectContaining({ value: 'document 1 of try 1' }),
					],
		);
	}
});

it('forgets a failure an hour after it was met, however often it is told', async () => {
	const memory = new RetryMemory<string>();
	const first = memory.openTry(call());
	first?.record('letter', { failure: new InputFailure('It may have been paid', '') });
	await expect(handingOver(first, fail)).rejects.toThrow();
	for (const minutes of [20, 20, 19]) {
		jest.advanceTimersByTime(minutes * 60_000);
		const next = memory.openTry(call());
		expect(next?.earlier('letter')).toMatchObject({ failure: expect.any(InputFailure) });
		await expect(handingOver(next, fail)).rejects.toThrow();
	}
	jest.advanceTimersByTime(60_000);
	expect(memory.openTry(call())?.earlier('letter')).toBeUndefined();
});

it('forgets after five minutes that a document is gone, so that it can be sent anew', async () => {
	const memory = new RetryMemory<string>();
	for (const [wait, isKnown] of [
		[299_999, true],
		[300_000, false],
	] as const) {
		const remembered = memory.openTry(call());
		remembered?.record('letter', { failure: new ServiceFailure('Not found', '', 404, {}) });
		await expect(handingOver(remembered, fail)).rejects.toThrow();
		jest.advanceTimersByTime(wait);
		expect(memory.openTry(call())?.earlier('letter') !== undefined).toBe(isKnown);
	}
});

it('keeps the newest 10,000', async () => {
	const memory = new RetryMemory<string>();
	const many = memory.openTry(call());
	for (let index = 0; index <= 10_000; index++) many?.record(`${index}`, { value: `${index}` });
	many?.handOver();
	const next = memory.openTry(call());
	expect(next?.earlier('0')).toBeUndefined();
	expect(next?.earlier('1')).toMatchObject({ value: '1' });
	expect(next?.earlier('10000')).toMatchObject({ value: '10000' });
});

it.each([
	['another execution', call({ execution: '8' })],
	['another node', call({ node: { id: 'other' } })],
	['another run of a loop', call({ run: 1 })],
])('hands nothing to %s', async (_, other) => {
	const memory = new RetryMemory<string>();
	await failedTry(memory);
	expect(memory.openTry(other)?.earlier('letter')).toBeUndefined();
});

it.each([
	['does not repeat itself', call({ node: { retryOnFail: false } })],
	['has no execution', call({ execution: undefined })],
])('remembers nothing for a node that %s', (_, alone) => {
	expect(new RetryMemory<string>().openTry(alone)).toBeUndefined();
});

it.each([
	['another tool', { node: { id: 'other', type: 'test.uploadTool' } }],
	['another execution', { node: { type: 'test.uploadTool' }, execution: '8' }],
])('hands nothing from one call to that of %s', async (_, other) => {
	const memory = new RetryMemory<string>();
	await failedTry(memory, call({ node: { type: 'test.uploadTool' } }));
	expect(memory.openTry(call(other))?.earlier('letter')).toBeUndefined();
});

it.each([
	['of an agent', '7'],
	['under an MCP server', undefined],
])('hands what a failed call of a tool has paid to the next one: %s', async (_, execution) => {
	const memory = new RetryMemory<string>();
	const tool = { node: { type: 'test.uploadTool', retryOnFail: false }, execution };
	await failedTry(memory, call(tool));
	expect(memory.openTry(call({ ...tool, run: 1 }))?.earlier('letter')).toMatchObject({
		value: 'document 1',
	});
});
