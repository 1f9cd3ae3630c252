import { useWorld } from './setup.mts';

const world = useWorld();
const twice = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };

it('Retry On Fail does not send again what may have been paid', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'process',
		reset: 'after',
		times: 1,
	});
	const { error } = await world.process(
		account,
		{},
		{ ...twice, input: await world.sampleItems('letter.png') },
	);
	expect(error?.message).toMatch(/^The upload of "letter\.png" was not confirmed/);
	expect(await world.requests(account, 'process')).toHaveLength(1);
});

it('Retry On Fail sends what was refused, and not what was processed', async () => {
	const account = await world.openAccount();
	await world.control.addFault({
		token: account.token,
		route: 'process',
		skip: 1,
		status: 402,
		times: 1,
	});
	const { error, items } = await world.process(
		account,
		{ options: { concurrency: 1 } },
		{ ...twice, input: await world.sampleItems('letter.png', 'form.png') },
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([
		{ json: { text: 'text of letter.png, page 1' } },
		{ json: { text: 'text of form.png, page 1' } },
	]);
	expect((await world.requests(account, 'process')).map(({ fileName }) => fileName)).toEqual([
		'letter.png',
		'form.png',
		'form.png',
	]);
});

it('Retry On Fail does not pay again for a file that can never be read', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const [{ error }] = await Promise.all([
		world.process(
			account,
			{},
			{ ...twice, maxTries: 5, input: await world.sampleItems('letter.png') },
		),
		world.finishAll(account, 1, { status: 'failed', error: 'The file is encrypted.' }),
	]);
	expect(error?.message).toContain('failed: The file is encrypted.');
	expect(await world.requests(account, 'process')).toHaveLength(1);
});
