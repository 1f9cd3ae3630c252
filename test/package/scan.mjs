// The community package scan over a folder: node scan.mjs FOLDER PATTERN ... prints errors and
// warnings as JSON. It runs in a process of its own, as the scanner is an ES module that jest
// cannot load.
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const [folder = '.', ...patterns] = process.argv.slice(2);
const cwd = resolve(folder);
const eslint = new ESLint({
	cwd,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
});
// The glob of the scanner itself, which follows links and knows braces.
const glob = createRequire(import.meta.resolve('@n8n/scan-community-package/scanner/scanner.mjs'))(
	'fast-glob',
);
const files = glob.sync(patterns.length > 0 ? patterns : SOURCE_FILE_PATTERNS, {
	cwd,
	absolute: true,
	ignore: ['node_modules/**', '**/package-lock.json'],
});
const results = await eslint.lintFiles(files);
const findings = results.flatMap(({ filePath, messages }) =>
	messages.map(({ line, ruleId, message, severity }) => ({
		file: filePath.slice(cwd.length + 1),
		line,
		ruleId,
		message,
		severity,
	})),
);
process.stdout.write(JSON.stringify({ files: files.map((file) => relative(cwd, file)), findings }));
