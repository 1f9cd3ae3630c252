import { type TestSandbox, useSandbox } from '../support/sandbox.mts';
import { api } from './support/api.mts';

const sandbox = useSandbox();

async function client(options: Parameters<TestSandbox['createAccount']>[0] = {}) {
	const account = await sandbox.createAccount(options);
	const calls = api(`${sandbox.url}/v3`, account.token);
	const topUp = (amount: string | undefined) => {
		const form = new FormData();
		if (amount !== undefined) form.set('amount', amount);
		else form.set('other', 'x');
		return calls.call('POST', '/credits/topup', { body: form });
	};
	return { account, topUp, ...calls };
}

test('users/me as documented, the token included', async () => {
	const { account, get } = await client({ balance: 11020, plan: 'medium-monthly', name: 'Ada' });
	const { status, json } = await get('/users/me');
	expect(status).toBe(200);
	expect(json).toEqual({
		id: expect.stringMatching(/^[A-Za-z0-9]{10}$/),
		name: 'Ada',
		email: 'tester@example.com',
		verified: true,
		type: 'medium-monthly',
		balance: 11020,
		token: account.token,
		updated_at: expect.stringMatching(/\.\d{6}Z$/),
	});
});

describe('top-up', () => {
	test('200 adds the credits', async () => {
		const { topUp, get } = await client({ balance: 750 });
		const answer = await topUp('500');
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({
			success: true,
			credits_purchased: 500,
			new_balance: 1250,
			amount_charged: '$4.99',
		});
		expect((await get('/users/me')).json.balance).toBe(1250);
	});

	test('429 within five minutes, with the time in the body', async () => {
		const { topUp, account } = await client({ balance: 0 });
		await topUp('100');
		const answer = await topUp('100');
		expect(answer.status).toBe(429);
		expect(answer.headers.get('retry-after')).toBeNull();
		const wait = new Date(answer.json.retry_after).getTime() - Date.now();
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(300_000);
		await sandbox.control.advanceClock(account.token, 300_000);
		expect((await topUp('100')).status).toBe(200);
	});

	test.each([
		['150', { error: 'amount_not_multiple_of_100' }],
		['0', { error: 'amount_below_minimum' }],
		['-100', { error: 'amount_below_minimum' }],
		['many', { message: expect.any(String), errors: { amount: [expect.any(String)] } }],
		[undefined, { message: expect.any(String), errors: { amount: [expect.any(String)] } }],
	])('422 for the amount %p', async (amount, body) => {
		const { topUp, get } = await client({ balance: 1 });
		const answer = await topUp(amount);
		expect(answer.status).toBe(422);
		expect(answer.json).toMatchObject(body);
		expect((await get('/users/me')).json.balance).toBe(1);
	});

	test.each([
		['no_subscription', 403, { error: 'no_active_subscription' }],
		['no_payment_method', 422, { error: 'no_payment_method' }],
		['payment_failed', 422, { error: 'payment_failed', decline_code: expect.any(String) }],
		['authentication_required', 402, { authentication_url: expect.stringContaining('https://') }],
	] as const)('%s is answered %i', async (topUpSetting, status, body) => {
		const { topUp, get } = await client({ balance: 1, settings: { topUp: topUpSetting } });
		const answer = await topUp('100');
		expect(answer.status).toBe(status);
		expect(answer.json).toMatchObject(body);
		expect((await get('/users/me')).json.balance).toBe(1);
	});

	test.each(['error', 'code', 'message'] as const)(
		'the error code can stand under "%s"',
		async (topUpErrorKey) => {
			const { topUp } = await client({ settings: { topUpErrorKey } });
			expect((await topUp('150')).json).toMatchObject({
				[topUpErrorKey]: 'amount_not_multiple_of_100',
			});
		},
	);

	test('403, not 401, for a token that is not valid', async () => {
		expect(
			(
				await api(`${sandbox.url}/v3`, '1|x').call('POST', '/credits/topup', {
					body: new FormData(),
				})
			).status,
		).toBe(403);
	});
});
