// What `npm run test:all` runs, on any Node: what needs a newer one is loaded after the check.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
	console.error(
		'This needs Node 20 or newer; this is Node ' +
			process.versions.node +
			'. Get a newer one from nodejs.org.',
	);
	process.exitCode = 1;
} else {
	import('./runner/all.mjs').then(function (runner) {
		return runner.main();
	});
}
