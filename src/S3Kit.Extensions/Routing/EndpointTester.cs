using S3Kit.Configuration;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Routing;

/// <summary>Asks an endpoint whether it is there and takes its credentials: one request beside the queue, the retries and the breaker.</summary>
internal sealed class EndpointTester(S3Transport transport, SettingsSource settings, TimeProvider time)
{
    public async Task<EndpointTestResult> TestAsync(StorageEndpoint endpoint, CancellationToken cancellationToken)
    {
        S3KitOptions options = settings.Current;
        TimeSpan limit = endpoint.Settings.HealthProbe.Timeout;
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        long started = time.GetTimestamp();
        S3KitException? error = null;
        try
        {
            await transport.SendAsync(new ListBucketsOperation(), endpoint, options, deadline: null, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            error = S3Errors.Timeout(new S3ErrorContext("ListBuckets", endpoint.Name, null, null), S3TimeoutKind.Total, limit, e);
        }
        catch (S3AccessDeniedException)
        {
            // It knows who asks; what that one may list is another matter.
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
