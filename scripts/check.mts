// What `npm run check` runs: everything that needs no test run. Each check is a command of its own,
// so that it can be repeated alone; all of them run, and the code is 1 when one is not content.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join, relative } from 'node:path';
import { publishedPackages } from '../sandbox/launch/packages.mjs';
import { root } from '../sandbox/launch/paths.mjs';

type Check = { name: string; tool: string; args: string[]; folder?: string };

const PROJECTS = [
	...publishedPackages.map(({ folder }) => relative(root, folder) || '.'),
	'tsconfig.dev.json',
	'tsconfig.unit.json',
	'tsconfig.ui.json',
];

const CHECKS: Check[] = [
	{ name: 'Format', tool: 'prettier/bin/prettier.cjs', args: ['--check', '.'] },
	{
		name: 'Rules of this house',
		tool: 'eslint/bin/eslint.js',
		args: ['-c', 'eslint.house.config.mjs', '--max-warnings', '0', '.'],
	},
	...publishedPackages.map(({ name, folder }) => ({
		name: `n8n's linter on ${name}`,
		tool: '@n8n/node-cli/bin/n8n-node.mjs',
		args: ['lint'],
		folder,
	})),
	...PROJECTS.map((project) => ({
		name: `Types of ${project}`,
		tool: 'typescript/bin/tsc',
		args: ['--noEmit', '-p', project],
	})),
];

/** Runs a tool on this Node and says whether it was content. */
function passes({ name, tool, args, folder = root }: Check): boolean {
	console.log(`\n${name}`);
	const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH];
	const { status } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
		cwd: folder,
		env: { ...process.env, PATH: path.join(delimiter) },
		stdio: 'inherit',
	});
	return status === 0;
}

const failed = CHECKS.filter((check) => !passes(check)).map(({ name }) => name);
const docs = spawnSync(process.execPath, [join(root, 'scripts/docs.mts'), '--check'], {
	cwd: root,
	stdio: 'inherit',
});
if (docs.status !== 0) failed.push('Docs (npm run docs)');
console.log(failed.length === 0 ? '\nAll is well.' : `\nNot well: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
