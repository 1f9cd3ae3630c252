import { InputFailure, toFailure } from '../core/errors';
import { quoted } from '../core/quote';
import type { ByteStream } from './streams';

/**
 * A file to send. `open` gives a fresh stream each time it is called, in pieces of so many bytes.
 */
export interface InputFile {
	/** Of the item that it comes from; empty for a file from elsewhere. */
	field: string;
	name: string;
	mimeType: string;
	/** Bytes, exact: it becomes the Content-Length. */
	size: number;
	open(pieceBytes?: number): Promise<ByteStream | Uint8Array>;
}

/**
 * A multipart/form-data body for one attempt. A file is opened when the HTTP client reads it, one
 * after the other, and never stands whole in memory; `dispose` has to be called on every path, as a
 * server that answers early leaves the source open.
 */
export class MultipartBody {
	readonly form = new FormData();
	private readonly files: StreamedFile[];

	/**
	 * @param fields text parts, sent before the files so that the service can judge them first
	 * @param fileField the one name of all files
	 */
	constructor(fields: Record<string, string>, fileField = '', ...files: InputFile[]) {
		for (const [name, value] of Object.entries(fields)) this.form.append(name, value);
		this.files = files.map((file) => new StreamedFile(file));
		// A third argument would make FormData copy the file, and with it lose the stream.
		for (const file of this.files) this.form.append(fileField, file);
	}

	/** Bytes of its files. */
	get size(): number {
		return this.files.reduce((sum, { size }) => sum + size, 0);
	}

	/** Why a file could not be read, when that is what ended the request. */
	get sourceFailure(): InputFailure | undefined {
		return this.files.find(({ failure }) => failure)?.failure;
	}

	/** Gives back what the body holds open. */
	dispose(): void {
		for (const file of this.files) file.dispose();
	}
}

/**
 * A File whose content is a stream that is opened late. `size` is what the HTTP client announces.
 */
class StreamedFile extends File {
	override readonly size: number;
	failure: InputFailure | undefined;
	private source: ByteStream | undefined;
	private disposed = false;

	constructor(private readonly input: InputFile) {
		super([], input.name, { type: input.mimeType });
		this.size = input.size;
	}

	override stream(): ReturnType<File['stream']> {
		return ReadableStream.from(this.chunks()) as ReturnType<File['stream']>;
	}

	dispose(): void {
		this.disposed = true;
		this.source?.destroy();
	}

	private async *chunks(): AsyncGenerator<Uint8Array> {
		try {
			const content = await this.input.open();
			if (content instanceof Uint8Array) return yield content;
			this.source = content;
			if (this.disposed) content.destroy();
			yield* content;
		} catch (error) {
			const failure = unreadableFile(this.input.name, error);
			if (!this.disposed) this.failure = failure;
			throw toFailure(failure);
		}
	}
}

/** A file of an item that n8n cannot give. */
export function unreadableFile(name: string, error: unknown): InputFailure {
	const reason = error instanceof Error ? error.message : String(error);
	return new InputFailure(
		`The file ${quoted(name)} could not be read from n8n's binary data: ${reason}`,
		'Check that the node before this one still holds the file, then run the workflow again.',
	);
}
