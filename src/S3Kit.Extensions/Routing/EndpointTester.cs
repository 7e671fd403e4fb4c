using S3Kit.Configuration;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Routing;

/// <summary>Asks an endpoint whether it is there and takes its credentials: one request beside the queue, the retries and the breaker.</summary>
internal sealed class EndpointTester(S3Transport transport, SettingsSource settings, TimeProvider time)
{
    private const string PathProbe = "HealthProbe";

    /// <summary>Asks as the endpoint's probe is configured: at its path, unsigned, or as <see cref="TestAsync"/> does.</summary>
    public Task<EndpointTestResult> ProbeAsync(StorageEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.Settings.HealthProbe.Path is { } path
            ? AskAsync(endpoint, PathProbe, token => GetAsync(endpoint, path, token), cancellationToken)
            : TestAsync(endpoint, cancellationToken);

    public Task<EndpointTestResult> TestAsync(StorageEndpoint endpoint, CancellationToken cancellationToken) =>
        AskAsync(endpoint, "ListBuckets", token => ListBucketsAsync(endpoint, token), cancellationToken);

    private async Task ListBucketsAsync(StorageEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendAsync(new ListBucketsOperation(), endpoint, settings.Current, deadline: null, cancellationToken).ConfigureAwait(false);
        }
        catch (S3AccessDeniedException e) when (e is { StatusCode: 403, ErrorCode: not null })
        {
            // It knows who asks; what that one may list is another matter. Without a code it may be any proxy that forbids.
        }
    }

    private static async Task GetAsync(StorageEndpoint endpoint, string path, CancellationToken cancellationToken)
    {
        var context = new S3ErrorContext(PathProbe, endpoint.Name, null, null);
        try
        {
            var uri = new Uri(endpoint.Settings.Address.BaseUri, path);
            using HttpResponseMessage response = await endpoint.Http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode >= 400)
            {
                throw S3Errors.FromAnswer(context, (int)response.StatusCode, S3ErrorBody.None, requestId: null, retryAfter: null);
            }
        }
        catch (HttpRequestException e)
        {
            throw S3Errors.Network(context, e);
        }
    }

    private async Task<EndpointTestResult> AskAsync(StorageEndpoint endpoint, string operation, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        TimeSpan limit = endpoint.Settings.HealthProbe.Timeout;
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        long started = time.GetTimestamp();
        S3KitException? error = null;
        try
        {
            await ask(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            error = S3Errors.ProbeTimeout(new S3ErrorContext(operation, endpoint.Name, null, null), limit, e);
        }
        catch (S3KitException e)
        {
            error = e;
        }

        return new EndpointTestResult
        {
            Endpoint = endpoint.Name,
            IsAvailable = error is null,
            Latency = time.GetElapsedTime(started),
            Error = error,
        };
    }
}
