namespace S3Kit.Protocol.Operations;

/// <summary>What became of one object that was to be deleted: one of the two.</summary>
internal readonly record struct DeleteOutcome(DeletedObject? Deleted, DeleteObjectError? Error);
