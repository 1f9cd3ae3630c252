// What `npm run mutate` hands to Stryker, which runs in the project's folder.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	plugins: ['@stryker-mutator/jest-runner', './test/mutation/parameters.mjs'],
	// Texts of parameters are data, which docs/operations.md and n8n's linter hold.
	ignorers: ['parameters'],
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.cjs' },
	coverageAnalysis: 'perTest',
	// What a file does once as it is loaded, such as writing a table, would need every test anew.
	ignoreStatic: true,
	concurrency: 1,
	// What is copied to where it is mutated. The links of the packages to nodes/shared are none that
	// Stryker can copy; the configuration of Jest goes round them.
	ignorePatterns: [
		'**',
		'!jest.config.js',
		'!package.json',
		'!nodes/**',
		'!packages/*/nodes/**',
		'packages/*/nodes/shared',
		'!test/unit/**',
		'!test/support/**',
		'!test/engine/harness/**',
		// Which the harness's clock imports.
		'!sandbox/server/shared/clock.mts',
		'!test/mutation/jest.config.cjs',
	],
	// The copy is never type-checked.
	disableTypeChecks: false,
	tempDirName: '.cache/mutation',
	// Only ends what would never end: a busy machine is not a test that has noticed something.
	timeoutMS: 60_000,
	timeoutFactor: 4,
	reporters: ['progress-append-only', 'clear-text', 'json'],
	jsonReporter: { fileName: '.cache/mutation.json' },
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
