using Microsoft.AspNetCore.Builder;

namespace S3Kit.AspNetCore.Tests.Addressing;

[TestFixture]
public class KestrelTargetTests
{
    private TestApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await TestApp.StartAsync(
        static app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapObjectStore();
            app.MapGroup("/tenants/{tenant}").MapObjectStore("/store");
        },
        onKestrel: true);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public void Forget() => _app.Store.Calls.Clear();

    [TestCase("/objects/bucket/plain", "plain")]
    [TestCase("/objects/bucket/a/b/c.txt", "a/b/c.txt")]
    [TestCase("/objects/bucket/a%2Fb", "a/b")]
    [TestCase("/objects/bucket/a%252Fb", "a%2Fb")]
    [TestCase("/objects/bucket/100%25", "100%")]
    [TestCase("/objects/bucket/a%2Bb+c", "a+b+c")]
    [TestCase("/objects/bucket/with%20space", "with space")]
    [TestCase("/objects/bucket/%C3%A4%E2%82%AC%F0%9F%98%80", "ä€😀")]
    [TestCase("/objects/bucket/a//b", "a//b")]
    [TestCase("/objects/bucket//leading", "/leading")]
    [TestCase("/objects/bucket//", "/")]
    [TestCase("/objects/bucket/folder/", "folder/")]
    [TestCase("/objects/bucket/folder//", "folder//")]
    [TestCase("/objects/bucket/a?versionId=7", "a")]
    [TestCase("/objects/bucket/a%3Fb%23c", "a?b#c")]
    [TestCase("/objects/bucket/a%5Cb;c=d&e", "a\\b;c=d&e")]
    [TestCase("/objects/bucket/x%2F..%2F..%2Fother", "x/../../other")]
    [TestCase("/objects/bucket/...", "...")]
    [TestCase("/objects/bucket/%2E%2E%2Fx", "../x")]
    [TestCase("/OBJECTS/bucket/Case", "Case")]
    [TestCase("http://localhost/objects/bucket/absolute%2Fform", "absolute/form")]
    [TestCase("/base/objects/bucket/a%2Fb", "a/b")]
    [TestCase("/tenants/t%201/store/objects/bucket/a%2Fb", "a/b")]
    [TestCase("/base/tenants/bucket/store/objects/bucket/c", "c")]
    public async Task Delete_OfKey_ArrivesExactly(string target, string key)
    {
        var (status, _) = await RawClient.SendAsync(_app.Address, "DELETE", target);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(204));
            Assert.That(_app.Store.Calls, Is.EqualTo(new[] { $"Delete bucket/{key}" }));
        });
    }

    [TestCase("/objects/bucket/a/../b")]
    [TestCase("/objects/bucket/./b")]
    [TestCase("/objects/bucket/a/%2E%2E/b")]
    [TestCase("/objects/bucket/../other/b")]
    [TestCase("/objects/bucket/%2e%2e/other/b")]
    [TestCase("/objects/bucket/a/.%2E/../other/b")]
    [TestCase("/x/../objects/bucket/b")]
    [TestCase("/objects/bucket%2Fother/key")]
    [TestCase("/objects/bucket%2F..%2Fother/key")]
    [TestCase("/objects/bucket/%FF")]
    [TestCase("/objects/bucket/%C0%AF")]
    [TestCase("/objects/bucket/%ED%A0%80")]
    [TestCase("/objects/bucket/%zz")]
    [TestCase("/objects/bucket/100%")]
    [TestCase("/objects/bucket/a%2")]
    [TestCase("/objects/bucket/nul%00")]
    [TestCase("/objects/bucket")]
    [TestCase("/objects/bucket/")]
    public async Task Delete_OfTargetThatIsNotExact_IsRefused(string target)
    {
        var (status, _) = await RawClient.SendAsync(_app.Address, "DELETE", target);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(400));
            Assert.That(_app.Store.Calls, Is.Empty);
        });
    }

    [TestCase("/objects/../buckets/bucket")]
    [TestCase("/buckets/other/../bucket")]
    [TestCase("/buckets/other/%2e%2e/bucket")]
    public async Task DeleteBucket_ThroughDotSegments_IsRefused(string target)
    {
        var (status, _) = await RawClient.SendAsync(_app.Address, "DELETE", target);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(400));
            Assert.That(_app.Store.Calls, Is.Empty);
        });
    }
}
