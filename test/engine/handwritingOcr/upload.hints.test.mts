import { useWorld } from './setup.mts';

const world = useWorld();

it('says that a webhook URL of this machine is out of the service’s reach, and sends it all the same', async () => {
	const account = await world.openAccount();
	const input = await world.sampleItems('letter.png');
	const { hints } = await world.document(
		account,
		'upload',
		{ waitForCompletion: false, options: { webhookUrl: 'http://127.0.0.1:9/hook' } },
		{ input },
	);
	expect(hints).toMatchObject([
		{ message: expect.stringContaining('"Webhook URL" points to 127.0.0.1:9') },
	]);
	expect(await world.requests(account, 'upload')).toMatchObject([
		{ fields: { webhook_url: 'http://127.0.0.1:9/hook' } },
	]);
});

it('says that a prompt has no effect with v3, and nothing with v2', async () => {
	const input = await world.sampleItems('letter.png');
	const parameters = { waitForCompletion: false, options: { promptId: 'aB3dE6gH9j' } };
	const v3 = await world.document(await world.openAccount(), 'upload', parameters, { input });
	expect(v3.hints).toMatchObject([
		{ message: expect.stringContaining('"Prompt ID" has no effect with the v3 API') },
	]);
	const v2 = await world.document(await world.openAccount({}, 'v2'), 'upload', parameters, {
		input,
	});
	expect(v2.hints).toEqual([]);
});

it('says why a document failed', async () => {
	const account = await world.openAccount({ settings: { processing: 'manual' } });
	const { items } = await world.document(
		account,
		'upload',
		{ waitForCompletion: false },
		{ input: await world.sampleItems('letter.png') },
	);
	const id = String(items[0]?.json.id);
	await world.sandbox.control.finishDocument(account.token, {
		id,
		status: 'failed',
		error: 'The page is blank',
	});
	const got = await world.document(account, 'get', {
		documentId: { __rl: true, mode: 'id', value: id },
	});
	expect(got.items).toMatchObject([
		{ json: { id, status: 'failed', failureReason: 'The page is blank' } },
	]);
});
