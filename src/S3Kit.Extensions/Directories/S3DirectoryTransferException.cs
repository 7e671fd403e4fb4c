namespace S3Kit;

/// <summary>Files of a folder could not be transferred; <see cref="Result"/> says which, and what became of the others. The inner exception is that of the first.</summary>
public sealed class S3DirectoryTransferException : S3KitException
{
    internal S3DirectoryTransferException(string message, Exception? innerException = null)
        : base(S3ErrorKind.DirectoryTransfer, message, innerException)
    {
    }

    /// <summary>What became of every file.</summary>
    public DirectoryTransferResult Result { get; internal init; } = new() { Files = [] };
}
