import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that arrived. */
export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

/** A web server that notes what it is sent. */
export type Receiver = {
	url: string;
	received: Received[];
	/** What it answers from now on; default 200 `{"ok":true}`. */
	answer: { status: number; body: string };
	/** Waits until so many requests have arrived. */
	waitFor: (count: number) => Promise<Received[]>;
	stop: () => Promise<void>;
};

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const waiting: Array<() => void> = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({
				method: request.method ?? '',
				url: request.url ?? '',
				headers: request.headers,
				body: Buffer.concat(chunks).toString('utf8'),
			});
			response
				.writeHead(receiver.answer.status, { 'content-type': 'application/json' })
				.end(receiver.answer.body);
			for (const wake of waiting) wake();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		answer: { status: 200, body: '{"ok":true}' },
		waitFor: (count) =>
			new Promise((resolve) => {
				const check = (): void => {
					if (received.length >= count) resolve(received);
				};
				waiting.push(check);
				check();
			}),
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
	return receiver;
}
