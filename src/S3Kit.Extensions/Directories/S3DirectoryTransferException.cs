using S3Kit.Protocol;

namespace S3Kit;

/// <summary>Files of a folder could not be transferred; <see cref="Result"/> says which, and what became of the others. The inner exception is that of the first.</summary>
public sealed class S3DirectoryTransferException : S3KitException
{
    internal S3DirectoryTransferException(DirectoryTransferResult result)
        : base(S3ErrorKind.DirectoryTransfer, Describe(result), result.Files.First(static file => file.Error is not null).Error)
    {
        Result = result;
        Operation = result.Operation;
        Bucket = result.Bucket;
        IsTransient = result.Files.All(static file => file.Error is null or S3KitException { IsTransient: true });
    }

    /// <summary>What became of every file.</summary>
    public DirectoryTransferResult Result { get; }

    private static string Describe(DirectoryTransferResult result)
    {
        DirectoryFileResult first = result.Files.First(static file => file.Error is not null);
        return $"{result.Operation} of '{result.Bucket}' failed for {result.Failed} of {result.Files.Count} files; '{S3Errors.Clean(first.Path)}': {first.Error!.Message}";
    }
}
