using System.Net;
using System.Xml.Linq;

namespace S3Kit.Tests.Embedded;

public class EmbeddedListingTests
{
    private static readonly string[] Tree = ["a", "a/1", "a/2", "a/3", "b", "c/1/x", "c/2", "d/", "e"];

    [Test]
    public async Task ListV2_Keys_AreOrderedByTheirUtf8Bytes()
    {
        using var client = await WithKeysAsync("\U0001F600", "\uff5e", "\u00e9", "b", "a b", "a-b", "Z", "a");

        Assert.That(Keys(await ListAsync(client)), Is.EqualTo(new[] { "Z", "a", "a b", "a-b", "b", "\u00e9", "\uff5e", "\U0001F600" }));
    }

    [Test]
    public async Task ListV2_Line_CarriesSizeETagTimeAndClass()
    {
        using var client = await WithKeysAsync("k");
        var contents = (await ListAsync(client, ("fetch-owner", "true"))).Elements().Single(e => e.Name.LocalName == "Contents");

        Assert.That(
            contents.Elements().Select(e => (e.Name.LocalName, e.Value)),
            Is.EqualTo(new[]
            {
                ("Key", "k"), ("LastModified", "2026-03-01T12:00:00.000Z"), ("ETag", "\"9dd4e461268c8034f5c8564e155c67a6\""), ("Size", "1"),
                ("Owner", "embeddedembedded"), ("StorageClass", "STANDARD"),
            }));
    }

    [TestCase("", "/", "a b e", "a/ c/ d/")]
    [TestCase("c/", "/", "c/2", "c/1/")]
    [TestCase("a", "/", "a", "a/")]
    [TestCase("", "", "a a/1 a/2 a/3 b c/1/x c/2 d/ e", "")]
    [TestCase("none", "/", "", "")]
    [TestCase("", "/1", "a a/2 a/3 b c/2 d/ e", "a/1 c/1")]
    public async Task ListV2_PrefixAndDelimiter_Group(string prefix, string delimiter, string keys, string prefixes)
    {
        using var client = await WithKeysAsync(Tree);
        var xml = await ListAsync(client, ("prefix", prefix), ("delimiter", delimiter));

        Assert.That(string.Join(' ', Keys(xml)), Is.EqualTo(keys));
        Assert.That(string.Join(' ', Prefixes(xml)), Is.EqualTo(prefixes));
        Assert.That(Value(xml, "KeyCount"), Is.EqualTo((Keys(xml).Length + Prefixes(xml).Length).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(Value(xml, "IsTruncated"), Is.EqualTo("false"));
    }

    [TestCase("a", "a/ b c/ d/ e")]
    [TestCase("a/", "b c/ d/ e")]
    [TestCase("a/2", "b c/ d/ e")]
    [TestCase("a0", "b c/ d/ e")]
    [TestCase("b", "c/ d/ e")]
    [TestCase("e", "")]
    public async Task ListV2_StartAfterWithDelimiter_GoesOnAfterThatLine(string after, string expected)
    {
        using var client = await WithKeysAsync(Tree);
        var xml = await ListAsync(client, ("start-after", after), ("delimiter", "/"));

        Assert.That(string.Join(' ', Keys(xml).Concat(Prefixes(xml)).Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public async Task ListV2_StartAfterInsideAKeyRange_NeedNotExist()
    {
        using var client = await WithKeysAsync(Tree);

        Assert.That(Keys(await ListAsync(client, ("start-after", "a/15"))), Is.EqualTo(new[] { "a/2", "a/3", "b", "c/1/x", "c/2", "d/", "e" }));
    }

    [TestCase(1, "")]
    [TestCase(2, "")]
    [TestCase(4, "")]
    [TestCase(1, "/")]
    [TestCase(2, "/")]
    [TestCase(5, "/")]
    [TestCase(6, "/")]
    public async Task ListV2_Pages_TogetherHoldEveryLineOnce(int size, string delimiter)
    {
        using var client = await WithKeysAsync(Tree);
        var lines = new List<string>();
        string? token = null;
        do
        {
            var xml = token is null
                ? await ListAsync(client, ("max-keys", $"{size}"), ("delimiter", delimiter))
                : await ListAsync(client, ("max-keys", $"{size}"), ("delimiter", delimiter), ("continuation-token", token));
            Assert.That(Keys(xml).Length + Prefixes(xml).Length, Is.InRange(1, size));
            Assert.That(Value(xml, "ContinuationToken"), Is.EqualTo(token));
            lines.AddRange(Keys(xml).Concat(Prefixes(xml)));
            token = Value(xml, "NextContinuationToken");
            Assert.That(Value(xml, "IsTruncated"), Is.EqualTo(token is null ? "false" : "true"));
        }
        while (token is not null);

        Assert.That(lines, Is.EquivalentTo(delimiter.Length == 0 ? Tree : ["a", "a/", "b", "c/", "d/", "e"]));
    }

    [Test]
    public async Task ListV2_MaxKeysZero_IsEmptyAndNotTruncated()
    {
        using var client = await WithKeysAsync("k");
        var xml = await ListAsync(client, ("max-keys", "0"));

        Assert.That(Keys(xml), Is.Empty);
        Assert.That(Value(xml, "IsTruncated"), Is.EqualTo("false"));
    }

    [Test]
    public async Task ListV2_MoreThanAThousand_IsCappedAtAThousand()
    {
        using var client = await WithKeysAsync([.. Enumerable.Range(0, 1001).Select(i => $"k{i:0000}")]);
        var xml = await ListAsync(client, ("max-keys", "5000"));

        Assert.That(Keys(xml), Has.Length.EqualTo(1000));
        Assert.That(Value(xml, "MaxKeys"), Is.EqualTo("1000"));
        Assert.That(Value(xml, "IsTruncated"), Is.EqualTo("true"));
    }

    [TestCase("max-keys", "-1")]
    [TestCase("max-keys", "x")]
    [TestCase("continuation-token", "not a token")]
    [TestCase("continuation-token", "")]
    [TestCase("encoding-type", "base64")]
    public async Task ListV2_BadParameter_IsInvalidArgument(string name, string value)
    {
        using var client = await WithKeysAsync();
        using var response = await client.SendAsync("GET", "/bucket", [("list-type", "2"), (name, value)]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidArgument"));
    }

    [Test]
    public async Task ListV2_UrlEncoding_EncodesNamesAsFormsDo()
    {
        using var client = await WithKeysAsync("a b+c/\u00e9", "a b+d");
        var xml = await ListAsync(client, ("encoding-type", "url"), ("prefix", "a b"), ("delimiter", "/"), ("start-after", "a "));

        Assert.That(Keys(xml), Is.EqualTo(new[] { "a+b%2Bd" }));
        Assert.That(Prefixes(xml), Is.EqualTo(new[] { "a+b%2Bc/" }));
        Assert.That(Value(xml, "Prefix"), Is.EqualTo("a+b"));
        Assert.That(Value(xml, "StartAfter"), Is.EqualTo("a+"));
        Assert.That(Value(xml, "EncodingType"), Is.EqualTo("url"));
    }

    [Test]
    public async Task ListV1_Pages_GoOnAtTheMarker()
    {
        using var client = await WithKeysAsync(Tree);
        var first = await ListV1Async(client, ("delimiter", "/"), ("max-keys", "2"));
        var second = await ListV1Async(client, ("delimiter", "/"), ("max-keys", "10"), ("marker", Value(first, "NextMarker")!));
        var plain = await ListV1Async(client, ("max-keys", "2"));

        Assert.That(Keys(first).Concat(Prefixes(first)), Is.EqualTo(new[] { "a", "a/" }));
        Assert.That(Keys(second).Concat(Prefixes(second)), Is.EqualTo(new[] { "b", "e", "c/", "d/" }));
        Assert.That(Value(plain, "IsTruncated"), Is.EqualTo("true"));
        Assert.That(Value(plain, "NextMarker"), Is.Null);
    }

    private static async Task<EmbeddedClient> WithKeysAsync(params string[] keys)
    {
        var client = await new EmbeddedClient().WithBucketAsync();
        foreach (var key in keys)
        {
            await client.PutAsync(key, "x");
        }

        return client;
    }

    private static async Task<XElement> ListAsync(EmbeddedClient client, params (string, string)[] query) =>
        await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("list-type", "2"), .. query]));

    private static async Task<XElement> ListV1Async(EmbeddedClient client, params (string, string)[] query) =>
        await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", query));

    private static string[] Keys(XElement xml) =>
        [.. xml.Elements().Where(e => e.Name.LocalName == "Contents").Select(e => Value(e, "Key")!)];

    private static string[] Prefixes(XElement xml) =>
        [.. xml.Elements().Where(e => e.Name.LocalName == "CommonPrefixes").Select(e => Value(e, "Prefix")!)];

    private static string? Value(XElement xml, string name) => xml.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
}
