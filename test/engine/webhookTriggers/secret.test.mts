import { until } from '../../support/until.mts';
import { useTriggers } from './services.mts';

const services = useTriggers();

describe.each(services)('a secret of the $name Trigger that the user changes', (service) => {
	it('counts within seconds, and the old one no more', async () => {
		const opened = await service.open({ secret: service.secret });
		const deliver = async (id: string, secret?: string) =>
			(await opened.trigger.deliver(service.delivery(opened.whole(id), secret))).status;
		expect(await deliver('changed001', service.secret)).toBe(200);
		expect(await deliver('changed002', 'the next secret')).toBe(401);
		opened.credential.webhookSecret = 'the next secret';
		await until(async () => (await deliver('changed003', 'the next secret')) === 200);
		expect(await deliver('changed004', service.secret)).toBe(401);
	});

	it('shuts unsigned deliveries out once it is there', async () => {
		const opened = await service.open();
		const id = await opened.seed();
		expect((await opened.deliver(opened.short(id))).status).toBe(200);
		opened.credential.webhookSecret = service.secret;
		await until(async () => (await opened.deliver(opened.short(id))).status === 401);
	});
});
