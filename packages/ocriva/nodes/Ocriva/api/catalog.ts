import { quoted } from '../../shared/core/quote';
import { InputFailure } from '../../shared/core/errors';
import type { Ocriva } from './client';
import { readEntries, type CatalogEntry } from './parse';

/**
 * `GET /openapi/projects`: the active projects that the key reaches; exactly one with the key of a
 * project.
 */
export async function listProjects(service: Ocriva): Promise<CatalogEntry[]> {
	return await listEntries(service, 'projects');
}

/**
 * `GET /openapi/templates`: the templates of all projects that the key reaches, in one list.
 * @param projectId of one project only; empty for all
 */
export async function listTemplates(service: Ocriva, projectId: string): Promise<CatalogEntry[]> {
	const templates = await listEntries(service, 'templates');
	return projectId === ''
		? templates
		: templates.filter(
				(template) => template.projectId === null || template.projectId === projectId,
			);
}

async function listEntries(
	{ client }: Ocriva,
	route: 'projects' | 'templates',
): Promise<CatalogEntry[]> {
	const answer = await client.request({
		route,
		method: 'GET',
		path: `/openapi/${route}`,
		retry: 'always',
		answer: 'json',
		expects: {
			what: `a list of ${route}`,
			isOwn: ({ body }) => readEntries(body) !== undefined,
		},
	});
	return readEntries(answer.body) ?? [];
}

/**
 * The project of uploads that name none. An upload has to name it with either kind of key
 * (documented); where the key reaches one project alone there is nothing to choose.
 *
 * @throws InputFailure that names the projects to choose from
 */
export async function onlyProject(service: Ocriva): Promise<string> {
	const projects = await listProjects(service);
	const [project, ...others] = projects;
	if (project && others.length === 0) return project.id;
	const names = projects.slice(0, 10).map(({ name }) => quoted(name));
	throw new InputFailure(
		project
			? 'No project was named, and the API key reaches several'
			: 'No project was named, and the API key reaches none',
		project
			? `Choose one under "Project": ${names.join(', ')}${projects.length > names.length ? ' and others' : ''}. Nothing was sent.`
			: 'Make a project in the Ocriva web app, or give the API key access to one. Nothing was sent.',
	);
}
