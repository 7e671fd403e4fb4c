using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using S3Kit.Tests.Configuration;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>16: with nothing configured the whole path is kept, down to an S3 server in memory that checks signatures, and a warning says so.</summary>
public sealed class MockModeTests
{
    [Test]
    public async Task Run_NothingConfigured_WarnsOnceAndWorks()
    {
        var logs = new FakeLogCollector();
        IServiceCollection collection = Configured.Services(logs);
        collection.AddS3Kit(static _ => { });
        await using ServiceProvider services = collection.BuildServiceProvider();
        IObjectStore store = services.GetRequiredService<IObjectStore>();

        await store.CreateBucketAsync("bucket").Soon();
        await store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3])).Soon();

        Assert.That((await store.HeadObjectAsync("bucket", "key").Soon())!.Size, Is.EqualTo(3));
        Assert.That(logs.GetSnapshot().Count(log => log.Level == LogLevel.Warning && log.Message.Contains("memory", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Run_WrongSignature_IsRefusedAsByAServer()
    {
        await using ServiceProvider services = MockServices.Create(services: collection =>
            collection.AddS3Kit(static _ => { }).ConfigureHttpClient("embedded", client => client.AddHttpMessageHandler(() => new ForgingHandler())));

        Assert.ThrowsAsync<S3AuthenticationException>(() => services.GetRequiredService<IObjectStore>().ListBucketsAsync().Soon());
    }
}
