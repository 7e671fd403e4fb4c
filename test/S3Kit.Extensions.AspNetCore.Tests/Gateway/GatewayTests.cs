using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using S3Kit.Gateway;

namespace S3Kit.AspNetCore.Tests.Gateway;

[TestFixture]
public partial class GatewayTests
{
    [Test]
    public async Task Browser_Page_AllowsItsOwnScriptAndStyleOnly()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapObjectBrowser());

        using var response = await app.SendAsync(HttpMethod.Get, "/");
        var page = await response.Content.ReadAsStringAsync();
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(policy, Does.StartWith("default-src 'none';"));
            Assert.That(policy, Does.Contain($"script-src '{HashOf(page, "script")}'"));
            Assert.That(policy, Does.Contain($"style-src '{HashOf(page, "style")}'"));
            Assert.That(policy, Does.Not.Contain("unsafe"));
        });
    }

    [Test]
    public async Task Browser_Page_NeedsNothingFromElsewhere()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapObjectBrowser());

        var page = await app.Client.GetStringAsync("/");

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("://"));
            Assert.That(page, Does.Not.Contain("innerHTML").And.Not.Contain("insertAdjacentHTML").And.Not.Contain("document.write"));
            Assert.That(page, Does.Not.Contain(" style=\"").And.Not.Contain(" onclick=\""));
        });
    }

    [TestCase(HealthStatus.Healthy, HttpStatusCode.OK)]
    [TestCase(HealthStatus.Degraded, HttpStatusCode.OK)]
    [TestCase(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_OfCheck_SaysStatusDescriptionAndData(HealthStatus status, HttpStatusCode code)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["open"] = true,
            ["count"] = 3,
            ["share"] = 0.5,
            ["url"] = new Uri("http://store/"),
        };
        await using var app = await TestApp.StartAsync(
            static app => app.MapHealthReport(),
            services => services.AddHealthChecks()
                .AddCheck("s3", () => new HealthCheckResult(status, "It says why.", new InvalidOperationException("secret"), data)));

        using var response = await app.SendAsync(HttpMethod.Get, "/health");
        var text = await response.Content.ReadAsStringAsync();
        var report = JsonElement.Parse(text);
        var check = report.GetProperty("checks").GetProperty("s3");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(code));
            Assert.That(report.GetProperty("status").GetString(), Is.EqualTo(status.ToString()));
            Assert.That(check.GetProperty("status").GetString(), Is.EqualTo(status.ToString()));
            Assert.That(check.GetProperty("description").GetString(), Is.EqualTo("It says why."));
            Assert.That(check.GetProperty("data").GetRawText(), Is.EqualTo("""{"open":true,"count":3,"share":0.5,"url":"http://store/"}"""));
            Assert.That(text, Does.Not.Contain("secret"));
        });
    }

    private static string HashOf(string page, string tag)
    {
        var content = Tag().Matches(page).Single(match => string.Equals(match.Groups["tag"].Value, tag, StringComparison.Ordinal)).Groups["content"].Value;
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }

    [GeneratedRegex("<(?<tag>script|style)>(?<content>.*?)</\\k<tag>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
