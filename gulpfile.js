const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { join } = require('node:path');
const { Transform } = require('node:stream');
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

/** TypeScript indents with blanks, which would be a tenth of what users download. */
const indent = (folder) =>
	named(`indent ${folder}`, () =>
		src('dist/**/*.js', { base: folder, cwd: folder })
			.pipe(
				new Transform({
					objectMode: true,
					transform(file, _encoding, done) {
						const code = file.contents.toString();
						file.contents = Buffer.from(
							code.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4)),
						);
						done(null, file);
					},
				}),
			)
			.pipe(dest(folder)),
	);

const copy = (folder) =>
	named(`copy ${folder}`, () =>
		src(ASSETS, { base: folder, cwd: folder, encoding: false, allowEmpty: true }).pipe(
			dest(join(folder, 'dist')),
		),
	);

exports.default = parallel(
	...PACKAGES.map((folder) =>
		series(clean(folder), parallel(series(compile(folder), indent(folder)), copy(folder))),
	),
);
