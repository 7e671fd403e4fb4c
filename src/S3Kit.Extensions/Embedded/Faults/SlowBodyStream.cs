namespace S3Kit.Embedded;

/// <summary>Delivers a few bytes at a time, each after a pause.</summary>
internal sealed class SlowBodyStream(Stream inner, int pieceSize, TimeSpan pause, TimeProvider time) : BodyStream(inner)
{
    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        return await Inner.ReadAsync(buffer[..Math.Min(buffer.Length, pieceSize)], cancellationToken).ConfigureAwait(false);
    }
}
