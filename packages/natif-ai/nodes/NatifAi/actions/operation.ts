import type * as shared from '../../shared/operations/operation';
import type { NatifAi } from '../api/service';

export type Run = shared.Run<NatifAi>;
export type Operation = shared.Operation<NatifAi>;
export type Resource = shared.Resource<NatifAi>;
