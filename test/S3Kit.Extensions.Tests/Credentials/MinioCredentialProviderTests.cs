using Minio.Credentials;
using Minio.DataModel;
using S3Kit.Credentials;

namespace S3Kit.Tests.Credentials;

public sealed class MinioCredentialProviderTests
{
    [Test]
    public async Task FetchAsync_CredentialsWithExpiry_AreTakenOver()
    {
        var issued = await FetchAsync(() => new AccessCredentials { AccessKey = "key", SecretKey = "secret", SessionToken = "token", Expiration = "2026-01-01T12:00:00Z" });

        Assert.That((issued.Credentials.AccessKey, issued.Credentials.SecretKey, issued.Credentials.SessionToken), Is.EqualTo(("key", "secret", "token")));
        Assert.That(issued.Expires, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task FetchAsync_CredentialsWithoutTokenAndExpiry_HaveNone()
    {
        var issued = await FetchAsync(() => new AccessCredentials("key", "secret", "", default));

        Assert.That(issued.Credentials.SessionToken, Is.Null);
        Assert.That(issued.Expires, Is.Null);
    }

    [Test]
    public void FetchAsync_NoneOrUnreadable_SaysSo()
    {
        Assert.That(ReasonOf(() => null!), Is.EqualTo("there are none"));
        Assert.That(ReasonOf(() => new AccessCredentials { AccessKey = "key" }), Is.EqualTo("there are none"));
        Assert.That(ReasonOf(() => throw new ArgumentException("empty", "accessKey")), Is.EqualTo("there is no access key"));
        Assert.That(ReasonOf(() => throw new ArgumentException("empty", "secretKey")), Is.EqualTo("there is no secret key"));
        Assert.That(ReasonOf(() => new AccessCredentials { AccessKey = "key", SecretKey = "secret", Expiration = "soon" }), Is.EqualTo("the time at which they expire cannot be read"));
    }

    private static string ReasonOf(Func<AccessCredentials> issue) => Assert.ThrowsAsync<CredentialsUnavailableException>(() => FetchAsync(issue))!.Message;

    private static Task<IssuedCredentials> FetchAsync(Func<AccessCredentials> issue) =>
        new MinioCredentialProvider(new FakeClientProvider(issue), "a fake").FetchAsync(default).AsTask();

    private sealed class FakeClientProvider(Func<AccessCredentials> issue) : IClientProvider
    {
        public AccessCredentials GetCredentials() => throw new InvalidOperationException("This one may block.");

        public ValueTask<AccessCredentials> GetCredentialsAsync() => new(issue());
    }
}
