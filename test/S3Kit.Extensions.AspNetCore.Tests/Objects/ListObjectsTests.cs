using System.Net;
using System.Text.Json;

namespace S3Kit.AspNetCore.Tests.Objects;

[TestFixture]
public class ListObjectsTests
{
    [Test]
    public async Task List_WithEverything_PassesItOnAndDescribesThePage()
    {
        await using var app = await TestApp.StartAsync();
        app.Store.Add("bucket", "p+/<b>", [1, 2], static info => info with { ETag = "abc", StorageClass = "STANDARD" });

        using var response = await app.SendAsync(HttpMethod.Get, "/objects/bucket?prefix=p%2B%2F&delimiter=%2F&token=a%2Bb%3D&maxKeys=7");
        var page = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var only = page.GetProperty("objects").EnumerateArray().Single();

        Assert.Multiple(() =>
        {
            Assert.That(app.Store.LastPrefix, Is.EqualTo("p+/"));
            Assert.That(app.Store.LastList!.Delimiter, Is.EqualTo("/"));
            Assert.That(app.Store.LastList.ContinuationToken, Is.EqualTo("a+b="));
            Assert.That(app.Store.LastList.MaxKeys, Is.EqualTo(7));
            Assert.That(page.EnumerateObject().Select(static each => each.Name), Is.EqualTo(["bucket", "prefix", "objects", "commonPrefixes", "nextToken"]));
            Assert.That(page.GetProperty("commonPrefixes").EnumerateArray().Select(static each => each.GetString()), Is.EqualTo(["a/", "b&c/"]));
            Assert.That(page.GetProperty("nextToken").GetString(), Is.EqualTo("next+1"));
            Assert.That(only.EnumerateObject().Select(static each => each.Name), Is.EqualTo(["key", "size", "eTag", "lastModified", "storageClass"]));
            Assert.That(only.GetProperty("key").GetString(), Is.EqualTo("p+/<b>"));
        });
    }

    [TestCase("/objects/bucket")]
    [TestCase("/objects/bucket/")]
    [TestCase("/objects/bucket?prefix=&delimiter=&token=&maxKeys=")]
    public async Task List_WithNothing_TakesTheDefaults(string target)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Get, target);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(app.Store.LastPrefix, Is.Null);
            Assert.That(app.Store.LastList, Is.EqualTo(new ListObjectsOptions()));
        });
    }

    [TestCase("maxKeys=0")]
    [TestCase("maxKeys=1001")]
    [TestCase("maxKeys=-1")]
    [TestCase("maxKeys=ten")]
    [TestCase("prefix=a&prefix=b")]
    public async Task List_WithWrongParameter_IsBadRequest(string query)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Get, "/objects/bucket?" + query);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }
}
