import type { IncomingMessage, ServerResponse } from 'node:http';
import { startFileServer } from './fileServer.mts';
import { until } from './until.mts';

/** A service that answers only when the test lets it. */
export type Gate = {
	/** The service's address through the gate. */
	url: string;
	/** Waits until a request stands at the gate. */
	untilAsked: () => Promise<void>;
	/** Lets requests pass from now on, those that stand there first. */
	open: () => void;
	stop: () => Promise<void>;
};

/** Stands in front of a service and passes reading requests on, once it is open. */
export async function startGate(serviceUrl: string): Promise<Gate> {
	const waiting: Array<() => void> = [];
	let isOpen = false;
	const pass = async ({ url, headers }: IncomingMessage, response: ServerResponse) => {
		const { authorization, 'x-api-key': key } = headers;
		const answer = await fetch(serviceUrl + url, {
			headers: {
				accept: 'application/json',
				...(authorization && { authorization }),
				...(key && { 'x-api-key': String(key) }),
			},
		});
		const type = answer.headers.get('content-type') ?? '';
		response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
	};
	const server = await startFileServer({
		'*': (request, response) => {
			const go = () => void pass(request, response);
			if (isOpen) go();
			else waiting.push(go);
		},
	});
	return {
		url: server.url,
		untilAsked: async () => void (await until(() => server.requests.length > 0)),
		open: () => {
			isOpen = true;
			for (const go of waiting.splice(0)) go();
		},
		stop: server.stop,
	};
}
