import { BoundedMap } from '../concurrency/boundedMap';

/** More accounts and actions than a process works for. */
const MOST_KINDS = 1_000;
/** So many times are remembered of each kind; the oldest are forgotten first. */
const REMEMBERED = 20;
/** A weekly flow still finds what it learned; milliseconds since the last time. */
const KEPT_MS = 8 * 86_400_000;

interface Remembered {
	recent: number[];
	/** The same in ascending order. */
	sorted: number[];
	at: number;
}

/**
 * How long documents took, by their kind and, where the size is known, by its power of two.
 * Milliseconds. Kept for the life of this process: what is forgotten costs a few looks.
 */
export class ProcessingTimes {
	private readonly kinds = new BoundedMap<Remembered>(MOST_KINDS);

	add(timeMs: number, kind: string, sizeBytes?: number): void {
		for (const key of new Set([keyOf(kind, sizeBytes), keyOf(kind)])) {
			const recent = [...(this.fresh(key)?.recent ?? []), timeMs].slice(-REMEMBERED);
			this.kinds.set(key, {
				recent,
				sorted: recent.toSorted((left, right) => left - right),
				at: Date.now(),
			});
		}
	}

	/** In ascending order; of all sizes where none of this size was met. */
	of(kind: string, sizeBytes?: number): readonly number[] {
		return (this.fresh(keyOf(kind, sizeBytes)) ?? this.fresh(keyOf(kind)))?.sorted ?? [];
	}

	private fresh(key: string): Remembered | undefined {
		const remembered = this.kinds.get(key);
		return remembered && Date.now() - remembered.at < KEPT_MS ? remembered : undefined;
	}
}

/** Of all executions in this process. */
export const processingTimes = new ProcessingTimes();

function keyOf(kind: string, sizeBytes?: number): string {
	const sizeClass = sizeBytes === undefined ? 'all' : Math.round(Math.log2(Math.max(1, sizeBytes)));
	return `${sizeClass} ${kind}`;
}
