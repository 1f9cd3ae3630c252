import { inspect } from 'node:util';
import type { LogMetadata } from 'n8n-workflow';

export type LogEntry = {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	metadata?: LogMetadata;
};

/** Stands in for n8n's logger and keeps every line, debug included. */
export class CapturedLogs {
	readonly entries: LogEntry[] = [];

	error(message: string, metadata?: LogMetadata): void {
		this.entries.push({ level: 'error', message, metadata });
	}

	warn(message: string, metadata?: LogMetadata): void {
		this.entries.push({ level: 'warn', message, metadata });
	}

	info(message: string, metadata?: LogMetadata): void {
		this.entries.push({ level: 'info', message, metadata });
	}

	debug(message: string, metadata?: LogMetadata): void {
		this.entries.push({ level: 'debug', message, metadata });
	}

	scoped(): this {
		return this;
	}
}

/**
 * Everything a value holds as text, nested errors and hidden properties too: search secrets in it.
 */
export function everythingIn(value: unknown): string {
	return inspect(value, {
		depth: Infinity,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
		showHidden: true,
	});
}
