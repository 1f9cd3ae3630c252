import type * as shared from '../../shared/operations/operation';
import type { Ocriva } from '../api/client';

export type Run = shared.Run<Ocriva>;
export type Operation = shared.Operation<Ocriva>;
export type Resource = shared.Resource<Ocriva>;
