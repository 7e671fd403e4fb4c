using Microsoft.Extensions.Hosting;

namespace S3Kit.Routing;

/// <summary>Makes the endpoints when the host starts, so that what is wrong with them, and that there are none, is said then and not at the first request.</summary>
internal sealed class EndpointStart(EndpointSet endpoints) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = endpoints.DefaultPool;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
