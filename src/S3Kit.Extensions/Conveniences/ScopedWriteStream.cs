namespace S3Kit.Conveniences;

/// <summary>Writes an object of a scope, and tells of it by its relative key.</summary>
internal sealed class ScopedWriteStream(ObjectWriteStream inner, string key) : ObjectWriteStream
{
    public override PutObjectResult? Result => inner.Result is { } result ? result with { Key = key } : null;

    public override bool CanWrite => inner.CanWrite;

    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override async Task<PutObjectResult> CompleteAsync(CancellationToken cancellationToken = default) =>
        await inner.CompleteAsync(cancellationToken).ConfigureAwait(false) with { Key = key };

    public override void Abort() => inner.Abort();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
