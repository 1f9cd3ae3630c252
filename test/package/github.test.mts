import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/node/bin/node');
const github = join(root, '.github');

const read = async (path: string) => parse(await readFile(join(github, path), 'utf8'));

describe('the files for GitHub', () => {
	it('pass the parser of GitHub itself', async () => {
		const names = await readdir(join(github, 'workflows'));
		const { stdout } = await promisify(execFile)(node, [
			join(import.meta.dirname, 'actions.mjs'),
			...names.map((name) => join(github, 'workflows', name)),
		]);
		expect(names.toSorted()).toEqual(['ci.yml', 'publish.yml']);
		expect(JSON.parse(stdout)).toEqual([]);
	});

	it('run nothing but commands of this repository and what installs a service', async () => {
		const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		for (const name of await readdir(join(github, 'workflows'))) {
			const { jobs } = await read(`workflows/${name}`);
			const steps: { run?: string }[] = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(
				(job) => job.steps,
			);
			const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
			expect(commands).not.toEqual([]);
			for (const command of commands) {
				const [, script] = /^npm (?:run )?([\w:]+)/.exec(command) ?? [];
				const isKnown = script !== undefined && script in scripts;
				expect([command, isKnown || command.startsWith('sudo apt-get install')]).toEqual([
					command,
					true,
				]);
			}
		}
	});

	it('publish with provenance, which needs a token of identity', async () => {
		const { jobs } = await read('workflows/publish.yml');
		expect(jobs.publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		const script = await readFile(join(root, 'scripts/publishAll.mts'), 'utf8');
		expect(script).toContain("'--provenance'");
	});

	it('ask in a report for every version that decides what a node does', async () => {
		const { body } = await read('ISSUE_TEMPLATE/bug.yml');
		const ids = body.map(({ id }: { id?: string }) => id);
		expect(ids).toEqual(
			expect.arrayContaining(['node', 'package', 'n8n', 'host', 'nodejs', 'mode', 'binary']),
		);
		expect(await readFile(join(github, 'PULL_REQUEST_TEMPLATE.md'), 'utf8')).toContain(
			'Version of n8n',
		);
	});

	it('have forms in the shape that GitHub takes', async () => {
		const types = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'];
		for (const form of ['bug.yml', 'idea.yml']) {
			const { name, description, body } = await read(`ISSUE_TEMPLATE/${form}`);
			expect([typeof name, typeof description]).toEqual(['string', 'string']);
			const asked = body.filter(({ type }: { type: string }) => type !== 'markdown');
			const ids = asked.map(({ id }: { id: string }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			for (const { type, attributes } of body) {
				expect(types).toContain(type);
				if (type !== 'markdown') expect(attributes.label).toEqual(expect.any(String));
				if (type === 'dropdown')
					expect(new Set(attributes.options).size).toBe(attributes.options.length);
			}
		}
	});

	it('have every folder with a lock file looked after', async () => {
		const { version, updates } = await read('dependabot.yml');
		expect(version).toBe(2);
		const places = updates.map(
			(update: { 'package-ecosystem': string; directory: string }) =>
				`${update['package-ecosystem']} ${update.directory}`,
		);
		expect(places).toEqual([
			'github-actions /',
			'npm /',
			'npm /sandbox/n8n',
			'npm /sandbox/n8n-1',
			'npm /test/mutation',
		]);
	});
});
