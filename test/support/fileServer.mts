import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { discardBody } from '../../sandbox/server/shared/requestBody.mts';

/**
 * How a path is answered, once the request's body has been read; `*` answers those that are not
 * named, else they get 404.
 */
export type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server of another party, which notes who asked for what. */
export type FileServer = {
	/** Without a trailing slash. */
	url: string;
	requests: Array<{ path: string; headers: IncomingHttpHeaders }>;
	stop: () => Promise<void>;
};

/** Serves files for "Document URL", and stands in for hosts that must not see the API token. */
export async function startFileServer(routes: Record<string, Route>): Promise<FileServer> {
	const requests: FileServer['requests'] = [];
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		requests.push({ path, headers: request.headers });
		const route = routes[path] ?? routes['*'] ?? notHere;
		void discardBody(request).then(() => route(request, response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

/** Answers with content of a type; `headers` come on top. */
export function file(
	content: Uint8Array | string,
	type: string,
	headers: Record<string, string | number> = {},
): Route {
	return (_request, response) => {
		response
			.writeHead(200, { 'content-type': type, 'content-length': content.length, ...headers })
			.end(content);
	};
}

/** Sends so many bytes piece by piece, without saying beforehand how many there will be. */
export function endless(bytes: number, type: string): Route {
	return (_request, response) => {
		response.writeHead(200, { 'content-type': type });
		const chunk = Buffer.alloc(256 * 1024);
		let left = bytes;
		const send = (): void => {
			while (left > 0) {
				left -= chunk.length;
				if (!response.write(chunk)) return;
			}
			response.end();
		};
		response.on('drain', send);
		send();
	};
}

/** Breaks off half-way so many times, then gives the whole. */
export function breaksOff(times: number, content: Uint8Array, type: string): Route {
	let left = times;
	return (request, response) => {
		if (left-- <= 0) return file(content, type)(request, response);
		response.writeHead(200, { 'content-type': type, 'content-length': content.length });
		response.write(content.subarray(0, content.length / 2), () => response.destroy());
	};
}

export function redirect(location: string, status = 302): Route {
	return (_request, response) => void response.writeHead(status, { location }).end();
}

const notHere: Route = (_request, response) => {
	response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
};
