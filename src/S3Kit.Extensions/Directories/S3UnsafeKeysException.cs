namespace S3Kit;

/// <summary>
/// Objects that were to be downloaded into a folder have keys that would lead out of it, or fall on one file. Nothing was written.
/// <see cref="Keys"/> lists all of them; a <see cref="DirectoryTransferOptions.Filter"/> can leave them out.
/// </summary>
public sealed class S3UnsafeKeysException : S3KitException
{
    internal S3UnsafeKeysException(string message, Exception? innerException = null)
        : base(S3ErrorKind.UnsafeKeys, message, innerException)
    {
    }

    /// <summary>The keys, and what is wrong with each; the message names the first twenty.</summary>
    public IReadOnlyList<UnsafeKey> Keys { get; internal init; } = [];
}
