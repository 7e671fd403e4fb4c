using Microsoft.Extensions.Hosting;

namespace S3Kit.Tests.Dispatching;

/// <summary>A service of the app's that uses the store when it starts and when it stops.</summary>
internal sealed class LastWordsService(IObjectStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.HeadObjectAsync("bucket", "first-words", cancellationToken: cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => store.HeadObjectAsync("bucket", "last-words", cancellationToken: cancellationToken);
}
