/** Why a file could not be read. */
export type UnreadableReason = 'unsupported' | 'broken' | 'encrypted' | 'too-large';

/**
 * Thrown by everything in this folder that opens a file; the message is fit to be shown to a user.
 */
export class UnreadableFileError extends Error {
	override readonly name = 'UnreadableFileError';
	readonly reason: UnreadableReason;

	constructor(reason: UnreadableReason, message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.reason = reason;
	}
}

/**
 * The words of whatever was thrown: libraries say more in further lines, or nothing after a colon.
 */
export function messageOf(error: unknown): string {
	const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
	return line.replace(/[\s:]+$/, '');
}
