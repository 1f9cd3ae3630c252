import { LookupLimiter } from '../../../../nodes/shared/webhook/lookupLimiter.ts';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/**
 * A service that knows ids beginning with "real" or "old" and lists the former, answers after
 * 10 ms, and counts.
 */
function serviceOf(limiter = new LookupLimiter<string>()) {
	const singles: string[] = [];
	const pages: string[][] = [];
	const broken = { singles: false, pages: false };
	const answer = async <Value,>(isBroken: boolean, value: Value): Promise<Value> => {
		await new Promise((resolve) => setTimeout(resolve, 10));
		if (isBroken) throw new Error('the service is down');
		return value;
	};
	const lookup = {
		one: async (id: string) => {
			singles.push(id);
			return await answer(broken.singles, /^(real|old)/.test(id) ? `document ${id}` : undefined);
		},
		newest: async (ids: readonly string[]) => {
			pages.push([...ids]);
			const listed = ids.filter((id) => id.startsWith('real'));
			return await answer(broken.pages, new Map(listed.map((id) => [id, `document ${id}`])));
		},
	};
	const find = async (id: string, bytes = 1) =>
		await limiter.find({ id, message: id, bytes, lookup });
	return { limiter, find, singles, pages, broken };
}

const many = (count: number, name: string) =>
	Array.from({ length: count }, (_, index) => `${name}${index}`);

it('looks one up by its id alone', async () => {
	const { find, singles, pages } = serviceOf();
	const found = find('real');
	await jest.advanceTimersByTimeAsync(20);
	expect(await found).toBe('document real');
	expect([singles, pages]).toEqual([['real'], []]);
});

it('takes for unknown what neither a look-up nor a page shows, and asks no more for a minute', async () => {
	const { find, singles, pages } = serviceOf();
	const all = Promise.all(many(20, '').map(async () => await find('invented')));
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await all).toEqual(many(20, '').map(() => undefined));
	expect([singles, pages]).toEqual([['invented'], [['invented']]]);
	expect(await find('invented')).toBeUndefined();
	await jest.advanceTimersByTimeAsync(MINUTE);
	const again = find('invented');
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await again).toBeUndefined();
	expect(singles).toHaveLength(2);
});

it('confirms hundreds of real ones with a few pages', async () => {
	const { find, singles, pages } = serviceOf();
	const all = Promise.all(many(300, 'real').map(async (id) => await find(id)));
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await all).toEqual(many(300, 'document real'));
	expect([singles.length, pages.length]).toEqual([4, 1]);
});

it('lets a real one pass at once, and an old one in time, amid a flood of invented ones', async () => {
	const { find, singles, pages } = serviceOf();
	for (let second = 0; second < 30; second++) {
		many(100, `invented${second}-`).forEach((id) => void find(id));
		await jest.advanceTimersByTimeAsync(1_000);
	}
	const real = find('real');
	await jest.advanceTimersByTimeAsync(5_000);
	expect(await real).toBe('document real');
	expect(singles.length + pages.length).toBeLessThanOrEqual(2 * 50);
	await jest.advanceTimersByTimeAsync(10 * MINUTE);
	const old = [...many(10, 'more'), 'old'].map(async (id) => await find(id));
	await jest.advanceTimersByTimeAsync(MINUTE);
	expect(await old.at(-1)).toBe('document old');
});

it('bounds the requests that a flood costs, with invented ids or with a real one', async () => {
	for (const name of ['invented', 'real']) {
		const { find, singles, pages } = serviceOf();
		for (let tick = 0; tick < 600; tick++) {
			many(10, name === 'real' ? 'real' : `wave${tick}-`).forEach((id) => void find(id));
			await jest.advanceTimersByTimeAsync(100);
		}
		expect(singles.length + pages.length).toBeLessThanOrEqual(2 * 50);
		await jest.advanceTimersByTimeAsync(10 * MINUTE);
	}
});

it('has room for so many deliveries, and again when they are through', async () => {
	const { limiter, find } = serviceOf();
	const all = many(1_000, 'real').map(async (id) => await find(id, 1_000));
	expect(limiter.hasRoomFor(1)).toBe(false);
	await jest.advanceTimersByTimeAsync(MINUTE);
	await Promise.all(all);
	expect(limiter.hasRoomFor(64 * 2 ** 20)).toBe(true);
	const large = find('real', 60 * 2 ** 20);
	expect([limiter.hasRoomFor(4 * 2 ** 20), limiter.hasRoomFor(5 * 2 ** 20)]).toEqual([true, false]);
	await jest.advanceTimersByTimeAsync(MINUTE);
	await large;
});

it('passes a failure on when it cannot be asked, and remembers nothing by it', async () => {
	const { find, broken } = serviceOf();
	broken.singles = true;
	const failed = expect(find('real')).rejects.toThrow('the service is down');
	await jest.advanceTimersByTimeAsync(100);
	await failed;
	broken.singles = false;
	const found = find('real');
	await jest.advanceTimersByTimeAsync(100);
	expect(await found).toBe('document real');
});

it('looks up one by one, within the allowance, when pages cannot be read', async () => {
	const { find, singles, broken } = serviceOf();
	broken.pages = true;
	const all = Promise.all(many(40, 'real').map(async (id) => await find(id)));
	await jest.advanceTimersByTimeAsync(5_000);
	expect(singles.length).toBeLessThanOrEqual(33);
	await jest.advanceTimersByTimeAsync(MINUTE);
	expect(await all).toEqual(many(40, 'document real'));
});
