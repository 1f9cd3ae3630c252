import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.mts';

type Entity = { reference: JsonValue; type: string };

/**
 * Named entities (shape seen in clients): each box that an extracted field points to, with the
 * field's name as its type.
 */
export function entitiesResult(extractions: JsonObject): JsonObject {
	const types: Entity[] = [];
	collect(extractions, [], types);
	const items = Array.isArray(extractions.line_item) ? extractions.line_item : [];
	const groupings = items.map((item) => {
		const found: Entity[] = [];
		collect(item, [], found);
		return { references: found.map(({ reference }) => reference) };
	});
	return {
		types: types.map(({ reference, type }) => ({
			reference,
			type,
			type_probs: [{ type, prob: 0.9 }],
		})),
		groupings: { line_item: groupings },
	};
}

/** Key/value pairs are no entities of a kind of their own. */
function collect(value: JsonValue | undefined, path: string[], found: Entity[]): void {
	if (Array.isArray(value)) {
		for (const member of value) collect(member, path, found);
		return;
	}
	if (!isJsonObject(value) || path[0] === 'key_value_pairs') return;
	if (Array.isArray(value.bbox_refs)) {
		const type = path.join('_').toUpperCase();
		found.push(...value.bbox_refs.map((reference) => ({ reference, type })));
		return;
	}
	for (const [key, member] of Object.entries(value)) collect(member, [...path, key], found);
}
