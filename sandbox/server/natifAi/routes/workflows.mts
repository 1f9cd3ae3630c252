import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { ApiError } from '../answers.mts';
import { accountOf, knownWorkflow, type Parts } from '../parts.mts';
import { Validation, type Query } from '../validation.mts';
import { workflowOnWire, workflows } from '../workflows.mts';

type ById = { Params: { workflow: string } };

/** The list of workflows, their pictures, and a description of each. */
export function workflowRoutes(app: FastifyInstance, parts: Parts): void {
	app.get<{ Querystring: Query }>(
		'/processing/workflows',
		{ config: { route: 'workflows' } },
		async (request) => {
			const { settings } = await accountOf(request, parts);
			if (!settings.workflowList) throw new ApiError(404, 'Not Found');
			const validation = new Validation();
			const limit = validation.integer('query', 'limit', request.query.limit, { smallest: 1 });
			validation.check();
			const { locale } = request.query;
			return workflows
				.slice(0, limit ?? undefined)
				.map((workflow) => workflowOnWire(workflow, [locale].flat().at(-1), settings));
		},
	);

	app.get<ById>(
		'/processing/workflows/:workflow/image',
		{ config: { route: 'workflowImage' } },
		async (request, reply) => {
			await accountOf(request, parts);
			knownWorkflow(request.params.workflow);
			return reply.type('image/png').send(
				await sharp({ create: { width: 64, height: 64, channels: 3, background: '#4a7ebb' } })
					.png()
					.toBuffer(),
			);
		},
	);

	app.get<ById>(
		'/processing/:workflow/openapi',
		{ config: { route: 'openapi' } },
		async (request) => {
			await accountOf(request, parts);
			const { id, name, description } = knownWorkflow(request.params.workflow);
			return {
				openapi: '3.0.2',
				info: { title: name.en, description: description.en, version: 'v3' },
				paths: {
					[`/processing/${id}`]: {
						post: {
							summary: `Process a document with ${name.en}`,
							responses: { 201: { description: 'The full result' } },
						},
					},
				},
				components: {
					securitySchemes: { ApiKey: { type: 'apiKey', in: 'header', name: 'Authorization' } },
				},
				security: [{ ApiKey: [] }],
			};
		},
	);
}
