using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace S3Kit.AspNetCore.Tests.Addressing;

[TestFixture]
public class RewrittenTargetTests
{
    [TestCase("/files/a%20b", "a b")]
    [TestCase("/files/100%25", "100%")]
    public async Task Delete_OfRewrittenPath_TakesTheKeyFromIt(string target, string key)
    {
        await using var app = await StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, target);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(app.Store.Calls, Is.EqualTo(new[] { $"Delete bucket/{key}" }));
        });
    }

    [TestCase("/files/a%2Fb")]
    [TestCase("/files/a%252Fb")]
    public async Task Delete_OfRewrittenPathWithEncodedSlash_IsRefused(string target)
    {
        await using var app = await StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, target);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Put_BehindPrefixOfProxy_LocationHasThePrefix()
    {
        await using var app = await TestApp.StartAsync(
            static app =>
            {
                app.Use(static (HttpContext context, RequestDelegate next) =>
                {
                    context.Request.PathBase = "/outer";
                    return next(context);
                });
                app.MapObjectStore("/api");
            },
            onKestrel: true);

        using var content = new StringContent("x");
        using var response = await app.SendAsync(HttpMethod.Put, "/api/objects/bucket/a%2Fb", content);

        Assert.Multiple(() =>
        {
            Assert.That(app.Store.Calls, Is.EqualTo(["Put bucket/a/b"]));
            Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo("/outer/api/objects/bucket/a%2Fb"));
        });
    }

    [TestCase("/objects/bucket/a b", HttpStatusCode.NoContent)]
    [TestCase("/objects/bucket/../other/key", HttpStatusCode.BadRequest)]
    [TestCase("/objects/bucket/a%2Fb", HttpStatusCode.BadRequest)]
    public async Task Delete_WithoutRawTarget_IsExactOrRefused(string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.Use((HttpContext context, RequestDelegate next) =>
            {
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "";
                context.Request.Path = new PathString(path);
                return next(context);
            });
            app.UseRouting();
            app.MapObjectStore();
        });

        using var response = await app.SendAsync(HttpMethod.Delete, "/");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(static app =>
    {
        app.Use(static (HttpContext context, RequestDelegate next) =>
        {
            context.Request.Path = "/objects/bucket" + context.Request.Path.Value!["/files".Length..];
            return next(context);
        });
        app.UseRouting();
        app.MapObjectStore();
    }, onKestrel: true);
}
