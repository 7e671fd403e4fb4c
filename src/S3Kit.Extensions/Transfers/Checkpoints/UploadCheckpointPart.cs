namespace S3Kit.Transfers.Checkpoints;

/// <summary>A part that is stored.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="ETag">Its ETag as the store sent it.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
internal sealed record UploadCheckpointPart(int Number, string ETag, string Sha256);
