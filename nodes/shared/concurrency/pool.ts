import { toFailure } from '../core/errors';

/**
 * Runs `work` over all inputs with at most `limit` under way, results in input order. A rejection
 * stops nothing and is reported in its place.
 *
 * @param proceed asked before each start; inputs that were not started are left out as `undefined`
 */
export async function settleAll<Input, Output>(
	inputs: readonly Input[],
	limit: number,
	work: (input: Input, index: number) => Promise<Output>,
	proceed: () => boolean = () => true,
): Promise<Array<PromiseSettledResult<Output> | undefined>> {
	const results: Array<PromiseSettledResult<Output> | undefined> = inputs.map(() => undefined);
	const queue = inputs.entries();
	const runner = async () => {
		for (const [index, input] of queue) {
			if (!proceed()) return;
			results[index] = await settle(work(input, index));
		}
	};
	await Promise.all(Array.from({ length: Math.min(Math.max(1, limit), inputs.length) }, runner));
	return results;
}

/** How a promise ends; never rejects. */
export async function settle<Output>(
	promise: Promise<Output>,
): Promise<PromiseSettledResult<Output>> {
	try {
		return { status: 'fulfilled', value: await promise };
	} catch (reason) {
		return { status: 'rejected', reason };
	}
}

/** Lets at most `limit` tasks run at a time; the others wait their turn in order. */
export class Slots {
	private readonly waiting: Array<{ rank: number; begin: () => void }> = [];
	private taken = 0;

	constructor(private readonly limit: number) {}

	/** @param rank those with a lower one go first, those with the same in the order of the calls */
	async run<Output>(task: () => Promise<Output>, rank = 0): Promise<Output> {
		if (this.taken >= this.limit)
			await new Promise<void>((begin) => {
				const before = this.waiting.findLastIndex((other) => other.rank <= rank);
				this.waiting.splice(before + 1, 0, { rank, begin });
			});
		else this.taken++;
		try {
			return await task();
		} finally {
			const next = this.waiting.shift();
			if (next) next.begin();
			else this.taken--;
		}
	}
}

/**
 * The results of `work` in input order, with at most `limit` under way; the first rejection in that
 * order is thrown once all have ended.
 */
export async function inOrder<Input, Output>(
	inputs: readonly Input[],
	limit: number,
	work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
	return (await settleAll(inputs, limit, work)).map(valueOf);
}

/** The value of a promise that has ended. @throws what it was rejected with, as a Failure */
export function valueOf<Value>(result: PromiseSettledResult<Value> | undefined): Value {
	if (result?.status === 'fulfilled') return result.value;
	throw toFailure(result?.reason);
}
