namespace S3Kit.IntegrationTests;

/// <summary>Wrong credentials, and good ones that do not permit the operation.</summary>
public sealed class AccessTests : StoreFixture
{
    private const string WrongSecret = "wrongSecretKey0123456789012345678901234567";

    [Test]
    public async Task WrongSecret_EveryOperation_IsAuthentication()
    {
        await using var host = await HostWithAsync(TestServers.AccessKey, WrongSecret);

        var error = AssertRefused<S3AuthenticationException>(host.Store);

        Assert.That(error.ErrorCode, Is.EqualTo("SignatureDoesNotMatch"));
        Assert.That(host.Endpoints.GetEndpoint(TestServers.Gateway1).CircuitState, Is.EqualTo(CircuitState.Closed), "refusals say nothing against the endpoint");
    }

    [Test]
    public async Task UnknownAccessKey_EveryOperation_IsAuthentication()
    {
        await using var host = await HostWithAsync("NOSUCHACCESSKEY00000", TestServers.SecretKey);

        var error = AssertRefused<S3AuthenticationException>(host.Store);

        Assert.That(error.ErrorCode, Is.EqualTo(ServerDialect.UnknownAccessKeyCode));
    }

    [Test]
    public async Task OtherAccount_EveryOperation_IsAccessDenied()
    {
        await PutAsync("private", TestBytes.Of(1));
        await using var host = await HostWithAsync(TestServers.OtherAccessKey, TestServers.OtherSecretKey);

        var error = AssertRefused<S3AccessDeniedException>(host.Store);

        Assert.That(error.ErrorCode, Is.EqualTo("AccessDenied"));
        Assert.That(
            async () => await host.Store.BucketExistsAsync(Bucket, cancellationToken: Deadline), Throws.TypeOf<S3AccessDeniedException>(), "exists");
        Assert.That(
            async () => await host.Store.HeadObjectAsync(Bucket, "private", cancellationToken: Deadline), Throws.TypeOf<S3AccessDeniedException>(), "head");
        Assert.That(await GetAsync("private"), Is.EqualTo(TestBytes.Of(1)));
    }

    [Test]
    public async Task NoCredentials_PrivateObject_IsAccessDenied()
    {
        await PutAsync("private", TestBytes.Of(1));
        await using var host = await HostWithAsync(null, null);

        Assert.That(
            async () => await host.Store.GetObjectAsync(Bucket, "private", cancellationToken: Deadline), Throws.TypeOf<S3AccessDeniedException>());
    }

    [Test]
    public async Task OtherAccount_CreatesBucketOfTheSameName_IsConflict()
    {
        await using var host = await HostWithAsync(TestServers.OtherAccessKey, TestServers.OtherSecretKey);

        var error = Assert.ThrowsAsync<S3ConflictException>(async () => await host.Store.CreateBucketAsync(Bucket, cancellationToken: Deadline));

        Assert.That(error!.ErrorCode, Is.EqualTo("BucketAlreadyExists"));
    }

    private TError AssertRefused<TError>(IObjectStore store)
        where TError : S3KitException
    {
        using var content = new MemoryStream([2]);
        Func<Task>[] operations =
        [
            () => store.GetObjectAsync(Bucket, "private", cancellationToken: Deadline),
            () => store.PutObjectAsync(Bucket, "private", content, cancellationToken: Deadline),
            () => store.DeleteObjectAsync(Bucket, "private", cancellationToken: Deadline),
            () => store.ListObjectsPageAsync(Bucket, cancellationToken: Deadline),
        ];
        S3KitException? error = null;
        foreach (var operation in operations)
        {
            error = Assert.CatchAsync<S3KitException>(async () => await operation());
            Assert.That(error, Is.TypeOf<TError>(), () => error!.ToString());
            Assert.That(error!.StatusCode, Is.EqualTo(403));
            Assert.That(error.Attempts, Is.EqualTo(1), "it is not tried again");
            Assert.That(error.ToString(), Does.Not.Contain(WrongSecret).And.Not.Contain(TestServers.SecretKey));
        }

        return (TError)error!;
    }

    private Task<StoreHost> HostWithAsync(string? accessKey, string? secretKey)
    {
        var endpoint = TestServers.Endpoint(TestServers.Gateway1);
        endpoint.AccessKey = accessKey;
        endpoint.SecretKey = secretKey;
        return StoreHost.StartBareAsync(options => options.Endpoints[TestServers.Gateway1] = endpoint, Deadline);
    }
}
