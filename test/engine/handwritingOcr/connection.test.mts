import { redirect, startFileServer } from '../../support/fileServer.mts';
import { useWorld, type OpenedAccount } from './setup.mts';

const world = useWorld();

/** An account's credential with other values in it. */
function changed(
	{ credentials }: OpenedAccount,
	values: Record<string, string>,
): { credentials: OpenedAccount['credentials'] } {
	return { credentials: { handwritingOcrApi: { ...credentials.handwritingOcrApi, ...values } } };
}

describe('a base URL without the version at its end', () => {
	it.each([
		[
			'upload',
			async (wrong: OpenedAccount) =>
				await world.document(wrong, 'upload', {}, { input: await world.sampleItems('letter.png') }),
		],
		['getAll', async (wrong: OpenedAccount) => await world.document(wrong, 'getAll')],
		['account', async (wrong: OpenedAccount) => await world.account(wrong, 'get')],
		['topUp', async (wrong: OpenedAccount) => await world.account(wrong, 'topUp')],
	])('is named as what to check: %s', async (_name, run) => {
		const account = await world.openAccount();
		const { error } = await run({
			...account,
			...changed(account, { baseUrl: world.sandbox.url }),
		});
		expect(error?.message).toMatch(/^The service knows no such address: .+ \[item 0\]$/);
		expect(error?.description).toBe(
			'Check the Base URL in the credential: it has to end in /v3 or /v2, such as https://api.handwritingocr.com/v3.',
		);
	});
});

describe("the credential's test", () => {
	const testOf = async (account: OpenedAccount, values: Record<string, string>) =>
		await world.engine.testCredential(
			'handwritingOcrApi',
			changed(account, values).credentials.handwritingOcrApi ?? {},
		);

	it('does not take the token along to where it is redirected', async () => {
		const elsewhere = await startFileServer({});
		const gate = await startFileServer({
			'/v3/users/me': redirect(`${elsewhere.url}/v3/users/me`),
		});
		try {
			const account = await world.openAccount();
			expect(await testOf(account, { baseUrl: `${gate.url}/v3` })).toEqual({
				status: 'Error',
				message: expect.stringMatching(/^The Base URL leads on to another address/),
			});
			expect(gate.requests).toHaveLength(1);
			expect(elsewhere.requests).toEqual([]);
		} finally {
			await Promise.all([gate.stop(), elsewhere.stop()]);
		}
	});
});
