import type { IncomingHttpHeaders } from 'node:http';
import { redirect, startFileServer, type FileServer, type Route } from './fileServer.mts';

/** Servers at which a credential may point, but whose owner must not come to know other secrets. */
export class OtherParty {
	/** Refuses every request, and repeats its secrets. */
	echo!: FileServer;

	/** Takes every request. */
	thief!: FileServer;

	/** Lead on to the thief, each with another status. */
	readonly turning: FileServer[] = [];
}

/**
 * Call it at the top of a `describe` block.
 *
 * @param refusal the body of the answer that repeats what was sent
 */
export function useOtherParty(refusal: (headers: IncomingHttpHeaders) => object): OtherParty {
	const party = new OtherParty();
	beforeAll(async () => {
		party.echo = await startFileServer({
			'*': (request, response) => json(422, refusal(request.headers))(request, response),
		});
		party.thief = await startFileServer({ '*': json(200, {}) });
		for (const status of [301, 302, 303, 307, 308])
			party.turning.push(
				await startFileServer({ '*': redirect(`${party.thief.url}/stolen`, status) }),
			);
	});
	afterAll(async () => {
		const servers = [party.echo, party.thief, ...party.turning];
		await Promise.all(servers.map(async (server) => await server?.stop()));
	});
	return party;
}

function json(status: number, body: object): Route {
	return (_request, response) =>
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
