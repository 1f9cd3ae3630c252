import type { INodeProperties } from 'n8n-workflow';

/** The literal choice of another parameter that a field belongs to. */
interface Dependence {
	/** The other parameter's name. */
	parent: string;
	/** The choice for which the field has to be filled in. */
	value: string;
	/** All its choices. */
	choices: readonly string[];
}

/**
 * A field that has to be filled in for one choice of another parameter. Two definitions: n8n shows
 * a field beside a choice that an expression makes, and would refuse to run while it is required
 * and empty there; but beside the literal choice it shall turn red before a run. Tried in 1.123 and
 * 2.40.
 */
export function dependentField(
	field: INodeProperties,
	{ parent, value, choices }: Dependence,
): INodeProperties[] {
	return [
		{
			...field,
			required: true,
			displayOptions: { hide: { [parent]: [{ _cnd: { not: value } }] } },
		},
		{ ...field, displayOptions: { hide: { [parent]: [...choices] } } },
	];
}
