import { LookupLimiter } from '../../../../nodes/shared/webhook/lookupLimiter.ts';

const MINUTE = 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A service that knows ids beginning with "real", answers after 10 ms, and counts. */
function service() {
	const asked: string[] = [];
	let underWay = 0;
	let most = 0;
	const find = (id: string) => async (): Promise<string | undefined> => {
		asked.push(id);
		most = Math.max(most, ++underWay);
		await new Promise((resolve) => setTimeout(resolve, 10));
		underWay--;
		return id.startsWith('real') ? `document ${id}` : undefined;
	};
	return { find, asked, most: () => most };
}

const many = (count: number, name: string) =>
	Array.from({ length: count }, (_, index) => `${name}${index}`);

it('passes on what is found, and undefined for what is not', async () => {
	const { find } = service();
	const lookups = new LookupLimiter<string>();
	const both = Promise.all([
		lookups.find('real1', 1, find('real1')),
		lookups.find('other', 1, find('other')),
	]);
	await jest.advanceTimersByTimeAsync(20);
	expect(await both).toEqual(['document real1', undefined]);
});

it('lets hundreds of real documents pass at the speed of the service, five at a time', async () => {
	const { find, asked, most } = service();
	const lookups = new LookupLimiter<string>();
	const all = Promise.all(many(300, 'real').map((id) => lookups.find(id, 1, find(id))));
	await jest.advanceTimersByTimeAsync((300 / 5) * 10);
	expect(await all).toEqual(many(300, 'document real'));
	expect([asked.length, most()]).toEqual([300, 5]);
});

it('bounds the requests that a flood of invented ids costs', async () => {
	const { find, asked } = service();
	const lookups = new LookupLimiter<string>();
	let wave = 0;
	const flood = () =>
		many(1_000, `wave${wave++}-`).forEach(
			(id) => lookups.hasRoomFor(1) && void lookups.find(id, 1, find(id)),
		);
	flood();
	await jest.advanceTimersByTimeAsync(1_000);
	expect(asked).toHaveLength(30);
	for (let second = 1; second < 60; second++) {
		flood();
		await jest.advanceTimersByTimeAsync(1_000);
	}
	expect(asked.length).toBeGreaterThanOrEqual(58);
	expect(asked.length).toBeLessThanOrEqual(60);
	await jest.advanceTimersByTimeAsync(10 * MINUTE);
	expect(asked.length).toBeLessThanOrEqual(30 + 11 * 30);
});

it('bounds the requests that a flood with a real id costs', async () => {
	const { find, asked } = service();
	const lookups = new LookupLimiter<string>();
	for (let tick = 0; tick < 600; tick++) {
		for (let call = 0; call < 10; call++)
			if (lookups.hasRoomFor(1)) void lookups.find('real', 1, find('real'));
		await jest.advanceTimersByTimeAsync(100);
	}
	expect(asked.length).toBeLessThanOrEqual(1_200);
});

it('loses no real document that got in during a flood', async () => {
	const { find } = service();
	const lookups = new LookupLimiter<string>();
	for (const id of many(300, 'invented')) void lookups.find(id, 1, find(id));
	const real = lookups.find('real', 1, find('real'));
	await jest.advanceTimersByTimeAsync(10 * MINUTE);
	expect(await real).toBe('document real');
});

it('asks for an unknown id once a minute, also when its deliveries come together', async () => {
	const { find, asked } = service();
	const lookups = new LookupLimiter<string>();
	const ask = async (count: number) => {
		const all = Promise.all(
			many(count, '').map(() => lookups.find('invented', 1, find('invented'))),
		);
		await jest.advanceTimersByTimeAsync(1_000);
		expect(await all).toEqual(many(count, '').map(() => undefined));
	};
	await ask(100);
	await ask(100);
	expect(asked).toEqual(['invented']);
	await jest.advanceTimersByTimeAsync(MINUTE);
	await ask(1);
	expect(asked).toHaveLength(2);
});

it('asks once for deliveries of one document that come together', async () => {
	const { find, asked } = service();
	const lookups = new LookupLimiter<string>();
	const all = Promise.all(many(20, '').map(() => lookups.find('real', 1, find('real'))));
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await all).toEqual(many(20, '').map(() => 'document real'));
	expect(asked).toEqual(['real']);
	const later = lookups.find('real', 1, find('real'));
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await later).toBe('document real');
	expect(asked).toEqual(['real', 'real']);
});

it('has room for 500 deliveries or 64 MB, and again when they are through', async () => {
	const { find } = service();
	const lookups = new LookupLimiter<string>();
	const all = many(500, 'real').map((id) => lookups.find(id, 1_000, find(id)));
	expect(lookups.hasRoomFor(1)).toBe(false);
	await jest.advanceTimersByTimeAsync(MINUTE);
	await Promise.all(all);
	expect(lookups.hasRoomFor(64 * 2 ** 20)).toBe(true);
	const large = lookups.find('real', 60 * 2 ** 20, find('real'));
	expect([lookups.hasRoomFor(4 * 2 ** 20), lookups.hasRoomFor(5 * 2 ** 20)]).toEqual([true, false]);
	await jest.advanceTimersByTimeAsync(MINUTE);
	await large;
	expect(lookups.hasRoomFor(64 * 2 ** 20)).toBe(true);
});

it('passes failures on, remembers nothing by them, and lets them cost as much as a miss', async () => {
	const lookups = new LookupLimiter<string>();
	let asked = 0;
	const broken = async (): Promise<undefined> => {
		asked++;
		throw new Error('the service is down');
	};
	await expect(lookups.find('real', 1, broken)).rejects.toThrow('the service is down');
	await expect(lookups.find('real', 1, broken)).rejects.toThrow('the service is down');
	const others = Promise.allSettled(many(100, 'real').map((id) => lookups.find(id, 1, broken)));
	await jest.advanceTimersByTimeAsync(1_000);
	expect(asked).toBe(30);
	await jest.advanceTimersByTimeAsync(3 * MINUTE);
	await others;
	expect(lookups.hasRoomFor(64 * 2 ** 20)).toBe(true);
});
