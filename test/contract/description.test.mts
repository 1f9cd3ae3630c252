import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('the description is valid OpenAPI 3.1', async () => {
	const validator = join(import.meta.dirname, '../../node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js');
	const { stdout } = await promisify(execFile)(process.execPath, [validator, join(import.meta.dirname, 'handwriting-ocr.openapi.yaml')]);
	expect(JSON.parse(stdout)).toEqual({ valid: true });
});
