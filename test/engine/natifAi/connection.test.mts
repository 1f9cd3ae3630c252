import { useWorld } from './setup.mts';

const world = useWorld();

const test = async (values: { apiKey?: string; baseUrl?: string }) => {
	const account = await world.openAccount();
	return await world.engine.testCredential('natifAiApi', {
		...account.credentials.natifAiApi,
		...values,
	});
};

it('a good key passes the test', async () => {
	const account = await world.openAccount();
	expect(
		await world.engine.testCredential('natifAiApi', account.credentials.natifAiApi ?? {}),
	).toMatchObject({ status: 'OK' });
	expect((await world.requests(account)).map(({ method, path }) => `${method} ${path}`)).toEqual([
		'GET /natif-ai/processing/workflows?limit=1',
	]);
});

it('spaces around the key and slashes behind the URL do no harm', async () => {
	const { token } = await world.openAccount();
	const values = { apiKey: ` ${token}\n`, baseUrl: `${world.sandbox.url}/natif-ai// ` };
	expect(await test(values)).toMatchObject({ status: 'OK' });
	expect(
		(await world.workflow({ credentials: { natifAiApi: values } }, 'getAll')).error,
	).toBeUndefined();
});

it.each([
	[
		'a wrong key',
		{ apiKey: 'wrong' },
		'The API key is not valid: it is mistyped, revoked, or past its expiry date. Make a new one in the API Hub of the Natif.ai web app. If it works elsewhere, a firewall, a proxy or a login page in between has refused it.',
	],
])('%s is told', async (_case, values, message) => {
	expect(await test(values)).toEqual({ status: 'Error', message });
});

it('a base URL without the API is told', async () => {
	expect(await test({ baseUrl: `${world.sandbox.url}/nowhere` })).toEqual({
		status: 'Error',
		message: 'There is no Natif.ai API at the Base URL. Set it to https://api.natif.ai.',
	});
});
