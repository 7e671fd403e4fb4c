using Microsoft.Extensions.DependencyInjection;
using S3Kit.Credentials;
using S3Kit.Tests.Configuration;

namespace S3Kit.Tests.Credentials;

public sealed class CredentialSourceFactoryTests
{
    private ServiceProvider _provider = null!;

    [SetUp]
    public void Register() => _provider = Configured.Services().AddS3Kit(_ => { }).Services.BuildServiceProvider();

    [TearDown]
    public void Dispose() => _provider.Dispose();

    [TestCase(CredentialsSource.Auto)]
    [TestCase(CredentialsSource.Static)]
    public async Task Create_Keys_GivesThem(CredentialsSource from)
    {
        var source = Create(new() { Credentials = from, AccessKey = "key", SecretKey = "secret", SessionToken = "token" });

        var credentials = (await source.GetAsync(default))!;

        Assert.That((credentials.AccessKey, credentials.SecretKey, credentials.SessionToken), Is.EqualTo(("key", "secret", "token")));
    }

    [TestCase(CredentialsSource.Auto)]
    [TestCase(CredentialsSource.Anonymous)]
    public async Task Create_NoKeys_IsAnonymous(CredentialsSource from)
    {
        Assert.That(await Create(new() { Credentials = from }).GetAsync(default), Is.Null);
    }

    [TestCase(CredentialsSource.Environment, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
    [TestCase(CredentialsSource.MinioEnvironment, "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", null)]
    [NonParallelizable]
    public async Task Create_Environment_ReadsTheVariablesOfTheProcess(CredentialsSource from, string accessKey, string secretKey, string? token)
    {
        string?[] names = [accessKey, secretKey, token, "AWS_ACCESS_KEY", "AWS_SECRET_KEY"];
        var before = names.Select(name => name is null ? null : Environment.GetEnvironmentVariable(name)).ToList();
        try
        {
            Set([null, null, null, null, null]);
            var exception = Assert.ThrowsAsync<S3AuthenticationException>(async () => await Create(new() { Credentials = from }).GetAsync(default))!;
            Assert.That(exception.Message, Is.EqualTo($"The credentials of endpoint 'main' could not be had from {accessKey} and {secretKey}: there is no access key."));

            Set(["key", "secret", token is null ? null : "token", null, null]);
            var credentials = (await Create(new() { Credentials = from }).GetAsync(default))!;
            Assert.That((credentials.AccessKey, credentials.SecretKey, credentials.SessionToken), Is.EqualTo(("key", "secret", token is null ? null : "token")));
        }
        finally
        {
            Set(before);
        }

        void Set(IReadOnlyList<string?> values)
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] is { } name)
                    Environment.SetEnvironmentVariable(name, values[i]);
            }
        }
    }

    [Test]
    public void Create_IamRole_FetchesWhenFirstAsked()
    {
        Assert.That(Create(new() { Credentials = CredentialsSource.IamRole }), Is.TypeOf<CachedCredentialSource>());
    }

    private ICredentialSource Create(EndpointOptions options) => _provider.GetRequiredService<CredentialSourceFactory>().Create("main", options);
}
