import type { FastifyInstance } from 'fastify';
import { notFound } from '../answers.mts';
import type { Parts } from '../parts.mts';
import { resultOf } from '../results/index.mts';
import { Validation, type Query } from '../validation.mts';
import { single } from './single.mts';

type ById = { Params: { id: string } };

/** Page images: their list, one of them, and the thumbnail. */
export function imageRoutes(app: FastifyInstance, parts: Parts): void {
	app.get<ById>(
		'/processing/results/:id/page-images',
		{ config: { route: 'pageImages' } },
		(request, reply) =>
			single(request, reply, parts, { name: 'page-images' }, ({ account, processing }) => {
				const pages = resultOf(processing, 'page-images');
				return reply.send(account.settings.pageImages === 'array' ? pages : { pages });
			}),
	);

	app.get<{ Params: { id: string; page: string }; Querystring: Query }>(
		'/processing/results/:id/page-images/:page',
		{ config: { route: 'pageImage' } },
		(request, reply) => {
			const validation = new Validation();
			const page = validation.integer('path', 'page_num', request.params.page, { smallest: 1 });
			const [width, height] = (['width', 'height'] as const).map((name) =>
				validation.integer('query', name, request.query[name], { smallest: 1 }),
			);
			return single(
				request,
				reply,
				parts,
				{ name: 'page-images', validation },
				async ({ processing }) => {
					const image = await parts.images.scaled(
						processing,
						page ?? 0,
						width ?? null,
						height ?? null,
					);
					if (!image) throw notFound('Page');
					return reply.type('image/jpeg').send(image);
				},
			);
		},
	);

	app.get<ById>(
		'/processing/results/:id/thumbnail',
		{ config: { route: 'thumbnail' } },
		(request, reply) =>
			single(request, reply, parts, { name: 'thumbnail' }, async ({ processing }) => {
				const image = await parts.images.thumbnail(processing);
				if (!image) throw notFound('Thumbnail');
				return reply.type('image/jpeg').send(image);
			}),
	);
}
