// What `npm run docs` and the like run, on any Node: what needs a newer one is loaded after the
// check.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
	console.error(
		'This needs Node 20 or newer; this is Node ' +
			process.versions.node +
			'. Get a newer one from nodejs.org.',
	);
	process.exitCode = 1;
} else {
	import('./launch.mjs').then(function (launch) {
		return launch.launch(process.argv[2], process.argv.slice(3));
	});
}
