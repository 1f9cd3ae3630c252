import { everythingIn } from '../harness/index.mts';
import { useTriggers } from './services.mts';

const services = useTriggers();

describe.each(services)('the $name Trigger without a secret', (service) => {
	it.each(['document', 'pages', 'raw'])(
		'gives as %s what comes from the API, not from the caller',
		async (output) => {
			const opened = await service.open({ parameters: { output } });
			const id = await opened.seed();
			const run = await opened.run(opened.whole(id));
			expect(run.items).toHaveLength(1);
			expect(everythingIn(run.items)).toContain(id);
			expect(everythingIn(run.raw)).not.toContain('forged');
		},
	);

	it.each([404, 403, 502])(
		'starts also when the first look-up meets a page of a firewall with %i',
		async (status) => {
			const opened = await service.open();
			const id = await opened.seed();
			await opened.fault({ route: 'get', status, html: true });
			expect(await opened.emitted(opened.short(id))).toMatchObject([{ json: { id } }]);
		},
	);

	it('starts also when strangers answer in JSON for a while', async () => {
		const opened = await service.open();
		const id = await opened.seed();
		const body = { success: false, errors: [{ code: 1020, message: 'Blocked by Cloudflare' }] };
		for (const route of ['get', 'list']) await opened.fault({ route, status: 404, body, times: 2 });
		expect(await opened.emitted(opened.short(id))).toMatchObject([{ json: { id } }]);
	});

	it('starts also when the API does not know the document for a moment', async () => {
		const opened = await service.open();
		const id = await opened.seed();
		await opened.fault({ route: 'get', status: 404, body: { message: 'Not found' } });
		expect(await opened.emitted(opened.short(id))).toMatchObject([{ json: { id } }]);
	});

	it('starts for many at the same moment at a few requests each', async () => {
		const opened = await service.open();
		const ids = await Promise.all(Array.from({ length: 20 }, async () => await opened.seed()));
		const runs = await Promise.all(ids.map(async (id) => await opened.run(opened.short(id))));
		const given = runs.flatMap(({ items }) => items.map(({ json }) => String(json.id)));
		expect(given.sort()).toEqual([...ids].sort());
		expect((await opened.calls()).length).toBeLessThanOrEqual(20 + 5);
	});

	it('runs nothing with a credential that cannot be used, and the sender may try again', async () => {
		const opened = await service.open();
		opened.credential.baseUrl = 'nowhere';
		const { status, started, body } = await opened.deliver(opened.short('abc123'));
		expect([status, started]).toEqual([503, false]);
		expect(body).not.toContain('nowhere');
	});
});

describe.each(services)('the $name Trigger with a secret', (service) => {
	it.each([404, 403])(
		'completes a short delivery although the first look meets a %i',
		async (status) => {
			const opened = await service.open({ secret: service.secret });
			const id = await opened.seed();
			await opened.fault({ route: 'get', status, html: true });
			expect(await opened.emitted(opened.short(id))).toMatchObject([{ json: { id } }]);
		},
	);

	it('passes a second reading of the same document on, and its repeats not', async () => {
		const opened = await service.open({ secret: service.secret });
		expect(await opened.emitted(opened.whole('again00001'))).toHaveLength(1);
		expect(await opened.emitted(opened.another('again00001'))).toHaveLength(1);
		expect(await opened.emitted(opened.another('again00001'))).toEqual([]);
		expect(await opened.emitted(opened.whole('again00001'))).toEqual([]);
	});
});
