using System.Net;
using System.Xml.Linq;

namespace S3Kit.Tests.Embedded;

public class EmbeddedVersioningTests
{
    private static readonly (string, string)[] VersioningQuery = [("versioning", "")];

    [Test]
    public async Task Versioning_NeverSetThenEnabledThenSuspended_IsReported()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var before = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", VersioningQuery));
        await SetAsync(client, "Enabled");
        var enabled = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", VersioningQuery));
        await SetAsync(client, "Suspended");
        var suspended = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", VersioningQuery));

        Assert.That(before.Value, Is.Empty);
        Assert.That(enabled.Value, Is.EqualTo("Enabled"));
        Assert.That(suspended.Value, Is.EqualTo("Suspended"));
    }

    [Test]
    public async Task PutObject_Enabled_KeepsEveryVersionReadable()
    {
        using var client = await VersionedAsync();
        var first = VersionOf(await client.PutAsync("k", "one"));
        var second = VersionOf(await client.PutAsync("k", "two"));

        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(await ReadAsync(client, "k", first), Is.EqualTo("one"));
        Assert.That(await ReadAsync(client, "k", second), Is.EqualTo("two"));
        using var current = await client.GetAsync("k");
        Assert.That(await EmbeddedClient.TextAsync(current), Is.EqualTo("two"));
        Assert.That(VersionOf(current), Is.EqualTo(second));
    }

    [Test]
    public async Task DeleteObject_Enabled_PutsAMarkerThatCanBeTakenAway()
    {
        using var client = await VersionedAsync();
        var version = VersionOf(await client.PutAsync("k", "one"));
        using var delete = await client.SendAsync("DELETE", "/bucket/k");
        var marker = VersionOf(delete);
        using var hidden = await client.GetAsync("k");
        using var direct = await client.SendAsync("GET", "/bucket/k", [("versionId", marker!)]);
        using var undo = await client.SendAsync("DELETE", "/bucket/k", [("versionId", marker!)]);

        Assert.That(delete.Headers.GetValues("x-amz-delete-marker").Single(), Is.EqualTo("true"));
        Assert.That(hidden.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(hidden.Headers.GetValues("x-amz-delete-marker").Single(), Is.EqualTo("true"));
        Assert.That(direct.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(undo.Headers.GetValues("x-amz-delete-marker").Single(), Is.EqualTo("true"));
        Assert.That(VersionOf(await client.GetAsync("k")), Is.EqualTo(version));
    }

    [Test]
    public async Task DeleteObject_OneVersion_IsGoneForGood()
    {
        using var client = await VersionedAsync();
        var first = VersionOf(await client.PutAsync("k", "one"));
        var second = VersionOf(await client.PutAsync("k", "two"));
        await client.SendAsync("DELETE", "/bucket/k", [("versionId", second!)]);

        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("one"));
        Assert.That(await ReadAsync(client, "k", second), Does.Contain("NoSuchVersion"));
        Assert.That(await ReadAsync(client, "k", first), Is.EqualTo("one"));
    }

    [Test]
    public async Task PutObject_Suspended_ReplacesOnlyTheNullVersion()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "unversioned");
        await SetAsync(client, "Enabled");
        var kept = VersionOf(await client.PutAsync("k", "kept"));
        await SetAsync(client, "Suspended");
        var put = VersionOf(await client.PutAsync("k", "null one"));

        Assert.That(put, Is.EqualTo("null"));
        Assert.That(await ReadAsync(client, "k", "null"), Is.EqualTo("null one"));
        Assert.That(await ReadAsync(client, "k", kept), Is.EqualTo("kept"));
        Assert.That(await VersionIdsAsync(client), Is.EqualTo(new[] { "null", kept }));
    }

    [Test]
    public async Task ListObjectVersions_MarkersAndVersions_AreNewestFirstWithinAKey()
    {
        using var client = await VersionedAsync();
        var a1 = VersionOf(await client.PutAsync("a", "1"));
        var b1 = VersionOf(await client.PutAsync("b", "1"));
        var a2 = VersionOf(await client.PutAsync("a", "2"));
        var marker = VersionOf(await client.SendAsync("DELETE", "/bucket/a"));
        var xml = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("versions", "")]));

        Assert.That(Lines(xml), Is.EqualTo(new[] { ("DeleteMarker", marker, "true"), ("Version", a2, "false"), ("Version", a1, "false"), ("Version", b1, "true") }));
        var listing = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("list-type", "2")]));
        Assert.That(EmbeddedClient.Values(listing, "Key"), Is.EqualTo(new[] { "b" }));
    }

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(3, true)]
    public async Task ListObjectVersions_Pages_ShowEveryVersionOnceEvenWhenDeletedMeanwhile(int size, bool deleting)
    {
        using var client = await VersionedAsync();
        var all = new List<string>();
        foreach (var key in new[] { "a", "b", "a", "c", "a", "b" })
        {
            all.Add(VersionOf(await client.PutAsync(key, "x"))!);
        }

        var seen = new List<string>();
        (string, string)[] markers = [];
        while (true)
        {
            var xml = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("versions", ""), ("max-keys", $"{size}"), .. markers]));
            foreach (var line in xml.Elements().Where(e => e.Name.LocalName == "Version"))
            {
                seen.Add(EmbeddedClient.Value(line, "VersionId")!);
                if (deleting)
                {
                    await client.SendAsync("DELETE", "/bucket/" + EmbeddedClient.Value(line, "Key"), [("versionId", seen[^1])]);
                }
            }

            if (EmbeddedClient.Value(xml, "IsTruncated") == "false")
            {
                break;
            }

            markers = [("key-marker", EmbeddedClient.Value(xml, "NextKeyMarker")!), ("version-id-marker", EmbeddedClient.Value(xml, "NextVersionIdMarker")!)];
        }

        Assert.That(seen, Is.EquivalentTo(all));
    }

    [Test]
    public async Task ListObjectVersions_Delimiter_GroupsAndGoesOnAfterTheGroup()
    {
        using var client = await VersionedAsync();
        foreach (var key in new[] { "d/1", "d/2", "e" })
        {
            await client.PutAsync(key, "x");
        }

        var first = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("versions", ""), ("delimiter", "/"), ("max-keys", "1")]));
        var second = await EmbeddedClient.XmlAsync(
            await client.SendAsync("GET", "/bucket", [("versions", ""), ("delimiter", "/"), ("key-marker", EmbeddedClient.Value(first, "NextKeyMarker")!)]));

        Assert.That(EmbeddedClient.Values(first, "CommonPrefixes"), Is.EqualTo(new[] { "d/" }));
        Assert.That(EmbeddedClient.Values(second, "CommonPrefixes"), Is.Empty);
        Assert.That(EmbeddedClient.Values(second, "Key"), Is.EqualTo(new[] { "e" }));
    }

    [Test]
    public async Task DeleteBucket_OnlyMarkersLeft_IsStillNotEmpty()
    {
        using var client = await VersionedAsync();
        await client.SendAsync("DELETE", "/bucket/k");

        Assert.That((await client.SendAsync("DELETE", "/bucket")).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task CopyObject_OldVersion_IsWhatIsCopied()
    {
        using var client = await VersionedAsync();
        var first = VersionOf(await client.PutAsync("k", "one"));
        await client.PutAsync("k", "two");
        using var copy = await client.SendAsync("PUT", "/bucket/k", headers: [("x-amz-copy-source", "bucket/k?versionId=" + first)]);

        Assert.That(copy.Headers.GetValues("x-amz-copy-source-version-id").Single(), Is.EqualTo(first));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("one"));
    }

    private static async Task<EmbeddedClient> VersionedAsync()
    {
        var client = await new EmbeddedClient().WithBucketAsync();
        await SetAsync(client, "Enabled");
        return client;
    }

    private static async Task SetAsync(EmbeddedClient client, string status)
    {
        using var response = await client.SendXmlAsync(
            "PUT", "/bucket", VersioningQuery, $"<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>{status}</Status></VersioningConfiguration>");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static string? VersionOf(HttpResponseMessage response) => response.Headers.GetValues("x-amz-version-id").Single();

    private static async Task<string> ReadAsync(EmbeddedClient client, string key, string? version) =>
        await EmbeddedClient.TextAsync(await client.SendAsync("GET", "/bucket/" + key, [("versionId", version!)]));

    private static async Task<string[]> VersionIdsAsync(EmbeddedClient client) =>
        EmbeddedClient.Values(await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("versions", "")])), "VersionId");

    private static (string, string?, string?)[] Lines(XElement xml) =>
        [.. xml.Elements().Where(e => e.Name.LocalName is "Version" or "DeleteMarker")
            .Select(e => (e.Name.LocalName, EmbeddedClient.Value(e, "VersionId"), EmbeddedClient.Value(e, "IsLatest")))];
}
