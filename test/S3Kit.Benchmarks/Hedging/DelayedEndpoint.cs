using System.Net;

namespace S3Kit.Benchmarks.Hedging;

/// <summary>An endpoint without a network that takes its time: a little always, and much for a share of its requests.</summary>
internal sealed class DelayedEndpoint(TimeSpan usual, TimeSpan slow, int slowOneIn) : HttpMessageHandler
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _requests);
        bool isSlow = slowOneIn > 0 && number % slowOneIn == 0;
        await Task.Delay(isSlow ? slow : usual, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]), RequestMessage = request };
        response.Headers.TryAddWithoutValidation("ETag", "\"0123456789abcdef0123456789abcdef\"");
        return response;
    }
}
