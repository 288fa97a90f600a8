/**
 * Error codes that Azure Storage returns.
 *
 * @see https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes
 * @see https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
 */
const storageErrorCodes = new Set(
  `AccountBeingCreated AccountIsDisabled AuthenticationFailed AuthorizationFailure AuthorizationPermissionMismatch
  AuthorizationProtocolMismatch AuthorizationResourceTypeMismatch AuthorizationServiceMismatch AuthorizationSourceIPMismatch
  AppendPositionConditionNotMet BlobAlreadyExists BlobAccessTierNotSupportedForAccountType BlobArchived BlobImmutableDueToPolicy
  BlobNotFound BlobOverwritten CannotVerifyCopySource ContainerAlreadyExists ContainerBeingDeleted ContainerDisabled
  ContainerNotFound FeatureVersionMismatch IncrementalCopyBlobMismatch InsufficientAccountPermissions
  InvalidAuthenticationInfo KeyBasedAuthenticationNotPermitted LeaseAlreadyPresent LeaseIdMissing LeaseLost
  MessageNotFound NoAuthenticationInformation PublicAccessNotPermitted QueueAlreadyExists QueueBeingDeleted QueueDisabled
  QueueNotFound ResourceTypeMismatch ShareAlreadyExists ShareBeingDeleted ShareDisabled ShareNotFound TableAlreadyExists
  TableBeingDeleted TableNotFound UnauthorizedBlobOverwrite EntityNotFound EntityAlreadyExists UpdateConditionNotSatisfied
  ServerBusy EncryptionScopeNotFound FilesystemNotFound PathNotFound PathAlreadyExists FilesystemAlreadyExists
  AccountRequiresHttps`.split(/\s+/),
);

export function isStorageCode(code: string): boolean {
  return storageErrorCodes.has(code);
}
