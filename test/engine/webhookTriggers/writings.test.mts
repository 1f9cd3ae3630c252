import { useTriggers } from './services.mts';

const services = useTriggers();

const JSON_TYPE = 'application/json';

/** Ways of writing a delivery that a service or something on its way may come to choose. */
const writings: Array<[name: string, write: (text: string) => string | Buffer, type: string]> = [
	['as text', (text) => text, 'text/plain; charset=utf-8'],
	['without a type', (text) => text, ''],
	['with the type of a form', (text) => text, 'application/x-www-form-urlencoded'],
	['as an event of CloudEvents', (text) => text, 'application/cloudevents+json'],
	['behind a byte order mark', (text) => `\ufeff${text}`, JSON_TYPE],
	['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'text/plain'],
	['as text inside JSON', (text) => JSON.stringify(text), 'text/plain'],
	[
		'in a field of a form',
		(text) => new URLSearchParams({ payload: text }).toString(),
		'application/x-www-form-urlencoded',
	],
];

describe.each(services)('the $name Trigger', (service) => {
	describe.each([
		['signed', service.secret],
		['without a secret', undefined],
	])('%s', (_how, secret) => {
		it.each(writings)('takes a delivery %s', async (_name, write, type) => {
			const opened = await service.open({ ...(secret !== undefined && { secret }) });
			const id = await opened.seed();
			const body = write(JSON.stringify(opened.short(id)));
			const signature = service.delivery(body, secret).headers?.[service.header];
			const headers = {
				...(type !== '' && { 'content-type': type }),
				...(signature !== undefined && { [service.header]: signature }),
			};
			const { run } = await opened.trigger.deliver({ headers, body });
			expect((await run)?.items).toMatchObject([{ json: { id } }]);
		});
	});
});
