import type { FunctionsBase } from 'n8n-workflow';
import { TokenBucket } from '../../../../nodes/shared/concurrency/tokenBucket.ts';
import { perNode } from '../../../../nodes/shared/concurrency/perNode.ts';
import { TtlSet } from '../../../../nodes/shared/concurrency/ttlSet.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('TokenBucket', () => {
	const takeAll = (bucket: TokenBucket): number => {
		let taken = 0;
		while (bucket.take()) taken++;
		return taken;
	};

	it("gives a minute's worth at once, then as time passes, and saves up no more", () => {
		const bucket = new TokenBucket(30);
		expect(takeAll(bucket)).toBe(30);
		jest.advanceTimersByTime(1_999);
		expect(takeAll(bucket)).toBe(0);
		jest.advanceTimersByTime(1);
		expect(takeAll(bucket)).toBe(1);
		jest.advanceTimersByTime(3_600_000);
		expect(takeAll(bucket)).toBe(30);
	});

	it('survives a clock that is set back', () => {
		const bucket = new TokenBucket(2);
		takeAll(bucket);
		jest.setSystemTime(Date.now() - 3_600_000);
		expect(takeAll(bucket)).toBe(0);
		jest.advanceTimersByTime(30_000);
		expect(takeAll(bucket)).toBe(1);
	});
});

describe('TtlSet', () => {
	it('forgets after its time', () => {
		const recent = new TtlSet(1_000);
		recent.add('a');
		jest.advanceTimersByTime(999);
		expect(recent.has('a')).toBe(true);
		recent.add('b');
		jest.advanceTimersByTime(1);
		expect([recent.has('a'), recent.has('b'), recent.has('c')]).toEqual([false, true, false]);
	});

	it('holds so many, the newest', () => {
		const recent = new TtlSet(1_000, 2);
		for (const text of ['a', 'b', 'a', 'c']) recent.add(text);
		expect(['a', 'b', 'c'].map((text) => recent.has(text))).toEqual([true, false, true]);
	});
});

describe('perNode', () => {
	const context = (workflow: string, node: string) =>
		({
			getWorkflow: () => ({ id: workflow }),
			getNode: () => ({ id: node }),
		}) as unknown as FunctionsBase;

	it('gives each node of each workflow its own', () => {
		const of = perNode(() => ({}));
		const first = of(context('w', 'n'));
		expect(of(context('w', 'n'))).toBe(first);
		expect(of(context('w', 'm'))).not.toBe(first);
		expect(of(context('v', 'n'))).not.toBe(first);
	});

	it('lets go of nodes that were not used for long', () => {
		const of = perNode(() => ({}));
		const [used, unused] = [of(context('w', 'used')), of(context('w', 'unused'))];
		for (let node = 0; node < 4_999; node++) {
			of(context('w', 'used'));
			of(context('w', String(node)));
		}
		expect(of(context('w', 'used'))).toBe(used);
		expect(of(context('w', 'unused'))).not.toBe(unused);
	});
});
