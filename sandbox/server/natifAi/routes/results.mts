import type { FastifyInstance } from 'fastify';
import type { Parts } from '../parts.mts';
import { hocrResult } from '../results/hocr.mts';
import { resultOf, resultPath } from '../results/index.mts';
import type { ResultName } from '../workflows.mts';
import { single } from './single.mts';

type ById = { Params: { id: string } };

/** The results that are JSON, by their path, with the name of their route. */
const jsonResults: ReadonlyArray<[ResultName, string]> = [
	['ocr', 'ocr'],
	['extractions', 'extractions'],
	['document-splitting', 'documentSplitting'],
	['language', 'language'],
	['ner', 'ner'],
];

/** `GET /processing/results/{processing_id}/...`: the results that are JSON, and hOCR. */
export function resultRoutes(app: FastifyInstance, parts: Parts): void {
	for (const [name, route] of jsonResults) {
		app.get<ById>(`/processing/results/:id/${name}`, { config: { route } }, (request, reply) =>
			single(request, reply, parts, { name }, ({ processing }) =>
				reply.send(resultOf(processing, name)),
			),
		);
	}
	app.get<ById>('/processing/results/:id/hocr', { config: { route: 'hocr' } }, (request, reply) =>
		single(request, reply, parts, { name: 'hocr' }, ({ processing }) => {
			const given = processing.results.hocr;
			const html =
				typeof given === 'string'
					? given
					: hocrResult(processing.pages, (page) => resultPath(processing, 'page-images', page));
			return reply.type('text/html; charset=utf-8').send(html);
		}),
	);
}
