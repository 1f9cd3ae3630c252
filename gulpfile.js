const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

/** The folders of the published packages. */
const PACKAGES = ['.', 'packages/natif-ai', 'packages/ocriva'];

/** What n8n reads beside the compiled code. */
const ASSETS = ['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

const named = (displayName, task) => Object.assign(task, { displayName });

const clean = (folder) =>
	named(`clean ${folder}`, () => rm(join(folder, 'dist'), { recursive: true, force: true }));

const compile = (folder) =>
	named(`compile ${folder}`, async () => {
		const tsc = require.resolve('typescript/bin/tsc');
		await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
			({ stdout, message }) => {
				throw new Error(stdout || message);
			},
		);
	});

const copy = (folder) =>
	named(`copy ${folder}`, () =>
		src(ASSETS, { base: folder, cwd: folder, encoding: false, allowEmpty: true }).pipe(
			dest(join(folder, 'dist')),
		),
	);

exports.default = parallel(
	...PACKAGES.map((folder) => series(clean(folder), parallel(compile(folder), copy(folder)))),
);
