/**
 * JSON as PHP's `json_encode` writes it by default: `/` as `\/`, everything beyond ASCII as
 * `\uXXXX`.
 */
export function phpJson(value: unknown): string {
	return JSON.stringify(value)
		.replaceAll('/', '\\/')
		.replace(
			/[\u0080-\uffff]/g,
			(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
}
