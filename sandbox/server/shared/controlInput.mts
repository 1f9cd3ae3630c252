import { Ajv, type ValidateFunction } from 'ajv';
import { ControlError } from './controlError.mts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/**
 * A check of an input of the control API against a JSON Schema. The check throws ControlError 422.
 */
export function inputCheck<Input>(schema: object): (input: unknown) => Input {
	const is: ValidateFunction<Input> = ajv.compile<Input>(schema);
	return (input) => {
		if (is(input)) return input;
		const errors = (is.errors ?? []).map(
			({ instancePath, message, params }) =>
				`${instancePath || 'body'} ${message} ${JSON.stringify(params)}`,
		);
		throw new ControlError(422, errors.join('; '));
	};
}

/** Milliseconds since 1970 out of ISO 8601 or of such a number. @throws ControlError 422 */
export function timeOf(date: string | number | undefined): number | undefined {
	if (date === undefined) return undefined;
	const milliseconds = new Date(date).getTime();
	if (Number.isNaN(milliseconds)) throw new ControlError(422, `"${date}" is not a date`);
	return milliseconds;
}
