import { until } from '../../support/until.mts';
import { NOBODYS, useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const waiting = (recordId: string, options = {}) => ({
	recordId,
	options: { waitForCompletion: true, ...options },
});

const uploaded = async (account: OpenedAccount) => {
	const { items } = await world.upload(
		account,
		{ waitForCompletion: false },
		{ input: await world.named('scan.png') },
	);
	return String(items[0]?.json.id);
};

describe.each(['history', 'upload'] as const)('by the id of the %s', (uploadIdIs) => {
	const open = async (settings = {}) =>
		await world.openAccount({ settings: { processing: 'manual', uploadIdIs, ...settings } });

	it('a record is waited for', async () => {
		const account = await open();
		const id = await uploaded(account);
		const running = world.record(account, 'get', waiting(id), { clockSpeed: 20 });
		await until(async () => (await world.requests(account, 'get')).length > 0);
		await world.finishAll(account, 1);
		const [record] = await world.control.documents(account.token);
		expect((await running).items).toMatchObject([
			{ json: { id: record?.id, fileName: 'scan.png', text: 'text of scan.png, page 1' } },
		]);
	});

	it('one that is not finished in time fails, or is given as it is', async () => {
		const account = await open();
		const id = await uploaded(account);
		const [record] = await world.control.documents(account.token);
		const spec = { clockSpeed: 20, onError: 'continueErrorOutput' as const };
		const failed = await world.record(account, 'get', waiting(id, { timeout: 5 }), spec);
		expect(failed.errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(/was not finished after 5 s/) } },
		]);
		const given = await world.record(
			account,
			'get',
			waiting(id, { timeout: 5, onTimeout: 'return' }),
			spec,
		);
		expect(given.items).toMatchObject([
			{ json: { id: record?.id, status: 'queued', timedOut: true } },
		]);
	});
});

it('without the option a record is given as it is', async () => {
	const account = await world.openAccount();
	const id = await world.seed(account, { status: 'in_progress' });
	const { items } = await world.record(account, 'get', { recordId: id });
	expect(items).toMatchObject([{ json: { id, status: 'processing', text: '' } }]);
});

it('a finished record needs one request, and one that there is not no patience', async () => {
	const account = await world.openAccount();
	const id = await world.seed(account);
	await world.record(account, 'get', waiting(id));
	expect(await world.requests(account)).toHaveLength(1);
	const { error } = await world.record(account, 'get', waiting(NOBODYS));
	expect(error?.message).toMatch(/^There is no such record/);
});

it('the id of the statistics is none', async () => {
	const account = await world.openAccount();
	const { error } = await world.record(account, 'get', { recordId: 'stats' });
	expect(error?.message).toMatch(/^The service answered with something else than a record/);
});
