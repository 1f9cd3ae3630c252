import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const descriptions = readdirSync(import.meta.dirname).filter((name) =>
	name.endsWith('.openapi.yaml'),
);

test.each(descriptions)('%s is valid OpenAPI 3.1', async (name) => {
	const validator = join(
		import.meta.dirname,
		'../../node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js',
	);
	const { stdout } = await promisify(execFile)(process.execPath, [
		validator,
		join(import.meta.dirname, name),
	]);
	expect(JSON.parse(stdout)).toEqual({ valid: true });
});
