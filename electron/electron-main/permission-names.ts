import type { Session } from 'electron';
import type { PermissionName } from '../common/policy/permission.ts';

type RequestName = Parameters<NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>>[1];
type CheckName = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

type Nothing<Left extends never> = Left;

/** Fails to compile, naming it, when Electron has a permission that the table lacks, or the other way round. */
export type PermissionTableIsExact = [
  Nothing<Exclude<RequestName, PermissionName>>,
  Nothing<Exclude<CheckName, PermissionName>>,
  Nothing<Exclude<PermissionName, RequestName>>,
  Nothing<Exclude<PermissionName, CheckName>>,
];
