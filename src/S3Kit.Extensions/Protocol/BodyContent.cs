using System.Net;

namespace S3Kit.Protocol;

/// <summary>A request body as one attempt's HTTP content.</summary>
internal sealed class BodyContent(RequestBody body, TransferGuard guard) : HttpContent
{
    // The attempt's own: HttpClient's is no longer cancelled once the answer is there, though the body may still be on its way.
    private readonly CancellationToken _attempt = guard.Token;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        guard.BodyStarted();
        await body.WriteAsync(stream, guard, _attempt).ConfigureAwait(false);
        guard.BodyFinished();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
