using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// The bytes of a copy's source on their way to its destination. Before it says that it has come to its end, it sees to it that these were all the bytes, and that the
/// source is still the same: a failure there keeps the copy from being stored.
/// </summary>
internal sealed class CopiedContent(Stream content, long? length, S3ErrorContext context, Func<CancellationToken, Task>? check) : Stream
{
    private long _position;
    private bool _checked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _position += read;
        if (read == 0 && buffer.Length > 0 && !_checked)
        {
            if (length is { } expected && _position != expected)
            {
                throw S3Errors.Integrity(context, $"the source ended after {_position} of {expected} bytes. Nothing was stored.");
            }

            if (check is not null)
            {
                await check(cancellationToken).ConfigureAwait(false);
            }

            _checked = true;
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
