import { checkTable } from './check.mts';
import { ocriva } from './services.mts';

checkTable(ocriva);
