using System.Net;

namespace S3Kit.AspNetCore.Tests.Objects;

[TestFixture]
public class DeleteObjectTests
{
    [Test]
    public async Task Delete_OfVersion_NamesIt()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, "/objects/bucket/key?versionId=v3");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(response.Headers.GetValues("x-amz-version-id"), Is.EqualTo(["v3"]));
            Assert.That(response.Headers.Contains("x-amz-delete-marker"), Is.False);
        });
    }

    [Test]
    public async Task Delete_OfMissingKey_Succeeds()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, "/objects/bucket/missing");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(response.Headers.GetValues("x-amz-delete-marker"), Is.EqualTo(["true"]));
        });
    }

    [TestCase("If-Match", "\"abc\"")]
    [TestCase("If-None-Match", "*")]
    [TestCase("If-Unmodified-Since", "Sun, 01 Mar 2026 12:00:00 GMT")]
    public async Task Delete_UnderCondition_IsRefused(string name, string value)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, "/objects/bucket/key", (name, value));

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }
}
