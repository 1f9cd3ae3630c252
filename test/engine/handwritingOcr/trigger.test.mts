import { useWorld } from './setup.mts';

const world = useWorld();

const SECRET = 'secret of the account';

const openTrigger = async (webhookSecret: string | undefined) => {
	const { credentials, token } = await world.openAccount({ webhookSecret });
	const [document] = await world.sandbox.control.seedDocuments(token, [
		{ fileName: 'letter.png', status: 'processed' },
	]);
	if (!document) throw new Error('the sandbox seeded nothing');
	const trigger = world.engine.trigger({ type: 'handwritingOcrTrigger', credentials });
	const send = () =>
		world.sandbox.control.sendWebhook(token, { url: trigger.url, documentId: document.id });
	return { trigger, send, document };
};

it.each([
	['signed', SECRET],
	['not signed', undefined],
])('emits a finished document once when deliveries are %s', async (_name, secret) => {
	const { trigger, send, document } = await openTrigger(secret);
	await trigger.activate();
	expect((await send())?.status).toBe(200);
	expect((await send())?.status).toBe(200);
	const deliveries = await trigger.waitForDeliveries(2);
	const [first, second] = await Promise.all(deliveries.map(({ run }) => run));
	expect([first?.error, second?.error]).toEqual([undefined, undefined]);
	expect(first?.items).toMatchObject([
		{ json: { id: document.id, fileName: 'letter.png', status: 'processed' } },
	]);
	expect(second?.items).toEqual([]);
});

it('refuses a delivery without the right signature and starts nothing', async () => {
	const { trigger, document } = await openTrigger(SECRET);
	const { status, started } = await trigger.deliver({
		body: { document_id: document.id, status: 'processed' },
	});
	expect([status, started]).toEqual([401, false]);
});
