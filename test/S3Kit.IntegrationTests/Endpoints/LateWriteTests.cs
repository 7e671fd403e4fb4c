namespace S3Kit.IntegrationTests;

/// <summary>
/// What no client of S3 can prevent, as docs/uploads.md says: a request that a frozen gateway has received is carried out when it thaws, though it was answered
/// elsewhere long ago, and over what was written since. Alone, for it takes servers away from under everybody.
/// </summary>
[NonParallelizable]
[NeedsGatewayControl]
public sealed class LateWriteTests : StoreFixture
{
    private static readonly byte[] Older = TestBytes.Of(1000, seed: 1);
    private static readonly byte[] Newer = TestBytes.Of(1000, seed: 2);

    [TearDown]
    public Task ReviveAsync() => GatewayControl.ResumeOrReviveAllAsync();

    [Test]
    public async Task Thawed_WriteThatWasAnsweredElsewhere_OverwritesANewerOne()
    {
        await WriteTwiceAsync("plain", null);

        await GatewayControl.ResumeOrReviveAllAsync();

        await Polling.UntilAsync(async _ => (await GetAsync("plain")).AsSpan().SequenceEqual(Older), Deadline);
    }

    private async Task WriteTwiceAsync(string key, string? ifNoneMatch)
    {
        var first = TestServers.Endpoint(TestServers.Gateway2);
        var second = TestServers.Endpoint(TestServers.Gateway3);
        second.Tier = 1;
        await using var host = await StoreHost.StartBareAsync(
            options =>
            {
                options.AttemptTimeout = TimeSpan.FromMilliseconds(500);
                options.Endpoints[TestServers.Gateway2] = first;
                options.Endpoints[TestServers.Gateway3] = second;
            },
            Deadline);
        await GatewayControl.PauseAsync(2, Deadline);
        using var older = new MemoryStream(Older);
        var put = await host.Store.PutObjectAsync(Bucket, key, older, new PutObjectOptions { IfNoneMatch = ifNoneMatch }, Deadline);
        Assert.That(put.Endpoint, Is.EqualTo(TestServers.Gateway3));
        using var newer = new MemoryStream(Newer);
        await host.Store.PutObjectAsync(Bucket, key, newer, new PutObjectOptions { Endpoint = TestServers.Gateway3 }, Deadline);
    }
}
