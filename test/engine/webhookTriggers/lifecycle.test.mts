import { useTriggers } from './services.mts';

const services = useTriggers();

it.each(services)(
	'the $name Trigger ends without a request, however often, and can begin again',
	async ({ open, secret }) => {
		const opened = await open({ secret });
		await opened.trigger.delete();
		await opened.trigger.delete();
		expect(await opened.calls()).toEqual([]);
		await opened.trigger.activate();
		const id = await opened.seed();
		expect(await opened.emitted(opened.whole(id))).toMatchObject([{ json: { id } }]);
	},
);
