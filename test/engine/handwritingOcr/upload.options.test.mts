import { useWorld } from './setup.mts';
import { until } from '../../support/until.mts';

const world = useWorld();

const fast = { clockSpeed: 20 };
const onePage = async () => ({ ...fast, input: await world.sampleItems('letter.png') });

it('sends no field that the user did not set', async () => {
	const account = await world.openAccount();
	await world.document(account, 'upload', {}, await onePage());
	const [sent] = await world.requests(account, 'upload');
	expect(sent?.partNames).toEqual(['action', 'file']);
});

it('sends when the document is to be deleted, and where its webhook goes', async () => {
	const account = await world.openAccount();
	const options = { deleteAfter: 3600, webhookUrl: 'http://127.0.0.1:1/hook' };
	await world.document(account, 'upload', { options }, await onePage());
	expect(await world.requests(account, 'upload')).toMatchObject([
		{ fields: { delete_after: '3600', webhook_url: 'http://127.0.0.1:1/hook' } },
	]);
	const [document] = await world.sandbox.control.documents(account.token);
	expect(document?.webhookUrl).toBe('http://127.0.0.1:1/hook');
	const { items } = await world.document(account, 'getAll');
	const { createdAt, deletesAt } = items[0]?.json ?? {};
	expect(
		Math.abs(Date.parse(String(deletesAt)) - Date.parse(String(createdAt)) - 3_600_000),
	).toBeLessThan(1_000);
});

it.each([
	['with an extension', 'mine.png', 'mine.png'],
	['without one', 'mine', 'mine.png'],
	['with letters of other alphabets', 'Brief Ü ©文.png', 'Brief Ü ©文.png'],
	['with what a form or a server would change', 'Brief "A"\n\t.png', "Brief 'A' .png"],
	['with a slash in it', 'Rechnung 12/2024', 'Rechnung 12_2024.png'],
	['with a slash and an extension', 'AC/DC 3/4.PNG', 'AC_DC 3_4.PNG'],
	['with a whole path', '/scans/2024/page.png', 'page.png'],
	['with dots in it', 'Scan 12.03.2024', 'Scan 12.03.2024.png'],
	['with an extension of another type', 'mine.pdf', 'mine.png'],
	['of an hidden file', '.mine.png', 'mine.png'],
	['with a turned direction', 'invoice\u202egnp.pdf', 'invoicegnp.png'],
	['with nothing but a slash', '/', 'document.png'],
])('uploads under the name of the "File Name" option: %s', async (_case, fileName, listed) => {
	const account = await world.openAccount();
	const { items, error } = await world.document(
		account,
		'upload',
		{ options: { fileName } },
		await onePage(),
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { fileName: listed, status: 'processed' } }]);
	expect(await world.requests(account, 'upload')).toMatchObject([
		{ fileName: listed, fileType: 'image/png' },
	]);
});

it('sends "Prompt ID" to v2 and leaves it out for v3', async () => {
	const [v2, v3] = await Promise.all([world.openAccount({}, 'v2'), world.openAccount({}, 'v3')]);
	const options = { promptId: 'pR0mpt1234' };
	for (const account of [v2, v3])
		await world.document(account, 'upload', { options }, await onePage());
	expect((await world.requests(v2, 'upload'))[0]?.fields).toEqual({
		action: 'transcribe',
		prompt_id: 'pR0mpt1234',
	});
	expect((await world.requests(v3, 'upload'))[0]?.fields).toEqual({ action: 'transcribe' });
});

it('refuses "Webhook URL" for v2, which would ignore it', async () => {
	const account = await world.openAccount({}, 'v2');
	const { error } = await world.document(
		account,
		'upload',
		{ options: { webhookUrl: 'https://example.com/hook' } },
		await onePage(),
	);
	expect(error).toMatchObject({
		message: '"Webhook URL" is not available with the v2 API [item 0]',
		description: 'Set the webhook URL in the dashboard, or use the v3 Base URL in the credential.',
	});
	expect(await world.requests(account)).toEqual([]);
});

it('deletes the document once its result is here', async () => {
	const account = await world.openAccount();
	const { items } = await world.document(
		account,
		'upload',
		{ options: { deleteWhenDone: true } },
		await onePage(),
	);
	expect(items).toMatchObject([{ json: { text: 'text of letter.png, page 1' } }]);
	expect(await world.sandbox.control.documents(account.token)).toEqual([]);
});

it('keeps the result when the deletion fails, and says so', async () => {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'delete',
		status: 403,
		body: { error: 'Locked' },
	});
	const { items, hints } = await world.document(
		account,
		'upload',
		{ options: { deleteWhenDone: true } },
		await onePage(),
	);
	expect(items).toMatchObject([{ json: { text: 'text of letter.png, page 1' } }]);
	expect(hints).toMatchObject([
		{ message: expect.stringMatching(/^Document \w{10} could not be deleted: .*Locked$/) },
	]);
});

describe('a document that is not finished in time', () => {
	const slow = { settings: { processing: 'manual' as const } };

	it('fails its item with the id of the document', async () => {
		const account = await world.openAccount(slow);
		const { error } = await world.document(
			account,
			'upload',
			{ options: { timeout: 4 } },
			await onePage(),
		);
		const [document] = await world.sandbox.control.documents(account.token);
		expect(error).toMatchObject({
			message: `Document ${document?.id} was not finished after 4 s (last status: queued) [item 0]`,
			description: expect.stringContaining(
				'It goes on at the service and is not lost: wait for this ID later, or raise the option "Timeout (Seconds)". Uploading it again would cost credits again.',
			),
			context: { details: { id: document?.id, status: 'queued' } },
		});
	});

	it('goes on with its id when the user wants that', async () => {
		const account = await world.openAccount(slow);
		const { items, error } = await world.document(
			account,
			'upload',
			{ options: { timeout: 4, onTimeout: 'return' } },
			await onePage(),
		);
		const [document] = await world.sandbox.control.documents(account.token);
		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{
				json: {
					id: document?.id,
					fileName: 'letter.png',
					action: 'transcribe',
					status: 'queued',
					timedOut: true,
					text: '',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('has a deadline of its own beside finished ones', async () => {
		const account = await world.openAccount(slow);
		const input = await world.sampleItems('letter.png', 'receipt.jpg');
		input.forEach((item, index) => (item.json = { timeout: [4, 600][index] }));
		const running = world.document(
			account,
			'upload',
			{ options: { timeout: '={{ $json.timeout }}' } },
			{ ...fast, input, onError: 'continueErrorOutput' },
		);
		const { id } = await until(async () =>
			(await world.sandbox.control.documents(account.token)).find(
				({ fileName }) => fileName === 'receipt.jpg',
			),
		);
		await world.sandbox.control.finishDocument(account.token, { id });
		const { items, errorItems } = await running;
		expect(items).toMatchObject([{ json: { fileName: 'receipt.jpg' }, pairedItem: { item: 1 } }]);
		expect(errorItems).toMatchObject([
			{
				json: { error: expect.stringContaining('(last status: queued)') },
				pairedItem: { item: 0 },
			},
		]);
	});
});
