// The community package scan over a folder: node scan.mjs FOLDER PATTERN ... prints errors and
// warnings as JSON. It runs in a process of its own, as the scanner is an ES module that jest
// cannot load.
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
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
// `globSync` knows no braces, which the scanner's own patterns have.
const wanted = (patterns.length > 0 ? patterns : SOURCE_FILE_PATTERNS).flatMap(spreadBraces);
const files = wanted
	.flatMap((pattern) => globSync(pattern, { cwd }))
	.map((file) => resolve(cwd, file));
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
process.stdout.write(JSON.stringify({ files: files.length, findings }));

function spreadBraces(pattern) {
	const match = /^(.*?)\{([^}]*)\}(.*)$/.exec(pattern);
	return match
		? match[2].split(',').flatMap((choice) => spreadBraces(match[1] + choice + match[3]))
		: [pattern];
}
