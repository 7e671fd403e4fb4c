namespace S3Kit.Protocol;

/// <summary>The bytes that go with a request. Lives as long as the operation; each attempt makes its own content from it.</summary>
internal abstract class RequestBody
{
    public static RequestBody Empty { get; } = new MemoryBody(ReadOnlyMemory<byte>.Empty);

    public abstract long Length { get; }

    /// <summary>The lower-case hexadecimal SHA-256 of the bytes, or <see cref="SigV4Signer.UnsignedPayload"/>.</summary>
    public abstract string PayloadHash { get; }

    /// <summary>Whether the bytes can be sent once more. What was never begun can always be sent.</summary>
    public abstract bool CanReplay { get; }

    /// <summary>Writes all the bytes, telling the guard of each piece that has moved.</summary>
    public abstract Task WriteAsync(Stream destination, TransferGuard guard, CancellationToken cancellationToken);

    /// <summary>Gives back what the body holds, once the operation has ended.</summary>
    public virtual void Release()
    {
    }
}
