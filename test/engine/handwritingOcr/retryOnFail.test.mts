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
	const finished = world.finishAll(
		account,
		1,
		async () => (await world.requests(account, 'get')).length > 2,
	);
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

it('what was deleted when done is uploaded again, as its result is gone', async () => {
	const { items, error, uploads } = await retried(refusedOnce, {
		options: { concurrency: 1, deleteWhenDone: true },
	});
	expect(error).toBeUndefined();
	expect(items).toMatchObject(bothTexts);
	expect(uploads.filter((name) => name === 'form.png')).toHaveLength(2);
});
