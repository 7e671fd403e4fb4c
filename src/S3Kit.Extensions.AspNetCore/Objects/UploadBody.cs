using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>
/// The body of an upload as the store reads it: counted, limited, and remembering why reading failed, because the store may wrap what it gets from a source
/// into an error of its own.
/// </summary>
internal sealed class UploadBody(Stream body, long? limit) : Stream
{
    private long _count;

    /// <summary>What ended the reading; null while nothing has.</summary>
    public Exception? Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public static RefusedRequestException TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The body is larger than the {limit} bytes that are accepted."));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _count += read;
            return _count > limit ? throw TooLarge(limit.Value) : read;
        }
        catch (Exception fault)
        {
            Fault = fault;
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies of requests are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
