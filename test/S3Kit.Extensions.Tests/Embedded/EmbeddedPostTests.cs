using System.Net;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

/// <summary>Forms as they come over the wire, from whoever made them.</summary>
public sealed class EmbeddedPostTests
{
    private const string Open = """{"expiration":"2026-03-02T00:00:00Z","conditions":[{"bucket":"bucket"},["starts-with","$key",""],["starts-with","$x-amz-algorithm",""],["starts-with","$x-amz-credential",""],["starts-with","$x-amz-date",""]]}""";

    [TestCase("key", TestName = "Post_UnquotedNames_AreRead")]
    [TestCase("\"key\"", TestName = "Post_QuotedNames_AreRead")]
    public async Task Post_Names(string name)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var response = await SendAsync(client, Form(client, Open).Replace("name=\"key\"", "name=" + name, StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await EmbeddedClient.TextAsync(response));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("content"));
    }

    [Test]
    public async Task Post_PreambleTypesAndFieldsAfterTheFile_AreNoHindrance()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string form = Form(client, Open, file: "a\r\n--b\r\n--bound\r\n");

        using var response = await SendAsync(client, "for readers without forms\r\n" + form.Replace(
            "--boundary--", "--boundary\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\nUpload\r\n--boundary--", StringComparison.Ordinal));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await EmbeddedClient.TextAsync(response));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("a\r\n--b\r\n--bound\r\n"));
    }

    [Test]
    public async Task Post_EmptyFile_IsAnEmptyObject()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var response = await SendAsync(client, Form(client, Open, file: ""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await EmbeddedClient.TextAsync(response));
        Assert.That((await client.GetAsync("k")).Content.Headers.ContentLength, Is.Zero);
    }

    [TestCase("é \"x\".txt", "up/é \"x\".txt")]
    [TestCase("%22x%22.txt", "up/\"x\".txt")]
    [TestCase("", "up/")]
    public async Task Post_FileName_IsDecodedAsBrowsersEncodeIt(string fileName, string key)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var response = await SendAsync(client, Form(client, Open, "up/${filename}", fileName: fileName.Replace("\"", "\\\"", StringComparison.Ordinal)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await EmbeddedClient.TextAsync(response));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync(key)), Is.EqualTo("content"));
    }

    [Test]
    public async Task Post_ChecksumAndMd5Fields_AreChecked()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string wrong = Convert.ToBase64String(new byte[32]);
        string policy = Open.Replace("{\"bucket\"", "[\"starts-with\",\"$x-amz-checksum-sha256\",\"\"],{\"bucket\"", StringComparison.Ordinal);

        using var response = await SendAsync(client, Form(client, policy, more: [("x-amz-checksum-sha256", wrong)]));

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "BadDigest");
    }

    [Test]
    public async Task Post_OtherAccount_IsDenied()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        client.Credentials = new S3Credentials("AK2", "SK2");

        await AssertErrorAsync(await SendAsync(client, Form(client, Open)), HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Test]
    public async Task Post_OtherRegion_IsRefused()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        client.Store.MoveBucketToRegion("bucket", "eu-west-1");

        await AssertErrorAsync(await SendAsync(client, Form(client, Open)), HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed");
    }

    [TestCase("boundary", "other", "MalformedPOSTRequest")]
    [TestCase("\r\n--boundary--", "", "MalformedPOSTRequest")]
    [TestCase("form-data; name=\"key\"", "form-data", "MalformedPOSTRequest")]
    [TestCase("form-data; name=\"key\"", "attachment; name=\"key\"", "MalformedPOSTRequest")]
    [TestCase("Content-Disposition: form-data; name=\"key\"\r\n", "", "MalformedPOSTRequest")]
    [TestCase("name=\"file\"", "name=\"document\"", "IncorrectNumberOfFilesInPostRequest")]
    [TestCase("name=\"key\"", "name=\"x-ignore-key\"", "InvalidArgument")]
    [TestCase("name=\"x-amz-date\"", "name=\"x-ignore-date\"", "InvalidArgument")]
    [TestCase("name=\"x-amz-signature\"", "name=\"x-ignore-signature\"", "InvalidArgument")]
    [TestCase("name=\"x-amz-credential\"", "name=\"x-ignore-credential\"", "InvalidArgument")]
    [TestCase("20260301T120000Z", "20260302T120000Z", "InvalidArgument")]
    [TestCase("20260301T120000Z", "today", "InvalidArgument")]
    [TestCase("AWS4-HMAC-SHA256", "AWS4-HMAC-MD5", "InvalidArgument")]
    [TestCase("name=\"x-amz-algorithm\"", "name=\"AWSAccessKeyId\"", "InvalidRequest")]
    [TestCase("name=\"x-amz-algorithm\"", "name=\"x-amz-date\"", "InvalidArgument")]
    public async Task Post_Broken_IsABadRequest(string what, string by, string code)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string form = Form(client, Open);
        Assert.That(form, Does.Contain(what));

        await AssertErrorAsync(await SendAsync(client, form.Replace(what, by, StringComparison.Ordinal)), HttpStatusCode.BadRequest, code);
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("multipart/form-data")]
    [TestCase("multipart/form-data; boundary=")]
    [TestCase("multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890x")]
    public async Task Post_NoBoundary_IsMalformed(string type)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        await AssertErrorAsync(await SendAsync(client, Form(client, Open), type), HttpStatusCode.BadRequest, "MalformedPOSTRequest");
    }

    [Test]
    public async Task Post_NotUtf8_IsMalformed()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        byte[] form = Encoding.Latin1.GetBytes(Form(client, Open, "k\u00e9"));

        await AssertErrorAsync(await SendAsync(client, form), HttpStatusCode.BadRequest, "MalformedPOSTRequest");
    }

    [Test]
    public async Task Post_FieldsOfMoreThan20Kilobytes_AreRefusedAndAFileOfMoreIsNot()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var fields = await SendAsync(client, Form(client, Open, more: [("x-ignore-much", new string('x', 20 * 1024))]));
        using var file = await SendAsync(client, Form(client, Open, file: new string('x', 9 * 1024 * 1024)));

        await AssertErrorAsync(fields, HttpStatusCode.BadRequest, "MaxPostPreDataLengthExceeded");
        Assert.That(file.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await client.GetAsync("k")).Content.Headers.ContentLength, Is.EqualTo(9 * 1024 * 1024));
    }

    [Test]
    public async Task Post_WithoutAPolicy_IsDenied()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        await AssertErrorAsync(
            await SendAsync(client, Form(client, Open).Replace("name=\"policy\"", "name=\"x-ignore-policy\"", StringComparison.Ordinal)), HttpStatusCode.Forbidden, "AccessDenied");
    }

    [TestCase("no JSON")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"expiration":"2026-03-02T00:00:00Z"}""")]
    [TestCase("""{"conditions":[]}""")]
    [TestCase("""{"expiration":"soon","conditions":[]}""")]
    [TestCase("""{"expiration":5,"conditions":[]}""")]
    [TestCase("""{"expiration":"2026-03-02T00:00:00Z","conditions":{}}""")]
    public async Task Post_PolicyThatIsNone_IsInvalid(string policy)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        await AssertErrorAsync(await SendAsync(client, Form(client, policy)), HttpStatusCode.BadRequest, "InvalidPolicyDocument");
    }

    [TestCase("""["ends-with","$key","k"]""")]
    [TestCase("""["eq","key","k"]""")]
    [TestCase("""["eq","$key"]""")]
    [TestCase("""["content-length-range","a",5]""")]
    [TestCase("""["content-length-range",-1,5]""")]
    [TestCase("""["eq","$acl",""]""")]
    [TestCase("5")]
    public async Task Post_ConditionThatNothingMeets_IsDenied(string condition)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var response = await SendAsync(client, Form(client, Open.Replace("{\"bucket\"", condition + ",{\"bucket\"", StringComparison.Ordinal)));

        Assert.That(await EmbeddedClient.TextAsync(response), Does.Contain("Invalid according to Policy: Policy Condition failed"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Post_LengthsAsText_AreUnderstood()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string policy = Open.Replace("{\"bucket\"", "[\"content-length-range\",\"0\",\"6\"],{\"bucket\"", StringComparison.Ordinal);

        await AssertErrorAsync(await SendAsync(client, Form(client, policy)), HttpStatusCode.BadRequest, "EntityTooLarge");
    }

    [Test]
    public async Task Post_HeaderInjectedByAField_IsRefused()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string policy = Open.Replace("{\"bucket\"", "[\"starts-with\",\"$x-amz-meta-a\",\"\"],{\"bucket\"", StringComparison.Ordinal);

        await AssertErrorAsync(await SendAsync(client, Form(client, policy, more: [("x-amz-meta-a", "b\r\nX-Injected: 1")])), HttpStatusCode.BadRequest, "InvalidArgument");
    }

    [Test]
    public async Task Post_Tagging_IsNotImplemented()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        string policy = Open.Replace("{\"bucket\"", "[\"starts-with\",\"$tagging\",\"\"],{\"bucket\"", StringComparison.Ordinal);

        await AssertErrorAsync(await SendAsync(client, Form(client, policy, more: [("tagging", "<Tagging/>")])), HttpStatusCode.NotImplemented, "NotImplemented");
    }

    private static string Form(EmbeddedClient client, string policy, string key = "k", string file = "content", string fileName = "f.txt", (string, string)[]? more = null)
    {
        DateTimeOffset now = client.Clock.GetUtcNow();
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(policy));
        (string Name, string Value)[] fields =
        [
            ("key", key),
            ("x-amz-algorithm", SigV4Signer.Algorithm),
            ("x-amz-credential", SigV4Signer.FormatCredential(client.Credentials, client.Region, now)),
            ("x-amz-date", SigV4Signer.FormatTime(now)),
            .. more ?? [],
            ("policy", encoded),
            ("x-amz-signature", new SigV4Signer().SignText(client.Credentials, client.Region, now, encoded)),
        ];
        return string.Concat(fields.Select(field => $"--boundary\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n"))
            + $"--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\nContent-Type: text/plain\r\n\r\n{file}\r\n--boundary--\r\n";
    }

    private static Task<HttpResponseMessage> SendAsync(EmbeddedClient client, string form, string type = "multipart/form-data; boundary=boundary") =>
        SendAsync(client, Encoding.UTF8.GetBytes(form), type);

    private static Task<HttpResponseMessage> SendAsync(EmbeddedClient client, byte[] form, string type = "multipart/form-data; boundary=boundary")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://{EmbeddedClient.Host}/bucket") { Content = new ByteArrayContent(form) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return client.SendAsync(request);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        string text = await EmbeddedClient.TextAsync(response);
        Assert.That(text, Does.Contain($"<Code>{code}</Code>"));
        Assert.That(response.StatusCode, Is.EqualTo(status));
    }
}
