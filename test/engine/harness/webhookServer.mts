import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { discardBody } from '../../../sandbox/server/shared/requestBody.mts';
import { isReadByN8n, parseBody } from './requestBody.mts';

export type WebhookHandler = (request: Request, response: Response) => Promise<void>;

export type WebhookServer = {
	baseUrl: string;
	/** @param path below `/webhook/`, without a leading slash */
	register: (path: string, handler: WebhookHandler) => void;
	close: () => Promise<void>;
};

/** n8n's default `N8N_PAYLOAD_SIZE_MAX`. */
const PAYLOAD_LIMIT = '16mb';

/** The HTTP front of n8n: real connections, raw bytes kept and bodies parsed by n8n's rules. */
export async function startWebhookServer(): Promise<WebhookServer> {
	const handlers = new Map<string, WebhookHandler>();
	const app = express();
	app.disable('x-powered-by');
	app.use(express.raw({ type: isReadByN8n, limit: PAYLOAD_LIMIT }), parseBody);
	app.all('/webhook/*path', async (request, response) => {
		const handler = handlers.get(request.path.replace(/^\/webhook\/|\/$/g, ''));
		Object.assign(request, { params: {} });
		if (handler) await handler(request, response);
		else
			response.status(404).json({ code: 404, message: 'The requested webhook is not registered.' });
	});
	app.use(answerError);
	const server = await listen(app);
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		register: (path, handler) => handlers.set(path, handler),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** n8n answers 500 to a body above the limit as well; here it is read to its end before that. */
async function answerError(
	error: Error,
	request: Request,
	response: Response,
	_next: NextFunction,
): Promise<void> {
	await discardBody(request);
	if (!response.headersSent) response.status(500).json({ code: 0, message: error.message });
}

async function listen(app: express.Express): Promise<Server> {
	return await new Promise((resolve, reject) => {
		const server: Server = app.listen(0, '127.0.0.1', (error?: Error) =>
			error ? reject(error) : resolve(server),
		);
		server.unref();
	});
}
