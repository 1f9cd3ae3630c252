import type { FastifyInstance } from 'fastify';
import { now } from '../shared/clock.mts';
import { isJsonObject, type JsonObject } from '../shared/json.mts';
import { ApiError } from './answers.mts';
import { newId, type Template } from './organizations.mts';
import { callerOf, projectOf, type Parts } from './parts.mts';
import { templateEntry } from './wire.mts';

/**
 * `GET /templates`: those of all projects, or of a project key's own; the ones that are switched
 * off too.
 */
export function templatesRoute(app: FastifyInstance, parts: Parts): void {
	app.get('/templates', { config: { route: 'templates' } }, async (request) => {
		const { organization, project } = await callerOf(request, parts);
		return organization.templates
			.filter(({ projectId }) => !project || project.id === projectId)
			.map(templateEntry);
	});
}

/**
 * `POST /templates`; its result is JSON (assumption). 409 for a name that the project has already
 * (assumption).
 */
export function createTemplateRoute(app: FastifyInstance, parts: Parts): void {
	app.post('/templates', { config: { route: 'createTemplate' } }, async (request, reply) => {
		const caller = await callerOf(request, parts);
		const { account, organization } = caller;
		const { projectId, ...input } = checkedBody(request.body);
		const project = projectOf(caller, projectId);
		if (
			organization.templates.some(
				({ name, projectId: id }) => id === project.id && name === input.name,
			)
		) {
			throw new ApiError(409, `A template named ${input.name} exists already`);
		}
		const template: Template = {
			templateId: newId(),
			projectId: project.id,
			...input,
			isActive: true,
			resultFormat: 'json',
			createdAt: now(account),
		};
		organization.templates.push(template);
		await parts.organizations.save(organization);
		void parts.webhooks.template(account, organization, template);
		return reply.code(201).send(templateEntry(template));
	});
}

type TemplateInput = Pick<
	Template,
	'projectId' | 'name' | 'description' | 'templateSchema' | 'instructions'
>;

function checkedBody(body: unknown): TemplateInput {
	const given: JsonObject = isJsonObject(body) ? body : {};
	const problems: string[] = [];
	const text = (key: string): string => {
		const value = given[key];
		if (typeof value === 'string' && value !== '') return value;
		problems.push(
			value === undefined || value === ''
				? `${key} should not be empty`
				: `${key} must be a string`,
		);
		return '';
	};
	const [name, description, projectId] = [text('name'), text('description'), text('projectId')];
	const instructions = given.instructions === undefined ? null : text('instructions');
	const { templateSchema } = given;
	if (isJsonObject(templateSchema) && problems.length === 0)
		return { name, description, projectId, instructions, templateSchema };
	if (!isJsonObject(templateSchema)) problems.push('templateSchema must be an object');
	throw new ApiError(400, problems);
}
