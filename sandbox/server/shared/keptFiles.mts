import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The folder in which a service keeps what it holds. Every JSON record is one file, written beside
 * its place and moved there, so that a crash leaves the old or the new one. Without a folder the
 * records are not written at all, and files live in a temporary folder that goes when the server
 * does.
 */
export class KeptFiles {
	readonly folder: string;
	readonly #kept: boolean;
	readonly #writing = new Map<string, Promise<void>>();

	/**
	 * @param folder where to keep things for the next start; without it nothing outlives the server
	 */
	constructor(folder?: string) {
		this.#kept = folder !== undefined;
		this.folder = folder ?? mkdtempSync(join(tmpdir(), 'sandbox-'));
		mkdirSync(this.folder, { recursive: true });
	}

	/** A path below the folder; the folders on the way are made. */
	path(...parts: string[]): string {
		const path = join(this.folder, ...parts);
		mkdirSync(dirname(path), { recursive: true });
		return path;
	}

	/** A path for a file in the making; files left there by a crash go at the next start. */
	temporaryPath(): string {
		return this.path('incoming', randomUUID());
	}

	/**
	 * Writes a record; `record` is asked when it is its turn, so that the latest state is what is
	 * written.
	 */
	write(name: string, record: () => unknown): Promise<void> {
		if (!this.#kept) return Promise.resolve();
		const previous = this.#writing.get(name) ?? Promise.resolve();
		const next = previous.then(async () => {
			const path = this.path(name);
			const temporary = this.temporaryPath();
			await writeFile(temporary, JSON.stringify(record()));
			await rename(temporary, path);
		});
		this.#writing.set(name, next);
		const forget = (): void => {
			if (this.#writing.get(name) === next) this.#writing.delete(name);
		};
		next.then(forget, forget);
		return next;
	}

	/** Removes a record or a file; none there is fine. */
	async remove(name: string): Promise<void> {
		await this.#writing.get(name);
		await rm(join(this.folder, name), { recursive: true, force: true });
	}

	/** All records of a folder, unparsed shapes: the caller wrote them. */
	*records(folder: string): Generator<unknown> {
		const path = join(this.folder, folder);
		if (!this.#kept || !existsSync(path)) return;
		for (const name of readdirSync(path)) {
			if (name.endsWith('.json')) yield JSON.parse(readFileSync(join(path, name), 'utf8'));
		}
	}

	/** Waits for what is being written and removes what was only temporary. */
	async close(): Promise<void> {
		await Promise.allSettled(this.#writing.values());
		rmSync(this.#kept ? join(this.folder, 'incoming') : this.folder, {
			recursive: true,
			force: true,
		});
	}
}
