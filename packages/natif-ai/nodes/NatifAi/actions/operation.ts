import type * as shared from '../../shared/operations/operation';
import type { NatifAi } from '../api/client';

export type Run = shared.Run<NatifAi>;
export type Operation = shared.Operation<NatifAi>;
export type Resource = shared.Resource<NatifAi>;
