using System.Net;

namespace S3Kit.AspNetCore.Tests;

/// <summary>A body that is produced while it is sent.</summary>
internal sealed class ProducedContent(Func<Stream, Task> produce, long? length = null) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => produce(stream);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
