namespace S3Kit.AspNetCore.Tests;

/// <summary>Yields some bytes, then fails, or ends.</summary>
internal sealed class FailingStream(byte[] bytes, Exception? failure) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read == 0 && failure is not null ? throw failure : read;
    }
}
