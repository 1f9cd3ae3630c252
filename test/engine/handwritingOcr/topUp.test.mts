import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

const topUp = async (account: OpenedAccount, parameters = {}) => {
	const { items, error } = await world.account(account, 'topUp', { amount: 300, ...parameters });
	const [updated] = [await world.sandbox.control.updateAccount(account.token, {})];
	return {
		items,
		error,
		balance: updated?.balance,
		purchases: await world.requests(account, 'topUp'),
	};
};

it.each(['v3', 'v2'] as const)('buys page credits, with a base URL of %s', async (version) => {
	const account = await world.openAccount({ balance: 50 }, version);
	const { items, balance, purchases } = await topUp(account);
	expect(items).toEqual([
		{
			json: {
				purchased: true,
				creditsPurchased: 300,
				newBalance: 350,
				amountCharged: '$2.99',
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(balance).toBe(350);
	expect(purchases).toMatchObject([
		{ method: 'POST', partNames: ['amount'], fields: { amount: '300' } },
	]);
});

describe('Only If Balance Below', () => {
	it.each([
		[99, true],
		[100, false],
		[101, false],
	])('a balance of %d against 100', async (before, buys) => {
		const account = await world.openAccount({ balance: before });
		const { items, balance, purchases } = await topUp(account, {
			options: { onlyIfBalanceBelow: 100 },
		});
		expect(purchases).toHaveLength(buys ? 1 : 0);
		expect(balance).toBe(buys ? before + 300 : before);
		expect(items).toMatchObject([
			{
				json: buys
					? { purchased: true, newBalance: before + 300 }
					: {
							purchased: false,
							creditsPurchased: 0,
							newBalance: before,
							amountCharged: null,
							reason: 'The balance is not below 100',
						},
			},
		]);
	});

	it('buys nothing when the balance is not known', async () => {
		const account = await world.openAccount();
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'account',
			status: 200,
			body: { id: 'a' },
		});
		const { error, purchases } = await topUp(account, { options: { onlyIfBalanceBelow: 100 } });
		expect(error).toMatchObject({
			message:
				'The service does not say how many page credits are left, so nothing was bought [item 0]',
			description: 'Remove the option "Only If Balance Below" to buy in any case.',
		});
		expect(purchases).toEqual([]);
	});
});

it.each([
	[150, '"Amount" is 150, which is not a multiple of 100'],
	[0, '"Amount" is 0, which is not a multiple of 100'],
	[-100, '"Amount" is -100, which is not a multiple of 100'],
	['={{ "lots" }}', '"Amount" is "lots", which is not a multiple of 100'],
])('sends nothing for an amount of %s', async (amount, message) => {
	const account = await world.openAccount();
	const { error } = await topUp(account, { amount });
	expect(error).toMatchObject({
		message: `${message} [item 0]`,
		description: 'Enter 100, 200, 300 and so on in "Amount". Nothing was bought.',
	});
	expect(await world.requests(account)).toEqual([]);
});

describe.each(['error', 'code', 'message'] as const)(
	'refusals with their code under "%s"',
	(topUpErrorKey) => {
		it.each([
			[
				'no_subscription',
				'403',
				/^The account has no active subscription, which a top-up needs \[item 0\]$/,
				/^Subscribe in the dashboard, then run this step again\. Nothing was bought\.$/,
			],
			[
				'authentication_required',
				'402',
				/^The bank asks for authentication of the payment \[item 0\]$/,
				/^Complete it at https:\/\/payments\.example\.com\/authenticate\/sandbox, then run this step again\.$/,
			],
			[
				'no_payment_method',
				'422',
				/^The account has no saved payment method \[item 0\]$/,
				/^Save one in the dashboard, then run this step again\. Nothing was bought\.$/,
			],
			[
				'payment_failed',
				'422',
				/^The payment failed \[item 0\]$/,
				/^Check the payment method in the dashboard\. Nothing was bought\. The bank says: insufficient funds\.$/,
			],
		] as const)('%s', async (setting, httpCode, message, description) => {
			const account = await world.openAccount({ settings: { topUp: setting, topUpErrorKey } });
			const { error, purchases } = await topUp(account);
			expect(error).toMatchObject({
				name: 'NodeApiError',
				httpCode,
				message: expect.stringMatching(message),
				description: expect.stringMatching(description),
			});
			expect(purchases).toHaveLength(1);
		});

		it('amount_below_minimum', async () => {
			const account = await world.openAccount({ settings: { topUpMinimum: 500, topUpErrorKey } });
			const { error } = await topUp(account);
			expect(error).toMatchObject({
				message: 'The amount is below the smallest that can be bought [item 0]',
				description: 'Raise "Amount". Nothing was bought.',
			});
		});

		it('a second purchase within five minutes, which is not repeated', async () => {
			const account = await world.openAccount({ settings: { topUpErrorKey } });
			await topUp(account);
			const { error, purchases } = await topUp(account);
			expect(error).toMatchObject({
				httpCode: '429',
				message: 'A purchase succeeded less than 5 minutes ago [item 0]',
				description: expect.stringMatching(
					/^Check the balance with Account > Get before you buy again\. Possible again at \d\d:\d\d UTC\.$/,
				),
			});
			expect(purchases).toHaveLength(2);
		});
	},
);

it('says that the token is wrong, before anything is bought', async () => {
	const account = await world.openAccount();
	const wrong = {
		...account,
		credentials: {
			handwritingOcrApi: { ...account.credentials.handwritingOcrApi, apiToken: '7|wrong' },
		},
	};
	const { error } = await world.account(wrong, 'topUp', { amount: 100 });
	expect(error).toMatchObject({
		httpCode: '401',
		message: 'The API token is not valid: Unauthenticated. [item 0]',
	});
	expect(await world.requests({ token: '7|wrong' }, 'topUp')).toEqual([]);
});

it.each([
	['a web page', { html: true }],
	['nothing', { body: '' }],
	['a refusal in words', { body: { success: false, error: 'declined' } }],
	['a refusal as a text', { body: { success: 'false', message: 'declined', new_balance: 10 } }],
	['no credits', { body: { success: true, credits_purchased: 0, new_balance: 10 } }],
	['an error besides', { body: { success: true, error: 'declined' } }],
	['a balance alone', { body: { new_balance: 10 } }],
	['a list', { body: [] }],
])('an answer with 200 that is %s is no purchase', async (_case, fault) => {
	const account = await world.openAccount({ balance: 10 });
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'topUp',
		status: 200,
		...fault,
	});
	const { items, error, purchases } = await topUp(account);
	expect(items).toEqual([]);
	expect(error?.message).toContain('the balance was 10 before and is 10 now');
	expect(purchases).toHaveLength(1);
});

describe('an answer that got lost', () => {
	it.each([
		['the connection broke', { reset: 'after' as const }],
		['the answer says 500', { status: 500, when: 'after' as const }],
	])('is made up for by the balance, and nothing is bought twice: %s', async (_case, fault) => {
		const account = await world.openAccount({ balance: 10 });
		await world.sandbox.control.addFault({ token: account.token, route: 'topUp', ...fault });
		const { items, error, balance, purchases } = await topUp(account);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: {
					purchased: true,
					creditsPurchased: 300,
					newBalance: 310,
					confirmedByBalance: true,
				},
			},
		]);
		expect([balance, purchases.length]).toEqual([310, 1]);
	});

	const description =
		'Check the payments in the dashboard before you run this again; it was not repeated, as it may have been charged.';

	it.each([
		['the connection broke', { reset: 'before' as const }],
		['the answer says 500', { status: 500 }],
	])('is told when the balance has not grown: %s', async (_case, fault) => {
		const account = await world.openAccount({ balance: 10 });
		await world.sandbox.control.addFault({ token: account.token, route: 'topUp', ...fault });
		const { error, purchases } = await topUp(account);
		expect(error).toMatchObject({
			message:
				'The answer to the top-up of 300 credits did not arrive: the balance was 10 before and is 10 now [item 0]',
			description,
			context: { details: { balanceBefore: 10, balance: 10 } },
		});
		expect(purchases).toHaveLength(1);
	});

	it('is told as such also when the balance cannot be read any more', async () => {
		const account = await world.openAccount({ balance: 10 });
		await world.sandbox.control.addFault({ token: account.token, route: 'topUp', reset: 'after' });
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'account',
			skip: 1,
			status: 401,
		});
		const { error } = await topUp(account);
		expect(error).toMatchObject({
			message:
				'The answer to the top-up of 300 credits did not arrive: the balance was 10 before and is unknown now [item 0]',
			description,
		});
	});
});
