import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

import { HandwritingOcr } from '../../nodes/HandwritingOcr/HandwritingOcr.node';
import { HandwritingOcrPollingTrigger } from '../../nodes/HandwritingOcr/HandwritingOcrPollingTrigger.node';
import { HandwritingOcrTrigger } from '../../nodes/HandwritingOcr/HandwritingOcrTrigger.node';
import { NatifAi } from '../../packages/natif-ai/nodes/NatifAi/NatifAi.node';
import { Ocriva } from '../../packages/ocriva/nodes/Ocriva/Ocriva.node';
import { OcrivaTrigger } from '../../packages/ocriva/nodes/Ocriva/OcrivaTrigger.node';

export const actionNodes: INodeType[] = [new HandwritingOcr(), new NatifAi(), new Ocriva()];

export const webhookTriggers: INodeType[] = [new HandwritingOcrTrigger(), new OcrivaTrigger()];

export const triggers: INodeType[] = [...webhookTriggers, new HandwritingOcrPollingTrigger()];

export const allNodes: INodeType[] = [...actionNodes, ...triggers];

/** A parameter of a node, or one inside a collection of it. */
export interface Field {
	node: string;
	property: INodeProperties;
}

/** Every parameter of a node, those inside collections too. */
export function fieldsOf({ description }: INodeType): Field[] {
	return description.properties
		.flatMap(withNested)
		.map((property) => ({ node: description.displayName, property }));
}

function withNested(property: INodeProperties): INodeProperties[] {
	return [property, ...(property.options ?? []).filter(isProperty).flatMap(withNested)];
}

type Entry = NonNullable<INodeProperties['options']>[number];

function isProperty(entry: Entry): entry is INodeProperties {
	return 'displayName' in entry && 'type' in entry;
}

/** What can be chosen in a parameter. */
export function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((entry): entry is INodePropertyOptions => 'value' in entry);
}
