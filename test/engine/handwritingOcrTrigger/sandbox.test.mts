import type { SettingsInput } from '../../../sandbox/client.mts';
import { type TriggerFixture, itemsOf, openTrigger, SECRET, useWorld } from './setup.mts';

const world = useWorld();

/**
 * Uploads a sample with the trigger's URL for its webhook and does not wait for the result; gives
 * the document's id.
 */
async function upload(
	{ account, trigger }: TriggerFixture,
	fileName = 'letter.png',
): Promise<string> {
	const binary = { data: await world.sample('letter.png', fileName) };
	const parameters = {
		documentAction: 'transcribe',
		waitForCompletion: false,
		options: { webhookUrl: trigger.url },
	};
	const { error, items } = await world.document(account, 'upload', parameters, {
		input: [{ json: {}, binary }],
	});
	if (error) throw error;
	return String(items[0]?.json.id);
}

const open = async (webhookSecret: string | undefined, settings: SettingsInput = {}) =>
	await openTrigger(world, { webhookSecret, settings });

describe.each([
	['signed', SECRET],
	['not signed', undefined],
])('the sandbox sends webhooks that are %s', (_name, secret) => {
	it('for an upload with the URL of the trigger', async () => {
		const fixture = await open(secret);
		const id = await upload(fixture, 'café – 1.png');
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{
				json: {
					id,
					fileName: 'café – 1.png',
					status: 'processed',
					text: 'text of café – 1.png, page 1',
				},
			},
		]);
	});

	it('for the URL in the settings of the account', async () => {
		const fixture = await open(secret);
		await world.sandbox.control.updateAccount(fixture.account.token, {
			webhookUrl: fixture.trigger.url,
		});
		const { items } = await world.document(
			fixture.account,
			'upload',
			{ waitForCompletion: false },
			{ input: await world.sampleItems('two-pages.pdf') },
		);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{ json: { id: items[0]?.json.id, pageCount: 2 } },
		]);
	});

	it('for a document that failed, with and without the reason', async () => {
		const fixture = await open(secret);
		const id = await upload(fixture, 'fail.png');
		const [item] = itemsOf(await fixture.runs(1));
		expect(item?.json).toMatchObject({
			id,
			status: 'failed',
			text: '',
			failureReason: expect.stringMatching(/./),
		});
		const silent = await open(secret, { error: false, webhook: { error: false } });
		await upload(silent, 'fail.png');
		const [failed] = itemsOf(await silent.runs(1));
		expect(failed?.json).toMatchObject({ status: 'failed' });
		expect(failed?.json).not.toHaveProperty('failureReason');
	});

	it('several times', async () => {
		const fixture = await open(secret, { webhook: { copies: 3 } });
		const id = await upload(fixture);
		const runs = await fixture.runs(3);
		expect(runs.map((run) => run?.status)).toEqual(['success', 'success', 'success']);
		expect(itemsOf(runs)).toMatchObject([{ json: { id } }]);
	});

	it('without results', async () => {
		const fixture = await open(secret, { webhook: { results: false } });
		await upload(fixture);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{ json: { text: 'text of letter.png, page 1' } },
		]);
	});

	it('late', async () => {
		const fixture = await open(secret, { webhook: { delay: 300 } });
		const id = await upload(fixture);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id } }]);
	});

	it.each([200, 202] as const)(
		'before the API shows the document as finished (pending answer %d)',
		async (pendingStatus) => {
			const fixture = await open(secret, {
				pendingStatus,
				webhook: { early: 400, results: false },
			});
			const id = await upload(fixture);
			expect(itemsOf(await fixture.runs(1))).toMatchObject([
				{ json: { id, status: 'processed', text: 'text of letter.png, page 1' } },
			]);
		},
	);

	it('early and again when the document is finished', async () => {
		const fixture = await open(secret, { webhook: { early: 400, results: false } });
		const id = await upload(fixture);
		const [early] = await fixture.runs(1);
		const [document] = await world.sandbox.control.documents(fixture.account.token);
		if (document) await fixture.announce(document);
		const [, again] = await fixture.runs(2);
		expect(itemsOf([early])).toMatchObject([{ json: { id } }]);
		expect([again?.status, itemsOf([again])]).toEqual(['success', []]);
	});
});

describe('the sandbox sends webhooks with', () => {
	it.each(['valid', 'noPrefix', 'upperCase'] as const)(
		'the signature written as: %s',
		async (signature) => {
			const fixture = await open(SECRET, { webhook: { signature } });
			const id = await upload(fixture);
			expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { id } }]);
			expect(await fixture.calls()).toEqual(['upload']);
		},
	);

	it.each(['none', 'wrongSecret'] as const)(
		'a signature that does not do: %s',
		async (signature) => {
			const fixture = await open(SECRET, { webhook: { signature } });
			await upload(fixture);
			expect(await fixture.runs(1)).toEqual([undefined]);
			expect(await world.sandbox.control.deliveries(fixture.account.token)).toMatchObject([
				{ status: 401 },
			]);
		},
	);

	it('a forgery before the real one', async () => {
		const fixture = await open(SECRET, { webhook: { forged: true } });
		const id = await upload(fixture);
		const [forged, real] = await fixture.runs(2);
		expect(forged).toBeUndefined();
		expect(itemsOf([real])).toMatchObject([{ json: { id, text: 'text of letter.png, page 1' } }]);
	});

	it('a forgery before the real one, without a secret: the text comes from the API, once', async () => {
		const fixture = await open(undefined, { webhook: { forged: true } });
		const id = await upload(fixture);
		const runs = await fixture.runs(2);
		expect(itemsOf(runs)).toMatchObject([{ json: { id, text: 'text of letter.png, page 1' } }]);
	});

	it('a signature of its own although the user has set no secret', async () => {
		const fixture = await open(undefined);
		await upload(fixture);
		expect(itemsOf(await fixture.runs(1))).toHaveLength(1);
	});

	it.each(['rejected', 'error'])('the status "%s", which means failed', async (status) => {
		const fixture = await open(SECRET, { webhook: { status, results: false } });
		await upload(fixture);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([{ json: { status: 'failed' } }]);
	});

	it('a status that nobody knows: the API tells how the document fares', async () => {
		const fixture = await open(SECRET, { webhook: { status: 'archiving' } });
		await upload(fixture);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{ json: { status: 'processed', text: 'text of letter.png, page 1' } },
		]);
	});

	it('v2, where uploads cannot name a URL', async () => {
		const fixture = await openTrigger(world, {
			webhookSecret: SECRET,
			version: 'v2',
			settings: { webhook: { results: false } },
		});
		await world.sandbox.control.updateAccount(fixture.account.token, {
			webhookUrl: fixture.trigger.url,
		});
		await world.document(
			fixture.account,
			'upload',
			{ waitForCompletion: false },
			{ input: await world.sampleItems('letter.png') },
		);
		expect(itemsOf(await fixture.runs(1))).toMatchObject([
			{ json: { text: 'text of letter.png, page 1' } },
		]);
	});
});
