namespace S3Kit.IntegrationTests;

/// <summary>Canned ACLs, seen by another account and by nobody in particular; and the headers that are kept with an object.</summary>
public sealed class AclTests : StoreFixture
{
    private protected override void Configure(S3KitOptions options)
    {
        options.Transfers.PartSize = 5 * 1024 * 1024;
        options.Transfers.MultipartThreshold = 6 * 1024 * 1024;
    }

    [TestCase(CannedAcl.Private, false, false)]
    [TestCase(CannedAcl.AuthenticatedRead, true, false)]
    [TestCase(CannedAcl.PublicRead, true, true)]
    [TestCase(CannedAcl.PublicReadWrite, true, true)]
    [TestCase(CannedAcl.BucketOwnerRead, false, false)]
    [TestCase(CannedAcl.BucketOwnerFullControl, false, false)]
    public async Task Put_Acl_LetsInWhoItSays(CannedAcl acl, bool account, bool anybody)
    {
        await using var other = await HostWithAsync(TestServers.OtherAccessKey, TestServers.OtherSecretKey);
        await using var anonymous = await HostWithAsync(null, null);
        foreach (var size in new[] { 10, 7 * 1024 * 1024 })
        {
            await PutAsync("acl", TestBytes.Of(size), new PutObjectOptions { Acl = acl });

            Assert.That(await CanReadAsync(other.Store), Is.EqualTo(account), $"the other account, {size} bytes");
            Assert.That(await CanReadAsync(anonymous.Store), Is.EqualTo(anybody), $"nobody in particular, {size} bytes");
        }
    }

    [TestCase(10)]
    [TestCase(7 * 1024 * 1024)]
    public async Task Put_ExpiresAndRedirect_AreReadBack(int size)
    {
        var expires = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await PutAsync("kept", TestBytes.Of(size), new PutObjectOptions { Expires = expires, WebsiteRedirectLocation = "/else where" });

        var head = await Store.HeadObjectAsync(Bucket, "kept", cancellationToken: Deadline);
        await using var got = await Store.GetObjectAsync(Bucket, "kept", cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(head!.Expires, Is.EqualTo(expires));
            Assert.That(head.WebsiteRedirectLocation, Is.EqualTo("/else where"));
            Assert.That((got.Info.Expires, got.Info.WebsiteRedirectLocation), Is.EqualTo((head.Expires, head.WebsiteRedirectLocation)));
        }
    }

    private async Task<bool> CanReadAsync(IObjectStore store)
    {
        try
        {
            await using var got = await store.GetObjectAsync(Bucket, "acl", cancellationToken: Deadline);
            return true;
        }
        catch (S3AccessDeniedException)
        {
            return false;
        }
    }

    private Task<StoreHost> HostWithAsync(string? accessKey, string? secretKey)
    {
        var endpoint = TestServers.Endpoint(TestServers.Gateway2);
        endpoint.AccessKey = accessKey;
        endpoint.SecretKey = secretKey;
        return StoreHost.StartBareAsync(options => options.Endpoints[TestServers.Gateway2] = endpoint, Deadline);
    }
}
