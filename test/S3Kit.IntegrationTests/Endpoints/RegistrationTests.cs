using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.IntegrationTests;

/// <summary>The ways in which an app tells S3Kit of a real store.</summary>
[NonParallelizable]
public sealed class RegistrationTests : StoreFixture
{
    [Test]
    public async Task AddS3Kit_Configuration_ReachesTheStore()
    {
        await PutAsync("configured", TestBytes.Of(10));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["S3Kit:Endpoints:archive:Url"] = TestServers.Url(TestServers.Gateway2),
            ["S3Kit:Endpoints:archive:AccessKey"] = TestServers.AccessKey,
            ["S3Kit:Endpoints:archive:SecretKey"] = TestServers.SecretKey,
        };
        await using var host = await StoreHost.StartAppAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Services.AddS3Kit(builder.Configuration);
            },
            Deadline);

        var head = await host.Store.HeadObjectAsync(Bucket, "configured", cancellationToken: Deadline);

        Assert.That(head!.Endpoint, Is.EqualTo("archive"));
    }

    [Test]
    public async Task AddS3Kit_EnvironmentVariables_ReachTheStore()
    {
        await PutAsync("environment", TestBytes.Of(10));
        (string Name, string Value)[] variables =
        [
            ("S3_ENDPOINT", TestServers.Url(TestServers.Gateway3)),
            ("S3_ACCESS_KEY", TestServers.AccessKey),
            ("S3_SECRET_KEY", TestServers.SecretKey),
            ("S3_REGION", TestServers.Region),
        ];
        try
        {
            foreach (var (name, value) in variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            await using var host = await StoreHost.StartAppAsync(builder => builder.Services.AddS3Kit(builder.Configuration), Deadline);
            var head = await host.Store.HeadObjectAsync(Bucket, "environment", cancellationToken: Deadline);

            Assert.That(head!.Endpoint, Is.EqualTo("default"));
            Assert.That(host.Endpoints.GetEndpoint().Url.AbsoluteUri, Does.StartWith(TestServers.Url(TestServers.Gateway3)));
        }
        finally
        {
            foreach (var (name, _) in variables)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
