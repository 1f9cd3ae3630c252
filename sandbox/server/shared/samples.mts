import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const FOLDER = join(import.meta.dirname, '..', '..', 'samples');

const TYPES: Record<string, string> = {
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.pdf': 'application/pdf',
	'.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves the sample pages at `GET /samples/:file` to anybody, as a web server would that a
 * document's URL points to.
 */
export function registerSamples(app: FastifyInstance): void {
	app.get<{ Params: { file: string } }>('/samples/:file', async (request, reply) => {
		const { file } = request.params;
		const type = TYPES[extname(file)];
		const names = await readdir(FOLDER);
		if (type === undefined || !names.includes(file))
			return await reply.code(404).send({ message: `There is no sample "${file}".` });
		return await reply.type(type).send(createReadStream(join(FOLDER, file)));
	});
}
