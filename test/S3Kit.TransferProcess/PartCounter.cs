namespace S3Kit.TransferProcess;

/// <summary>Counts the parts that are sent.</summary>
internal sealed class PartCounter
{
    private int _count;

    public int Count => _count;

    public DelegatingHandler CreateHandler() => new Handler(this);

    private sealed class Handler(PartCounter counter) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Query.Contains("partNumber=", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref counter._count);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
