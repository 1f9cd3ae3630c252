import { TtlValue } from '../../../../nodes/shared/concurrency/ttlValue.ts';

const later = async (value: string) =>
	await new Promise<string>((resolve) => setImmediate(resolve, value));

afterEach(() => jest.useRealTimers());

it('is read once for all who ask at the same moment', async () => {
	const read = jest.fn(async () => await later('secret'));
	const value = new TtlValue<string>(1_000);
	expect(await Promise.all(Array.from({ length: 50 }, async () => await value.get(read)))).toEqual(
		Array.from({ length: 50 }, () => 'secret'),
	);
	expect(read).toHaveBeenCalledTimes(1);
});

it('is read again when the moment is over, or when the clock was put back', async () => {
	jest.useFakeTimers({ now: 10_000_000 });
	const value = new TtlValue<string>(1_000);
	expect(await value.get(async () => 'old')).toBe('old');
	jest.setSystemTime(10_000_999);
	expect(await value.get(async () => 'new')).toBe('old');
	jest.setSystemTime(10_001_000);
	expect(await value.get(async () => 'new')).toBe('new');
	jest.setSystemTime(9_000_000);
	expect(await value.get(async () => 'newest')).toBe('newest');
});

it('keeps a failure for two seconds at most, of which all who ask are told', async () => {
	jest.useFakeTimers({ now: 10_000_000, doNotFake: ['setImmediate'] });
	const value = new TtlValue<string>(60_000);
	const fail = jest.fn(async () => {
		await later('');
		throw new Error('no credential');
	});
	const asked = await Promise.allSettled([value.get(fail), value.get(fail)]);
	expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	await expect(value.get(async () => 'secret')).rejects.toThrow('no credential');
	expect(fail).toHaveBeenCalledTimes(1);
	jest.setSystemTime(10_002_000);
	expect(await value.get(async () => 'secret')).toBe('secret');
});
