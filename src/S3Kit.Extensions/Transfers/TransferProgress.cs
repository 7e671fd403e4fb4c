namespace S3Kit;

/// <summary>How far an upload or download has come.</summary>
/// <remarks>
/// Reports of one transfer are made one after another, never two at a time and never backwards, at most about ten a second, and on the thread that moves the
/// bytes: what takes long there slows the transfer. A transfer that succeeds ends with one report of all its bytes and
/// parts, and only this one tells of them all; one that fails ends without it, though all had been moved.
/// An exception of the receiver fails the transfer.
/// </remarks>
public readonly record struct TransferProgress
{
    /// <summary>How many bytes of the object the store, or the file, has. Bytes that had to be sent again count once.</summary>
    public long BytesTransferred { get; init; }

    /// <summary>How many bytes there are in all; <see langword="null"/> while that is not known, as with a source that cannot tell its length.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>How many parts are done; a transfer in one piece has one.</summary>
    public int PartsCompleted { get; init; }

    /// <summary>How many parts there are in all; <see langword="null"/> while that is not known.</summary>
    public int? TotalParts { get; init; }

    /// <summary>The mean speed since the transfer began, in bytes a second, without what an earlier run had transferred; 0 in the first instant.</summary>
    public double BytesPerSecond { get; init; }
}
