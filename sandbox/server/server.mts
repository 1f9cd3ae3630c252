import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { createHandwritingOcr } from './handwritingOcr/index.mts';
import { createNatifAi } from './natifAi/index.mts';
import { createOcriva } from './ocriva/index.mts';
import { registerControl } from './shared/control.mts';
import { FaultList } from './shared/faults.mts';
import { Journal } from './shared/journal.mts';
import { KeptFiles } from './shared/keptFiles.mts';
import { discardBody } from './shared/requestBody.mts';
import { registerSamples } from './shared/samples.mts';
import type { SandboxService, ServerOptions, ServiceContext } from './shared/service.mts';

/** A running server. */
export type RunningServer = { url: string; services: SandboxService[]; close: () => Promise<void> };

/** Makes the services; each keeps its things in a folder of its own. */
const factories: Record<string, (context: ServiceContext) => SandboxService> = {
	handwritingOcr: createHandwritingOcr,
	natifAi: createNatifAi,
	ocriva: createOcriva,
};

/** Starts the server on 127.0.0.1. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const app = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		ajv: {
			customOptions: {
				removeAdditional: false,
				coerceTypes: false,
				useDefaults: false,
				allErrors: true,
				allowUnionTypes: true,
			},
		},
	});
	app.addHook('onSend', async (request, _reply, payload) => {
		await discardBody(request.raw);
		return payload;
	});
	const faults = new FaultList();
	const journal = new Journal();
	const kept: KeptFiles[] = [];
	let url = '';

	const services = Object.entries(factories).map(([name, create]) => {
		const files = new KeptFiles(options.data === undefined ? undefined : join(options.data, name));
		kept.push(files);
		return create({ options, faults, journal, files, baseUrl: () => url });
	});
	for (const service of services) service.register(app);
	void app.register(async (scope) => registerControl(scope, services, faults, journal), {
		prefix: '/_sandbox',
	});
	registerSamples(app);
	loginPage(app);

	url = await app.listen({ host: '127.0.0.1', port: options.port });
	for (const service of services) service.resume();
	return {
		url,
		services,
		close: async () => {
			await app.close();
			await Promise.all(services.map((service) => service.close()));
			await Promise.all(kept.map((files) => files.close()));
		},
	};
}

/** Where callers end who are not signed in and did not ask for JSON. */
function loginPage(app: FastifyInstance): void {
	app.get('/login', (_request, reply) =>
		reply
			.type('text/html; charset=utf-8')
			.send(
				'<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><h1>Log in</h1></body></html>\n',
			),
	);
}
