import type { FastifyInstance } from 'fastify';
import { callerOf, type Parts } from './parts.mts';
import { projectEntry } from './wire.mts';

/** `GET /projects`: always an array; with a project key its one project (documented). */
export function projectsRoute(app: FastifyInstance, parts: Parts): void {
	app.get('/projects', { config: { route: 'projects' } }, async (request) => {
		const { organization, project } = await callerOf(request, parts);
		return (project ? [project] : organization.projects).map((entry) =>
			projectEntry(entry, organization),
		);
	});
}
