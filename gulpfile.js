const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { join } = require('node:path');
const { Transform } = require('node:stream');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');
const { smallerCode, onOneLine } = require('./sandbox/launch/smaller.cjs');
const { deleteUnloaded } = require('./sandbox/launch/unloaded.cjs');

/** The folders of the published packages. */
const PACKAGES = ['.', 'packages/natif-ai', 'packages/ocriva'];

/** What n8n reads beside the compiled code. */
const ICONS = ['icons/*.svg'];
const DATA = ['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

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

/** Changes the text of each file. */
const changing = (change) =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			file.contents = Buffer.from(change(file.contents.toString()));
			done(null, file);
		},
	});

const indent = (folder) =>
	named(`indent ${folder}`, () =>
		src('dist/**/*.js', { base: folder, cwd: folder })
			.pipe(changing(smallerCode))
			.pipe(dest(folder)),
	);

const leaveOut = (folder) =>
	named(`leave out ${folder}`, () => deleteUnloaded(join(__dirname, folder)));

const copy = (folder, files, change) =>
	named(`copy ${files} ${folder}`, () =>
		src(files, { base: folder, cwd: folder, encoding: false, allowEmpty: true })
			.pipe(changing(change))
			.pipe(dest(join(folder, 'dist'))),
	);

exports.default = parallel(
	...PACKAGES.map((folder) =>
		series(
			clean(folder),
			parallel(
				series(compile(folder), indent(folder), leaveOut(folder)),
				copy(folder, ICONS, (text) => text),
				copy(folder, DATA, onOneLine),
			),
		),
	),
);
