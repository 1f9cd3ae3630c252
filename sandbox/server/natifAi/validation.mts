import { notValid, type Problem } from './answers.mts';
import { knownResults } from './workflows.mts';

/** A query as Fastify reads it: a name that is repeated has a list. */
export type Query = Record<string, string | string[] | undefined>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What `include` and `wait_for` say. */
export type ResultQuery = { include: ReadonlySet<string> | null; waitFor: number };

/** Collects what is wrong with a request, so that one answer tells all of it. */
export class Validation {
	readonly problems: Problem[] = [];

	/** Notes a problem; `loc` is where, such as `['query', 'wait_for']`. */
	fail(loc: Problem['loc'], msg: string, type = 'value_error'): void {
		this.problems.push({ loc, msg, type });
	}

	/** @throws ApiError 422 when something is wrong */
	check(): void {
		if (this.problems.length > 0) throw notValid(this.problems);
	}

	/** A whole number in these bounds, or null when it is not given or wrong. */
	integer(
		place: 'query' | 'path',
		name: string,
		value: string | string[] | undefined,
		bounds: { smallest: number; largest?: number },
	): number | null {
		if (value === undefined) return null;
		const text = typeof value === 'string' ? value : (value.at(-1) ?? '');
		const loc = [place, name];
		if (!/^[+-]?\d+$/.test(text))
			this.fail(loc, 'value is not a valid integer', 'type_error.integer');
		else if (Number(text) < bounds.smallest) {
			this.fail(
				loc,
				`ensure this value is greater than or equal to ${bounds.smallest}`,
				'value_error.number.not_ge',
			);
		} else if (Number(text) > (bounds.largest ?? Infinity)) {
			this.fail(
				loc,
				`ensure this value is less than or equal to ${bounds.largest}`,
				'value_error.number.not_le',
			);
		} else return Number(text);
		return null;
	}

	/** A processing id. */
	uuid(value: string, name = 'processing_id'): string {
		if (!UUID.test(value))
			this.fail(['path', name], 'value is not a valid uuid', 'type_error.uuid');
		return value.toLowerCase();
	}

	/**
	 * `include` (repeatable) and `wait_for` (0 to 180 seconds, default 120). An `include` that is no
	 * result at all is refused (assumption).
	 */
	resultQuery(query: Query): ResultQuery {
		const { include } = query;
		const names = include === undefined ? null : [include].flat();
		for (const [index, name] of (names ?? []).entries()) {
			if (!knownResults.includes(name)) {
				this.fail(
					['query', 'include', index],
					`value is not a valid enumeration member; permitted: ${knownResults.join(', ')}`,
					'type_error.enum',
				);
			}
		}
		return {
			include: names && new Set(names),
			waitFor:
				this.integer('query', 'wait_for', query.wait_for, { smallest: 0, largest: 180 }) ?? 120,
		};
	}
}
