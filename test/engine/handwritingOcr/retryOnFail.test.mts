import type { FaultInput } from '../../../sandbox/client.mts';
import type { OnError } from 'n8n-workflow';
import { useWorld } from './setup.mts';

const world = useWorld();

/** Runs two uploads with n8n's "Retry On Fail"; a fault strikes once or longer. */
async function retried(fault: Omit<FaultInput, 'token'>, parameters = {}, onError?: OnError) {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({ token: account.token, ...fault });
	const input = await world.sampleItems('letter.png', 'form.png');
	const result = await world.document(
		account,
		'upload',
		{ inputSource: 'binary', documentAction: 'transcribe', ...parameters },
		{
			input,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
			clockSpeed: 20,
			...(onError && { onError }),
		},
	);
	const uploads = await world.requests(account, 'upload');
	return {
		...result,
		uploads: uploads.map(({ fileName }) => fileName).toSorted(),
		documents: await world.sandbox.control.documents(account.token),
	};
}

const bothTexts = [
	{ json: { text: 'text of letter.png, page 1' } },
	{ json: { text: 'text of form.png, page 1' } },
];
/** The second upload is refused once. */
const refusedOnce = { route: 'upload', skip: 1, status: 422, times: 1 };

it.each([undefined, 'continueRegularOutput'] as const)(
	'Retry On Fail uploads again only what was not uploaded (On Error: %s)',
	async (onError) => {
		// With one file at a time it is the second one that is refused.
		const { items, error, uploads, documents } = await retried(
			refusedOnce,
			{ options: { concurrency: 1 } },
			onError,
		);
		expect(error).toBeUndefined();
		if (onError === undefined) expect(items).toMatchObject(bothTexts);
		expect(uploads.filter((name) => name === 'letter.png')).toHaveLength(1);
		expect(
			documents.map(({ fileName }) => fileName).filter((name) => name === 'letter.png'),
		).toHaveLength(1);
	},
);

it('what was uploaded before a time-out is waited for again', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const finished = world.finishAll(account, 1, {
		ready: async () => (await world.requests(account, 'get')).length > 2,
	});
	const result = await world.document(
		account,
		'upload',
		{ inputSource: 'binary', documentAction: 'transcribe', options: { timeout: 4 } },
		{
			input: await world.sampleItems('letter.png'),
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 0,
			clockSpeed: 5,
		},
	);
	await finished;
	expect(result.error).toBeUndefined();
	expect(result.items).toMatchObject([bothTexts[0]]);
	expect(await world.requests(account, 'upload')).toHaveLength(1);
});

it('a document that failed is uploaded again, as its credits came back', async () => {
	const account = await world.openAccount();
	const fails = await world.fileItem('%PDF-1.4 fail', 'fail.pdf');
	await world.document(
		account,
		'upload',
		{ inputSource: 'binary', documentAction: 'transcribe' },
		{ input: [fails], retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
	);
	expect(await world.requests(account, 'upload')).toHaveLength(2);
});

it('the next execution uploads anew', async () => {
	const account = await world.openAccount();
	const input = await world.sampleItems('letter.png');
	for (let execution = 0; execution < 2; execution++)
		await world.document(
			account,
			'upload',
			{ inputSource: 'binary', documentAction: 'transcribe' },
			{ input },
		);
	expect(await world.requests(account, 'upload')).toHaveLength(2);
});

it('what is to be deleted when done is neither uploaded nor paid again', async () => {
	const { items, error, uploads, documents } = await retried(refusedOnce, {
		options: { concurrency: 1, deleteWhenDone: true },
	});
	expect(error).toBeUndefined();
	expect(items).toMatchObject(bothTexts);
	expect(uploads.filter((name) => name === 'letter.png')).toHaveLength(1);
	expect(documents).toEqual([]);
});

it('knows a file again whatever name an expression gives it in each try', async () => {
	const { error, documents } = await retried(
		{ ...refusedOnce, skip: 1 },
		{ options: { concurrency: 1, fileName: '={{ $now.toMillis() + "-" + Math.random() }}.png' } },
	);
	expect(error).toBeUndefined();
	expect(documents).toHaveLength(2);
});

it('a top-up whose answer got lost is not bought again', async () => {
	const account = await world.openAccount({ balance: 10 });
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'topUp',
		reset: 'before',
		times: null,
	});
	const { error } = await world.account(
		account,
		'topUp',
		{ amount: 100 },
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	);
	expect(error?.message).toContain('The answer to the top-up of 100 credits did not arrive');
	expect(await world.requests(account, 'topUp')).toHaveLength(1);
});

it('a top-up that was made before another one failed is not made again', async () => {
	const account = await world.openAccount({ balance: 10 });
	const { error } = await world.account(
		account,
		'topUp',
		{ amount: 100 },
		{
			input: [{ json: {} }, { json: {} }],
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 0,
		},
	);
	expect(error).toMatchObject({
		description: expect.stringContaining('Already bought in this run: 100 page credits.'),
	});
	const purchases = await world.requests(account, 'topUp');
	expect(purchases.filter(({ status }) => status === 200)).toHaveLength(1);
});
