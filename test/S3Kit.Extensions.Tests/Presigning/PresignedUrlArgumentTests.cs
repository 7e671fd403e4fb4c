using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Presigning;

/// <summary>What does not fit a presigned URL or form is refused by name, before anything is signed.</summary>
public sealed class PresignedUrlArgumentTests
{
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    [SetUp]
    public void Create()
    {
        _services = FakeServices.Create(new FakeServer());
        _store = _services.Store();
    }

    [TearDown]
    public ValueTask DropAsync() => _services.DisposeAsync();

    [TestCase(0)]
    [TestCase(0.999)]
    [TestCase(-1)]
    [TestCase(604800.001)]
    public void Any_TimeOutOfRange_IsRefused(double seconds)
    {
        Assert.That(() => _store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("expiresIn"));
        Assert.That(() => _store.CreatePresignedPostAsync("bucket", "k", TimeSpan.FromSeconds(seconds)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("expiresIn"));
    }

    [TestCase("POST")]
    [TestCase("PATCH")]
    [TestCase("OPTIONS")]
    public void Url_OtherMethod_IsRefused(string method) =>
        Assert.That(() => Url(new HttpMethod(method)), Throws.ArgumentException.With.Property("ParamName").EqualTo("method"));

    [Test]
    public void Any_NullOrWrongName_IsRefused()
    {
        Assert.That(() => Url(null!), Throws.ArgumentNullException);
        Assert.That(() => _store.CreatePresignedUrlAsync(HttpMethod.Get, null!, "k", TimeSpan.FromMinutes(1)), Throws.ArgumentNullException);
        Assert.That(() => _store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "", TimeSpan.FromMinutes(1)), Throws.ArgumentException);
        Assert.That(() => _store.CreatePresignedUrlAsync(HttpMethod.Get, "b/../c", "k", TimeSpan.FromMinutes(1)), Throws.ArgumentException);
        Assert.That(() => _store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", new string('k', 1025), TimeSpan.FromMinutes(1)), Throws.ArgumentException);
        Assert.That(() => _store.CreatePresignedPostAsync("bucket", null!, TimeSpan.FromMinutes(1)), Throws.ArgumentNullException);
        Assert.That(() => _store.CreatePresignedPostAsync("bucket", "", TimeSpan.FromMinutes(1)), Throws.ArgumentException);
        Assert.That(() => _store.CreatePresignedPostAsync("..", "k", TimeSpan.FromMinutes(1)), Throws.ArgumentException);
    }

    [Test]
    public void Url_OptionOfOtherMethods_IsRefusedByName()
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        var metadata = new Dictionary<string, string> { ["a"] = "b" };
        AssertNames("VersionId", new() { VersionId = "v" }, "PUT");
        AssertNames("ResponseContentType", new() { ResponseContentType = "text/plain" }, "PUT", "DELETE");
        AssertNames("ResponseContentDisposition", new() { ResponseContentDisposition = "inline" }, "PUT", "DELETE");
        AssertNames("ResponseContentEncoding", new() { ResponseContentEncoding = "gzip" }, "PUT", "DELETE");
        AssertNames("ResponseContentLanguage", new() { ResponseContentLanguage = "de" }, "PUT", "DELETE");
        AssertNames("ResponseCacheControl", new() { ResponseCacheControl = "no-store" }, "PUT", "DELETE");
        AssertNames("ResponseExpires", new() { ResponseExpires = time }, "PUT", "DELETE");
        AssertNames("ContentType", new() { ContentType = "text/plain" }, "GET", "HEAD", "DELETE");
        AssertNames("ContentLength", new() { ContentLength = 1 }, "GET", "HEAD", "DELETE");
        AssertNames("ContentMd5", new() { ContentMd5 = Convert.ToBase64String(new byte[16]) }, "GET", "HEAD", "DELETE");
        AssertNames("ChecksumSha256", new() { ChecksumSha256 = Convert.ToBase64String(new byte[32]) }, "GET", "HEAD", "DELETE");
        AssertNames("Metadata", new() { Metadata = metadata }, "GET", "HEAD", "DELETE");
        AssertNames("StorageClass", new() { StorageClass = "STANDARD" }, "GET", "HEAD", "DELETE");
        AssertNames("IfNoneMatch", new() { IfNoneMatch = "*" }, "GET", "HEAD", "DELETE");
        AssertNames("UploadId", new() { UploadId = "u", PartNumber = 1 }, "GET", "HEAD", "DELETE");
        AssertNames("PartNumber", new() { PartNumber = 1 }, "GET", "HEAD", "DELETE");
    }

    [Test]
    public void Part_OptionOfTheWholeObject_IsRefusedByName()
    {
        var part = new PresignedUrlOptions { UploadId = "u", PartNumber = 1 };
        AssertNames("ContentType", part with { ContentType = "text/plain" }, "PUT");
        AssertNames("StorageClass", part with { StorageClass = "STANDARD" }, "PUT");
        AssertNames("IfNoneMatch", part with { IfNoneMatch = "*" }, "PUT");
        AssertNames("Metadata", part with { Metadata = new Dictionary<string, string> { ["a"] = "b" } }, "PUT");
        Assert.That(() => Url(HttpMethod.Put, part with { ContentLength = 1, ContentMd5 = Convert.ToBase64String(new byte[16]), ChecksumSha256 = Convert.ToBase64String(new byte[32]) }), Throws.Nothing);
    }

    [Test]
    public void Url_ValueThatCannotBe_IsRefusedByName()
    {
        AssertNames("UploadId", new() { UploadId = "u" }, "PUT");
        AssertNames("UploadId", new() { UploadId = "", PartNumber = 1 }, "PUT");
        AssertNames("PartNumber", new() { PartNumber = 1 }, "PUT");
        AssertNames("PartNumber", new() { UploadId = "u", PartNumber = 0 }, "PUT");
        AssertNames("PartNumber", new() { UploadId = "u", PartNumber = 10_001 }, "PUT");
        AssertNames("ContentLength", new() { ContentLength = -1 }, "PUT");
        AssertNames("ContentMd5", new() { ContentMd5 = "abc" }, "PUT");
        AssertNames("ContentMd5", new() { ContentMd5 = Convert.ToBase64String(new byte[15]) }, "PUT");
        AssertNames("ContentMd5", new() { ContentMd5 = Convert.ToBase64String(new byte[40]) }, "PUT");
        AssertNames("ChecksumSha256", new() { ChecksumSha256 = Convert.ToBase64String(new byte[16]) }, "PUT");
        AssertNames("ChecksumSha256", new() { ChecksumSha256 = " " + Convert.ToBase64String(new byte[32]) }, "PUT");
        AssertNames("IfNoneMatch", new() { IfNoneMatch = "\"etag\"" }, "PUT");
        AssertNames("ContentType", new() { ContentType = " text/plain" }, "PUT");
        AssertNames("ContentType", new() { ContentType = "" }, "PUT");
        AssertNames("ContentType", new() { ContentType = "text/plain\r\nX-Injected: 1" }, "PUT");
        AssertNames("StorageClass", new() { StorageClass = "é" }, "PUT");
        AssertNames("ResponseContentDisposition", new() { ResponseContentDisposition = "attachment; filename=é" }, "GET", "HEAD");
        AssertNames("VersionId", new() { VersionId = "\ud83d" }, "GET", "HEAD", "DELETE");
        AssertNames("metadata", new() { Metadata = new Dictionary<string, string> { ["a"] = "Žofie" } }, "PUT");
        AssertNames("metadata", new() { Metadata = new Dictionary<string, string> { ["a"] = " b" } }, "PUT");
        AssertNames("metadata", new() { Metadata = new Dictionary<string, string> { ["a"] = "" } }, "PUT");
        AssertNames("metadata", new() { Metadata = new Dictionary<string, string> { ["a b"] = "c" } }, "PUT");
    }

    [Test]
    public void Post_ValueThatCannotBe_IsRefusedByName()
    {
        AssertNames("MinContentLength", new PresignedPostOptions { MinContentLength = -1 });
        AssertNames("MaxContentLength", new PresignedPostOptions { MaxContentLength = -1 });
        AssertNames("MinContentLength", new PresignedPostOptions { MinContentLength = 2, MaxContentLength = 1 });
        AssertNames("ContentTypePrefix", new PresignedPostOptions { ContentType = "image/png", ContentTypePrefix = "image/" });
        AssertNames("ContentType", new PresignedPostOptions { ContentType = "é" });
        AssertNames("ContentTypePrefix", new PresignedPostOptions { ContentTypePrefix = "é" });
        AssertNames("ContentDisposition", new PresignedPostOptions { ContentDisposition = "" });
        AssertNames("ContentEncoding", new PresignedPostOptions { ContentEncoding = " gzip" });
        AssertNames("ContentLanguage", new PresignedPostOptions { ContentLanguage = "\n" });
        AssertNames("CacheControl", new PresignedPostOptions { CacheControl = "é" });
        AssertNames("StorageClass", new PresignedPostOptions { StorageClass = "" });
        AssertNames("Acl", new PresignedPostOptions { Acl = (CannedAcl)7 });
        AssertNames("metadata", new PresignedPostOptions { Metadata = new Dictionary<string, string> { ["a b"] = "c" } });
        AssertNames("x-amz-meta-a", new PresignedPostOptions { Metadata = new Dictionary<string, string> { ["a"] = "the ${filename}" } });
        AssertNames("SuccessActionStatus", new PresignedPostOptions { SuccessActionStatus = 202 });
        AssertNames("SuccessActionRedirect", new PresignedPostOptions { SuccessActionStatus = 200, SuccessActionRedirect = new Uri("https://example.com") });
        AssertNames("SuccessActionRedirect", new PresignedPostOptions { SuccessActionRedirect = new Uri("/done", UriKind.Relative) });
        AssertNames("SuccessActionRedirect", new PresignedPostOptions { SuccessActionRedirect = new Uri("ftp://example.com") });
    }

    [TestCase("${filename}.jpg")]
    [TestCase("a/${filename}/b")]
    [TestCase("${filename}${filename}")]
    public void Post_VariableInsideTheKey_IsRefused(string key) =>
        Assert.That(() => _store.CreatePresignedPostAsync("bucket", key, TimeSpan.FromMinutes(1)), Throws.ArgumentException.With.Property("ParamName").EqualTo("key"));

    private Task<Uri> Url(HttpMethod method, PresignedUrlOptions? options = null) => _store.CreatePresignedUrlAsync(method, "bucket", "k", TimeSpan.FromMinutes(1), options);

    private void AssertNames(string option, PresignedUrlOptions options, params string[] methods)
    {
        foreach (string method in methods)
        {
            // Synchronously, as any wrong argument.
            Assert.That(() => { _ = Url(new HttpMethod(method), options); }, Throws.InstanceOf<ArgumentException>().With.Message.Contains(option), $"{option} for {method}");
        }
    }

    private void AssertNames(string option, PresignedPostOptions options) =>
        Assert.That(() => { _ = _store.CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1), options); }, Throws.InstanceOf<ArgumentException>().With.Message.Contains(option), option);
}
