const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const copy = (from) => {
	const task = () => src(from, { base: '.', encoding: false }).pipe(dest('dist'));
	task.displayName = `copy ${from}`;
	return task;
};

/** What n8n reads beside the compiled code. */
const assets = parallel(
	copy('icons/*.svg'),
	copy('nodes/**/*.node.json'),
	copy('nodes/**/__schema__/**/*.json'),
);

exports.clean = async () => await rm('dist', { recursive: true, force: true });
exports.build = assets;
exports.default = series(assets);
